/** Draws one message as a bubble. */
import { attachments } from "./attachments.js";
import { inlineKeyboard } from "./buttons.js";
import { clockTime } from "./dates.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { rich } from "./rich.js";
import { dress } from "./signs.js";
import { t } from "./texts.js";

export const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** `around`: {me, isGroup, say, tap, waits, openOptions}; what a message needs to know of its phone. */
export function drawMessage(message, around) {
  const noted = serviceText(message);
  if (noted)
    return el(
      "div",
      { class: "service", "data-message": message.message_id, tabindex: -1 },
      el("span", {}, noted),
    );
  const mine = message.from?.id === around.me;
  const bubble = el(
    "div",
    { class: bubbleClass(message) },
    around.isGroup && !mine && el("b", { class: "sender" }, nameOf(message.from)),
    quote(message.reply_to_message),
    ...attachments(message),
    message.html && rich(message.html, around.say),
    meta(message, mine),
  );
  const options = iconButton(
    icon("down"),
    "message_menu",
    (event) => around.openOptions(message, event.currentTarget),
    { class: "icon-button options", tabindex: -1, "aria-haspopup": "menu" },
  );
  return el(
    "article",
    { class: `message ${mine ? "mine" : "theirs"}`, "data-message": message.message_id, tabindex: -1 },
    el("div", { class: "bubble-line" }, bubble, options),
    keyboardOf(message, around),
  );
}

function bubbleClass(message) {
  const bare = message.sticker ? " bare" : "";
  const framed = message.photo ? " framed" : "";
  return `bubble${bare}${framed}${message.has_protected_content ? " protected" : ""}`;
}

function keyboardOf(message, around) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  return inlineKeyboard(rows, {
    tap: (button, element) => around.tap(message, button, element),
    waits: (button) => around.waits(message, button),
  });
}

function quote(original) {
  if (!original) return null;
  return dress(
    el("blockquote", { class: "quote" }, el("b", {}, nameOf(original.from ?? {})), gist(original)),
  );
}

/** What a message is about in one short line, for quotes and the list of chats. */
export function gist(message) {
  const text = message.text ?? message.caption;
  if (text) return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  const kind = ["photo", "document", "contact", "location", "voice", "sticker"].find((each) => message[each]);
  return t(kind ?? "unknown");
}

/** As in Telegram, a bot's message that carries buttons is never marked as edited. */
function meta(message, mine) {
  const edited = message.edit_date && (mine || !message.reply_markup);
  return el(
    "span",
    { class: "meta" },
    message.has_protected_content &&
      el("span", { class: "mark", label: "protected", role: "img", title: t("protected") }, icon("lock")),
    edited && el("span", { text: "edited" }),
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date)),
    mine && el("span", { class: "mark", label: "sent", role: "img" }, icon("tick")),
  );
}

const KNOWN = ["text", "caption", "photo", "document", "contact", "location", "voice", "sticker"];

/** The line in the middle for what nobody wrote; null for an ordinary message. */
function serviceText(message) {
  const shared = message.users_shared?.users ?? message.users_shared?.user_ids;
  if (shared)
    return `${t("people_shared")}: ${shared.map((one) => one.first_name ?? one.user_id ?? one).join(", ")}`;
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} ${t("joined")}`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} ${t("left")}`;
  if (message.pinned_message) return t("pinned");
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("upgraded");
  if (message.group_chat_created) return message.chat.title;
  return KNOWN.some((kind) => message[kind] !== undefined) ? null : t("unknown");
}
