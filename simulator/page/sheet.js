/** A dialog that lies over its phone, or over the page, and the short notices at its foot. */
import { button, el } from "./dom.js";

/** Ready-made actions: give up, or go on. */
export const cancelOr = (key) => [
  ["cancel", null],
  [key, key],
];

const NOTICE_MS = 4500;

/**
 * Resolves to the form's values, with `choice` the chosen action, or to null when it was closed.
 * `title` is a text key; `actions` are [text key, choice]; the last is the main one.
 */
export function openSheet(phone, { title, body = [], extra = [], actions, role = "dialog" }) {
  const form = el(
    "form",
    { method: "dialog" },
    title && el("h2", { text: title }),
    ...body,
    el("div", { class: "actions" }, ...extra, ...actions.map(actionButton)),
  );
  const dialog = el("dialog", { class: "sheet", role, label: title }, form);
  (phone ?? document.body).append(dialog);
  dialog.showModal();
  (dialog.querySelector(".field input") ?? dialog.querySelector(".actions").lastElementChild).focus();
  lieOver(dialog, phone);
  return new Promise((done) => dialog.addEventListener("close", () => done(resultOf(dialog, form))));
}

/** Giving up is no submit button, or Enter in a field would press it. */
function actionButton([key, choice], place, all) {
  if (choice === null) return button("flat-button", giveUp, { text: key });
  const look = place === all.length - 1 ? "main-button" : "flat-button";
  return el("button", { class: look, value: choice, text: key });
}

const giveUp = (event) => event.currentTarget.closest("dialog").close();

function resultOf(dialog, form) {
  dialog.remove();
  const choice = dialog.returnValue;
  return choice ? { ...Object.fromEntries(new FormData(form)), choice } : null;
}

/** A sheet belongs to its phone, though the browser draws it above the whole page. */
function lieOver(dialog, phone) {
  if (!phone) return;
  const { left, width, top, height } = phone.getBoundingClientRect();
  dialog.style.width = `${Math.min(width - 32, 380)}px`;
  dialog.style.maxHeight = `${height - 32}px`;
  dialog.style.left = `${left + (width - dialog.offsetWidth) / 2}px`;
  dialog.style.top = `${top + (height - dialog.offsetHeight) / 2}px`;
}

export const field = (name, key, attributes = {}) =>
  el(
    "label",
    { class: "field" },
    el("span", { text: key }),
    el("input", { name, autocomplete: "off", ...attributes }),
  );

/** A notice that goes by itself; `text` is plain. */
export function notice(phone, text) {
  const place = phone.querySelector(".notices");
  const said = el("p", { class: "notice" }, text);
  place.append(said);
  setTimeout(() => said.remove(), NOTICE_MS);
}
