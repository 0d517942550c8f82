/** One phone: its frame, the chat that is open on it, and what its events change. */
import { replyKeyboard } from "./buttons.js";
import { Composer } from "./composer.js";
import { ask, tell } from "./connection.js";
import { el } from "./dom.js";
import { Header } from "./header.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { nameOf } from "./message.js";
import { Messages } from "./messages.js";
import { shareLocation, shareOwnContact, shareUsers } from "./sharing.js";
import { notice } from "./sheet.js";
import { Taps } from "./taps.js";
import { t } from "./texts.js";

/** What a link such as https://t.me/sasar_bot?start=abc hands to the bot; null for any other link. */
function startOf(address, username) {
  const link = new URL(address);
  const isOurs = link.hostname === "t.me" && link.pathname.slice(1).toLowerCase() === username?.toLowerCase();
  return isOurs ? link.searchParams.get("start") : null;
}

const COMMANDS_MS = 250;

export class Phone {
  /** `world` offers now(), people(), counted(phone) and close(phone). */
  constructor(account, world) {
    Object.assign(this, {
      account,
      world,
      chat: account.id,
      chats: [],
      commands: [],
      queue: null,
      unread: 0,
      isBlocked: false,
    });
    this.root = el("section", {
      class: "phone",
      "aria-label": nameOf(account),
      id: `phone-${account.id}`,
      "data-phone": account.id,
    });
    this.taps = new Taps(this);
    this.header = new Header(this);
    this.messages = new Messages(this.around(), {
      now: world.now,
      seen: () => this.read(),
      start: () => this.say("/start"),
    });
    this.messages.list.addEventListener("click", (event) => this.follow(event));
    this.composer = new Composer(this);
    this.keyboardPlace = el("div", { class: "keyboard-place", hidden: true });
    this.messages.root.append(el("div", { class: "notices", role: "status", "aria-live": "polite" }));
    this.root.append(...this.header.parts, this.messages.root, this.composer.root, this.keyboardPlace);
  }

  around() {
    return {
      me: this.account.id,
      isGroup: false,
      say: (text) => this.say(text),
      tap: (message, button, element) => this.taps.tap(message, button, element),
      waits: (message, button) => this.taps.waits(message, button),
      openOptions: (message, anchor) => this.openOptions(message, anchor),
      counted: (unread) => this.counted(unread),
    };
  }

  path(verb) {
    return `/sim/phones/${this.account.id}/${verb}`;
  }

  inChat(what) {
    return { ...what, chat: this.chat };
  }

  look() {
    return ask(`${this.path("messages")}?chat=${this.chat}`);
  }

  /** Loads the open chat anew; events that come meanwhile wait, for they are newer than what was asked for. */
  async load() {
    this.queue = [];
    const [seen, chats] = await Promise.all([this.look(), ask(this.path("chats"))]);
    this.chats = chats;
    this.commands = seen.commands ?? [];
    this.bot = seen.bot ?? {};
    this.header.show(this.bot, this.openChat?.chat ?? null);
    this.messages.around.isGroup = this.chat !== this.account.id;
    this.isBlocked = Boolean(seen.is_blocked);
    this.messages.greet(seen.bot?.description);
    this.messages.replace(seen.messages);
    this.setKeyboard(seen.reply_keyboard);
    const waiting = this.queue;
    this.queue = null;
    for (const [kind, what] of waiting) this.hear(kind, what);
    this.messages.unread = this.openChat?.unread ?? 0;
    this.messages.tellSeen();
  }

  /** A bot sets many menus at once; one look at the end is enough. */
  loadCommands() {
    clearTimeout(this.commandsTimer);
    this.commandsTimer = setTimeout(async () => {
      this.commands = (await this.look()).commands ?? [];
      this.showKeyboard(!this.keyboardPlace.hidden);
    }, COMMANDS_MS);
  }

  get openChat() {
    return this.chats.find(({ chat }) => chat.id === this.chat);
  }

  switchChat(id) {
    this.chat = id;
    this.load();
  }

  hear(kind, what) {
    if (what.phone && what.phone !== this.account.id) return;
    if (this.queue) this.queue.push([kind, what]);
    else if (kind === "callback_answer") this.taps.answered(what);
    else if (kind === "status") this.header.showStatus(what.bot_seen);
    else if (kind === "clock") this.messages.arrange();
    else if (kind === "commands") this.loadCommands();
    else this.hearChat(kind, what, what.chat?.id ?? what.chat);
  }

  hearChat(kind, what, chat) {
    if (chat === this.chat) this.hearHere(kind, what);
    else if (what.phone && kind === "message") this.hearElsewhere(chat);
  }

  /** A group may be new to this phone. */
  async hearElsewhere(chat) {
    const isKnown = this.chats.some((known) => known.chat.id === chat);
    if (!isKnown) this.chats = await ask(this.path("chats"));
    this.header.showChats(isKnown ? chat : null);
  }

  hearHere(kind, what) {
    const message = what.message ?? what;
    if (kind === "delete") this.messages.forget(what.message_id);
    if (kind === "typing") this.header.showTyping();
    if (kind === "reply_keyboard") this.setKeyboard(what.keyboard);
    if (kind === "message" || kind === "edit") this.messages.show(message);
    if (kind === "message" && message.from?.id !== this.account.id) this.header.stopTyping();
  }

  counted(unread) {
    this.unread = unread;
    this.world.counted(this);
  }

  read() {
    if (!document.hidden && this.root.offsetParent)
      tell(this.path("read"), { chat: this.chat }).catch(() => {});
  }

  /** Runs one request to the simulator; says so on the phone when it failed. True when it went out. */
  async sending(request) {
    try {
      return (await request()) ?? true;
    } catch {
      notice(this.root, t("not_sent"));
      return false;
    }
  }

  say(text, reply_to) {
    return this.sending(() => tell(this.path("text"), this.inChat({ text, ...(reply_to && { reply_to }) })));
  }

  change(message_id, text) {
    return this.sending(() => tell(this.path("edit"), this.inChat({ message_id, text })));
  }

  lastOwn() {
    return this.messages.last((message) => message.from?.id === this.account.id && message.text);
  }

  setKeyboard(keyboard) {
    this.keyboard = keyboard?.keyboard ? keyboard : null;
    this.keyboardPlace.replaceChildren();
    if (this.keyboard) this.keyboardPlace.append(replyKeyboard(keyboard, (button) => this.press(button)));
    this.showKeyboard(Boolean(this.keyboard), keyboard?.input_field_placeholder);
  }

  showKeyboard(isShown, hint = this.keyboard?.input_field_placeholder) {
    this.keyboardPlace.hidden = !isShown;
    this.composer.renew({ hasKeyboard: Boolean(this.keyboard), isShown, hint });
  }

  toggleKeyboard() {
    this.showKeyboard(this.keyboardPlace.hidden);
  }

  async press(button) {
    const sent = await this.send(button);
    if (sent && this.keyboard?.one_time_keyboard) this.showKeyboard(false);
  }

  send(button) {
    if (button.request_contact) return shareOwnContact(this);
    if (button.request_location) return shareLocation(this);
    if (button.request_users) return shareUsers(this, button.request_users, this.others());
    return this.sending(() => tell(this.path("press"), this.inChat({ text: button.text })));
  }

  /** A link to the bot itself opens it here, as Telegram does, with what the link carries. */
  follow(event) {
    const link = event.target.closest("a[href]");
    const start = link && startOf(link.href, this.bot.username);
    if (!start) return;
    event.preventDefault();
    this.say(`/start ${start}`);
  }

  others() {
    return this.world.people().filter(({ id }) => id !== this.account.id);
  }

  openOptions(message, anchor) {
    const mine = message.from?.id === this.account.id;
    const text = message.text ?? message.caption;
    const reply = { icon: icon("reply"), text: "reply", act: () => this.composer.reply(message) };
    const edit = { icon: icon("edit"), text: "edit", act: () => this.composer.edit(message) };
    const copy = { icon: icon("copy"), text: "copy", act: () => this.taps.copy(text) };
    const canCopy = text && !message.has_protected_content;
    openMenu(anchor, [reply, mine && message.text && edit, canCopy && copy].filter(Boolean));
  }

  async setBlocked(isBlocked) {
    if (!(await this.sending(() => tell(this.path(isBlocked ? "block" : "unblock"))))) return;
    this.isBlocked = isBlocked;
    notice(this.root, t(isBlocked ? "blocked" : "unblocked"));
  }
}
