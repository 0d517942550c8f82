/** The line at the foot of a phone: writing, commands, editing, replying, attaching, answer buttons. */
import { openAttachMenu, sendFile } from "./attach.js";
import { button, el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { gist } from "./message.js";
import { closeMenu, openMenu } from "./menu.js";
import { t } from "./texts.js";

const TALLEST = 132;

export class Composer {
  /** `phone` offers say(text, replyTo), change(id, text), lastOwn(), commands, hasKeyboard and toggleKeyboard(). */
  constructor(phone) {
    this.phone = phone;
    this.target = null;
    this.input = el("textarea", {
      rows: 1,
      hint: "write",
      label: "write",
      maxlength: 4096,
      enterkeyhint: "send",
      on: {
        input: () => this.typed(),
        keydown: (event) => this.key(event),
        paste: (event) => this.pasted(event),
      },
    });
    this.slash = iconButton(icon("slash"), "commands", () => this.openCommands(), {
      "aria-haspopup": "menu",
    });
    this.attach = iconButton(icon("attach"), "attach", () => openAttachMenu(phone, this.attach), {
      "aria-haspopup": "menu",
    });
    this.keys = iconButton(icon("keys"), "keyboard_show", () => phone.toggleKeyboard(), { hidden: true });
    this.button = iconButton(icon("send"), "send", () => this.submit(), { class: "icon-button send" });
    this.offers = el("div", { class: "offers", role: "listbox", label: "commands", hidden: true });
    this.about = el("div", { class: "about", hidden: true });
    this.root = el(
      "div",
      { class: "composer" },
      this.offers,
      this.about,
      el("div", { class: "line" }, this.slash, this.input, this.keys, this.attach, this.button),
    );
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
    this.offer();
  }

  key(event) {
    const empty = this.input.value === "";
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit();
    else if (event.key === "Escape" && (this.target || !this.offers.hidden))
      this.clear({ keepText: !this.target });
    else if (event.key === "ArrowUp" && empty) this.edit(this.phone.lastOwn());
    else if (event.key === "ArrowDown" && !this.offers.hidden) this.offers.firstElementChild.focus();
    else return;
    event.preventDefault();
  }

  pasted(event) {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    sendFile(this.phone, file.type.startsWith("image/") ? "photo" : "document", file);
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { target } = this;
    this.clear();
    const about = target?.message.message_id;
    const sent = await (target?.editing ? this.phone.change(about, text) : this.phone.say(text, about));
    if (!sent && !this.input.value) this.write(text);
  }

  write(text) {
    this.input.value = text;
    this.typed();
    this.input.focus();
  }

  clear({ keepText = false } = {}) {
    this.target = null;
    this.about.hidden = true;
    if (!keepText) this.input.value = "";
    this.typed();
    if (keepText) this.offers.hidden = true;
  }

  edit(message) {
    if (!message) return;
    this.write(message.text);
    this.aim(message, { editing: true });
  }

  reply(message) {
    this.aim(message, { editing: false });
    this.input.focus();
  }

  aim(message, { editing }) {
    this.target = { message, editing };
    const [sign, title] = editing ? ["edit", "editing"] : ["reply", "replying"];
    const what = el("span", { class: "lines" }, el("b", { text: title }), el("span", {}, gist(message)));
    const leave = iconButton(icon("close"), "cancel", () => this.clear({ keepText: !editing }));
    this.about.replaceChildren(icon(sign), what, leave);
    this.about.hidden = false;
  }

  openCommands() {
    const items = this.phone.commands.map(({ command, description }) => ({
      label: `/${command}`,
      note: description,
      act: () => this.phone.say(`/${command}`),
    }));
    openMenu(this.slash, items, { upwards: true });
  }

  /** While a command is being typed, those that begin so. */
  offer() {
    const begun = /^\/([a-z0-9_]*)$/i.exec(this.input.value);
    const begins = ({ command }) => begun && command.startsWith(begun[1].toLowerCase());
    const fitting = this.phone.commands.filter(begins);
    this.offers.replaceChildren(...fitting.map((each) => this.offerOf(each)));
    this.offers.hidden = fitting.length === 0;
  }

  offerOf({ command, description }) {
    const act = () => {
      this.clear();
      this.input.focus();
      this.phone.say(`/${command}`);
    };
    const option = { role: "option", "aria-selected": "false", tabindex: -1 };
    const offer = button(null, act, option, el("b", {}, `/${command}`), el("small", {}, description));
    offer.addEventListener("keydown", (event) => this.walkOffers(event));
    return offer;
  }

  walkOffers(event) {
    const { nextElementSibling: next, previousElementSibling: previous } = event.currentTarget;
    if (event.key === "ArrowDown") next?.focus();
    else if (event.key === "ArrowUp") (previous ?? this.input).focus();
    else if (event.key === "Escape") this.input.focus();
    else return;
    event.preventDefault();
  }

  /** What changes with the chat: its commands, its keyboard and the hint that the bot set. */
  renew({ hasKeyboard, isShown, hint }) {
    closeMenu();
    this.slash.hidden = this.phone.commands.length === 0;
    this.keys.hidden = !hasKeyboard;
    this.keys.dataset.label = isShown ? "keyboard_hide" : "keyboard_show";
    this.keys.setAttribute("aria-label", t(this.keys.dataset.label));
    this.keys.setAttribute("aria-pressed", String(isShown));
    if (hint) delete this.input.dataset.hint;
    else this.input.dataset.hint = "write";
    this.input.placeholder = hint ?? t("write");
  }
}
