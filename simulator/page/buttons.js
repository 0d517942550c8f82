/** Draws the two keyboards of Telegram: buttons under a message, and answer buttons under the composer. */
import { button as pushButton, el } from "./dom.js";
import { icon } from "./icons.js";
import { dress } from "./signs.js";

const SIGN_OF = {
  request_contact: "contact",
  request_location: "location",
  request_users: "people",
  url: "link",
  copy_text: "copy",
};

const signOf = (button) =>
  Object.keys(SIGN_OF)
    .filter((kind) => button[kind])
    .map((kind) => icon(SIGN_OF[kind]));
const labelled = (button) => dress(el("span", { class: "label" }, button.text));
const styled = (kind, button) => (button.style ? `${kind} ${button.style}` : kind);

/** `tap(button, element)` is called for each button that is not a plain link; `waits(button)` says which still wait. */
export function inlineKeyboard(rows, { tap, waits }) {
  const drawn = (button) => (button.url ? linkButton(button) : tapButton(button, tap, waits(button)));
  return el(
    "div",
    { class: "inline-keyboard", role: "group", label: "message_buttons" },
    ...rows.map((row) => el("div", { class: "row" }, ...row.map(drawn))),
  );
}

const linkButton = (button) =>
  el(
    "a",
    {
      class: styled("inline-button", button),
      href: button.url,
      target: "_blank",
      rel: "noopener noreferrer",
    },
    labelled(button),
    ...signOf(button),
  );

function tapButton(button, tap, waiting) {
  const act = (event) => tap(button, event.currentTarget);
  const busy = { "aria-busy": waiting ? "true" : null };
  return pushButton(styled("inline-button", button), act, busy, labelled(button), ...signOf(button));
}

/** `press(button)` is called with {text, request_contact?, request_location?, request_users?}. */
export function replyKeyboard(keyboard, press) {
  const whole = (button) => (typeof button === "string" ? { text: button } : button);
  const drawn = (button) =>
    pushButton(styled("reply-button", button), () => press(button), {}, ...signOf(button), labelled(button));
  const rows = keyboard.keyboard.map((row) => el("div", { class: "row" }, ...row.map(whole).map(drawn)));
  return el("div", { class: "reply-keyboard", role: "group", label: "keyboard" }, ...rows);
}
