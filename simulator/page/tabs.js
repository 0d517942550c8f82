/** On a narrow screen one phone is shown at a time; these tabs choose it and count what is unread. */
import { button, el } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export class Tabs {
  constructor(place) {
    this.place = place;
    this.place.addEventListener("keydown", (event) => this.steer(event));
  }

  show(phones, chosen) {
    this.phones = phones;
    this.place.replaceChildren(...phones.map((phone) => this.tabOf(phone)));
    if (phones.length > 0) this.choose(phones.includes(chosen) ? chosen : phones[0]);
  }

  tabOf(phone) {
    phone.tabCount = el("span", { class: "count", hidden: true });
    const name = el("span", {}, phone.account.first_name);
    const tab = { role: "tab", "aria-controls": phone.root.id };
    phone.tab = button(null, () => this.choose(phone), tab, name, phone.tabCount);
    return phone.tab;
  }

  choose(chosen) {
    this.chosen = chosen;
    for (const phone of this.phones) {
      phone.tab.setAttribute("aria-selected", String(phone === chosen));
      phone.tab.tabIndex = phone === chosen ? 0 : -1;
      phone.root.classList.toggle("chosen", phone === chosen);
    }
    chosen.messages.tellSeen();
  }

  count(phone) {
    if (!phone.tabCount) return;
    phone.tabCount.textContent = phone.unread;
    phone.tabCount.hidden = phone.unread === 0;
  }

  steer(event) {
    const step = STEPS[event.key];
    if (!step) return;
    const to = (this.phones.indexOf(this.chosen) + step + this.phones.length) % this.phones.length;
    this.choose(this.phones[to]);
    this.chosen.tab.focus();
  }
}
