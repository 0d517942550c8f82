/** The upper part of a phone: whose it is, the chat that is open, what the bot is doing now. */
import { el, iconButton, translate } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { nameOf } from "./message.js";

/** Telegram shows "typing" for five seconds, unless a message comes first. */
const TYPING_MS = 5000;

export class Header {
  constructor(phone) {
    this.phone = phone;
    this.isSeen = true;
    this.title = el("b", { class: "title" });
    this.state = el("small", { class: "state", text: "bot", "aria-live": "polite" });
    this.elsewhere = el("span", { class: "count", hidden: true });
    this.switch = iconButton(icon("people"), "chats", () => this.openChats(), {
      hidden: true,
      "aria-haspopup": "menu",
    });
    this.switch.append(this.elsewhere);
    this.more = iconButton(icon("more"), "more", () => this.openMore(), { "aria-haspopup": "menu" });
    this.parts = [
      this.plate(phone.account),
      el(
        "header",
        { class: "chat-head" },
        el("img", { class: "avatar", src: "/static/sasar.svg", alt: "" }),
        el("span", { class: "lines" }, this.title, this.state),
        this.switch,
        this.more,
      ),
    ];
  }

  plate(account) {
    return el(
      "div",
      { class: "plate" },
      el(
        "span",
        { class: `avatar small tone-${account.id % 6}`, "aria-hidden": "true" },
        account.first_name.slice(0, 1),
      ),
      el("b", {}, nameOf(account)),
      account.title && el("span", { class: "role", text: account.title }),
    );
  }

  show(bot, chat) {
    this.title.textContent = chat?.title ?? nameOf(bot ?? { first_name: "Sasar" });
    this.showStatus(bot?.seen ?? true);
    this.showChats();
  }

  showStatus(isSeen) {
    this.isSeen = isSeen;
    this.stopTyping();
  }

  showTyping() {
    clearTimeout(this.timer);
    this.say("typing");
    this.timer = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    clearTimeout(this.timer);
    this.say(this.isSeen ? "bot" : "bot_waiting");
  }

  say(key) {
    this.state.dataset.text = key;
    this.state.classList.toggle("typing", key === "typing");
    translate(this.state);
  }

  /** Shows what is unread in the chats that are not open, and counts one more in the chat of this id. */
  showChats(id = null) {
    this.switch.hidden = this.phone.chats.length < 2;
    const others = this.phone.chats.filter(({ chat }) => chat.id !== this.phone.chat);
    for (const other of others) if (other.chat.id === id) other.unread += 1;
    const sum = others.reduce((all, { unread }) => all + unread, 0);
    this.elsewhere.textContent = sum;
    this.elsewhere.hidden = sum === 0;
  }

  openChats() {
    openMenu(
      this.switch,
      this.phone.chats.map(({ chat, unread }) => ({
        label: chat.title ?? nameOf(chat),
        note: unread ? String(unread) : null,
        act: () => this.phone.switchChat(chat.id),
      })),
    );
  }

  openMore() {
    const { phone } = this;
    openMenu(this.more, [
      {
        icon: icon("block"),
        text: phone.isBlocked ? "unblock" : "block",
        act: () => phone.setBlocked(!phone.isBlocked),
      },
      { icon: icon("close"), text: "close_phone", act: () => phone.world.close(phone) },
    ]);
  }
}
