/** Makes elements, so that no other file writes markup into strings. */
import { t } from "./texts.js";

/** `text`, `label` and `hint` hold text keys; they follow the language switch, unlike plain children. */
const KEYED = { text: "data-text", label: "data-label", hint: "data-hint" };

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...children.flat().filter((child) => child || child === 0));
  for (const [name, value] of Object.entries(attributes)) put(node, name, value);
  translate(node);
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [kind, act] of Object.entries(value)) node.addEventListener(kind, act);
  else node.setAttribute(KEYED[name] ?? name, value === true ? "" : value);
}

/** Writes the texts of one element in the language now spoken. */
export function translate(node) {
  const { text, label, hint } = node.dataset;
  if (text) node.textContent = t(text);
  if (label) node.setAttribute("aria-label", t(label));
  if (label && node.matches("button, a")) node.title = t(label);
  if (hint) node.placeholder = t(hint);
}

export function translateAll(root = document) {
  root.querySelectorAll("[data-text], [data-label], [data-hint]").forEach(translate);
}

/** A button that acts and never sends a form. */
export function button(className, act, attributes = {}, ...children) {
  return el("button", { type: "button", class: className, on: { click: act }, ...attributes }, ...children);
}

/** A round button that shows an icon and speaks its label. */
export function iconButton(picture, label, act, attributes = {}) {
  return button("icon-button", act, { label, ...attributes }, picture);
}
