/** A dialog that lies over one phone only, and the short notices at its foot. */
import { el } from "./dom.js";

const NOTICE_MS = 4500;

/**
 * Resolves to the form's values, with `choice` the chosen action, or to null when it was closed.
 * `title` is a text key, `heading` plain; `actions` are [text key, choice]; the last is the main one.
 */
export function openSheet(phone, { title, heading, body = [], extra = [], actions, role = "dialog" }) {
  const form = el("form", { method: "dialog" },
    title ? el("h2", { text: title }) : heading && el("h2", {}, heading),
    ...body,
    el("div", { class: "actions" }, ...extra, ...actions.map(actionButton)));
  const dialog = el("dialog", { class: "sheet", role, label: title }, form);
  (phone ?? document.body).append(dialog);
  dialog.showModal();
  (dialog.querySelector(".field input") ?? dialog.querySelector(".actions").lastElementChild).focus();
  lieOver(dialog, phone);
  return new Promise((done) => dialog.addEventListener("close", () => done(resultOf(dialog, form))));
}

function actionButton([key, choice], place, all) {
  const main = place === all.length - 1 && choice !== null;
  return el("button", { class: main ? "main-button" : "flat-button", value: choice ?? "", formnovalidate: choice === null, text: key });
}

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
  el("label", { class: "field" }, el("span", { text: key }), el("input", { name, autocomplete: "off", ...attributes }));

/** A notice that goes by itself; `text` is plain. */
export function notice(phone, text) {
  const place = phone.querySelector(".notices");
  const said = el("p", { class: "notice" }, text);
  place.append(said);
  setTimeout(() => said.remove(), NOTICE_MS);
}
