/** The list of one chat's messages: order, day separators, runs of one sender, scrolling and what is unread. */
import { dayName, dayOf } from "./dates.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { drawMessage } from "./message.js";

const NEAR_END = 80;

/** A new version takes the old one's place, and its focus, for those who steer by keyboard. */
function exchange(old, element) {
  const parts = (root) => [root, ...root.querySelectorAll("button, a")];
  const held = parts(old).indexOf(document.activeElement);
  old.replaceWith(element);
  if (held >= 0) (parts(element)[held] ?? element).focus();
}

export class Messages {
  /** `around` as in message.js; `seen()` is called whenever the newest message comes into view. */
  constructor(around, { now, seen, start }) {
    Object.assign(this, { around, now, seen });
    this.known = new Map();
    this.list = el("div", {
      class: "messages",
      role: "log",
      label: "messages",
      tabindex: 0,
      on: {
        scroll: () => this.scrolled(),
        keydown: (event) => this.steer(event),
        contextmenu: (event) => this.options(event),
      },
    });
    this.count = el("span", { class: "count", hidden: true });
    this.newest = iconButton(icon("down"), "to_newest", () => this.toEnd(), {
      class: "icon-button newest",
      hidden: true,
    });
    this.newest.append(this.count);
    this.about = el("p", { text: "hello" });
    this.hello = el(
      "div",
      { class: "hello" },
      this.about,
      el("button", { type: "button", class: "main-button", text: "start", on: { click: start } }),
    );
    this.root = el("div", { class: "paper" }, this.list, this.newest);
    this.unread = 0;
    this.following = true;
    this.top = 0;
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.list);
  }

  /** What an empty chat says: the bot's own description, where it has one. */
  greet(description) {
    if (!description) return;
    delete this.about.dataset.text;
    this.about.textContent = description;
  }

  /** Shows these messages instead of all that was there. */
  replace(messages) {
    this.list.setAttribute("aria-busy", "true");
    this.known.clear();
    this.list.replaceChildren();
    for (const message of messages) this.put(message);
    this.arrange();
    this.list.setAttribute("aria-busy", "false");
    this.toEnd();
  }

  /** A new message, or a new version of an old one. */
  show(message) {
    const isNew = !this.known.has(message.message_id);
    const follow = this.following;
    this.put(message, { fresh: isNew });
    this.arrange();
    const mine = message.from?.id === this.around.me;
    if (follow || (isNew && mine)) this.toEnd();
    if (isNew && !mine) this.addUnread();
  }

  forget(id) {
    this.known.get(id)?.element.remove();
    this.known.delete(id);
    this.arrange();
  }

  redraw() {
    this.replace([...this.known.values()].map(({ message }) => message));
  }

  put(message, { fresh = false } = {}) {
    const element = drawMessage(message, this.around);
    element.classList.toggle("fresh", fresh);
    const old = this.known.get(message.message_id);
    if (old) exchange(old.element, element);
    else this.list.append(element);
    this.known.set(message.message_id, { message, element });
  }

  /** Day separators, and which bubbles stand together. */
  arrange() {
    this.list.querySelectorAll(".day").forEach((line) => line.remove());
    let before = null;
    for (const { message, element } of this.known.values()) {
      const sameDay = before && dayOf(before.message.date) === dayOf(message.date);
      const joined =
        sameDay && before.message.from?.id === message.from?.id && !before.element.matches(".service");
      if (!sameDay)
        element.before(el("div", { class: "day" }, el("span", {}, dayName(message.date, this.now()))));
      element.classList.toggle("joined", Boolean(joined));
      before = { message, element };
    }
    if (before) this.hello.remove();
    else this.list.append(this.hello);
  }

  last(wanted) {
    return [...this.known.values()]
      .map(({ message }) => message)
      .reverse()
      .find(wanted);
  }

  addUnread() {
    this.unread += 1;
    this.tellSeen();
  }

  get isSeen() {
    return this.following && !document.hidden && this.list.offsetParent !== null;
  }

  /** Nothing is unread once the newest message is in view. */
  tellSeen() {
    if (this.isSeen && this.unread > 0) {
      this.unread = 0;
      this.seen();
    }
    this.newest.hidden = this.following;
    this.count.hidden = this.unread === 0;
    this.count.textContent = this.unread;
    this.around.counted(this.unread);
  }

  /** Only a move upwards is somebody reading older messages; what grows or shrinks below is not. */
  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.following = true;
    else if (scrollTop < this.top) this.following = false;
    this.top = scrollTop;
    this.tellSeen();
  }

  toEnd() {
    this.following = true;
    this.list.scrollTop = this.list.scrollHeight;
    this.tellSeen();
  }

  /** Arrow keys walk through the messages; Enter opens the options of the one in focus. */
  steer(event) {
    const here = document.activeElement.closest("[data-message]");
    if (event.key === "Enter" && event.target === here) here.querySelector(".options")?.click();
    else if (event.key === "ArrowUp" || event.key === "ArrowDown")
      this.walk(here, event.key === "ArrowUp" ? -1 : 1);
    else return;
    event.preventDefault();
  }

  walk(here, step) {
    const all = [...this.list.querySelectorAll("[data-message]")];
    const to = here ? all.indexOf(here) + step : all.length - 1;
    all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
  }

  options(event) {
    const options = event.target.closest(".message")?.querySelector(".options");
    if (!options || event.target.closest("a, img")) return;
    event.preventDefault();
    options.click();
  }
}
