/** Turns the simulator's HTML of a message into elements, letting through only what Telegram knows. */
import { el } from "./dom.js";
import { dress } from "./signs.js";

const ALLOWED = new Set([
  "B",
  "STRONG",
  "I",
  "EM",
  "U",
  "INS",
  "S",
  "STRIKE",
  "DEL",
  "CODE",
  "PRE",
  "A",
  "BLOCKQUOTE",
  "BR",
]);
const SPOILERS = "tg-spoiler, span.tg-spoiler";
const COMMAND = /((?:^|(?<=\s))\/[a-z][a-z0-9_]{0,31}\b)/i;
const LINK = /^(https?|tg|mailto|tel):/i;

/** `say` is called with a command that was tapped in the text. */
export function rich(html, say) {
  const frame = document.createElement("template");
  frame.innerHTML = html;
  const text = el("div", { class: "text" }, clean(frame.content));
  for (const spoiler of text.querySelectorAll(".spoiler")) spoiler.addEventListener("click", reveal);
  linkCommands(text, say);
  return dress(text);
}

function clean(from) {
  const to = document.createDocumentFragment();
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) to.append(cleanElement(child));
  }
  return to;
}

function cleanElement(child) {
  const inside = clean(child);
  if (child.matches(SPOILERS)) return el("button", { type: "button", class: "spoiler" }, inside);
  if (!ALLOWED.has(child.tagName)) return inside;
  const kept = el(child.tagName.toLowerCase(), {}, inside);
  if (child.tagName === "A" && LINK.test(child.getAttribute("href") ?? "")) {
    kept.href = child.getAttribute("href");
    kept.target = "_blank";
    kept.rel = "noopener noreferrer";
  }
  return kept;
}

const reveal = (event) => event.currentTarget.classList.add("open");

function linkCommands(text, say) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const piece of found.filter(
    (each) => COMMAND.test(each.data) && !each.parentElement.closest("a, code, pre"),
  )) {
    piece.replaceWith(
      ...piece.data.split(COMMAND).map((part) => (COMMAND.test(part) ? commandLink(part, say) : part)),
    );
  }
}

const commandLink = (command, say) =>
  el("button", { type: "button", class: "command-link", on: { click: () => say(command) } }, command);
