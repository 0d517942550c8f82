/** A small popup menu that arrow keys, Enter and Escape can use. */
import { button, el } from "./dom.js";

let open = null;

/** Shows items [{icon?, text?, label?, note?, act}] beside the anchor; `text` is a key, `label` plain. */
export function openMenu(anchor, items, { upwards = false } = {}) {
  const again = open?.anchor === anchor;
  closeMenu();
  if (again || items.length === 0) return;
  const menu = el("div", { class: "menu", role: "menu", on: { keydown: steer } }, ...items.map(itemOf));
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor.getBoundingClientRect(), upwards);
  anchor.setAttribute("aria-expanded", "true");
  open = { menu, anchor };
  menu.firstElementChild.focus();
}

export function closeMenu({ refocus = false } = {}) {
  if (!open) return;
  const { menu, anchor } = open;
  open = null;
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus) anchor.focus();
}

function itemOf(item) {
  const act = () => {
    closeMenu({ refocus: true });
    item.act();
  };
  const words = item.text ? el("span", { text: item.text }) : el("span", {}, item.label);
  const note = item.note && el("small", {}, item.note);
  return button(null, act, { role: "menuitem", tabindex: -1 }, item.icon, words, note);
}

/** Keeps the menu inside the window, under its anchor or above it. */
function place(menu, at, upwards) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = !upwards && at.bottom + height + 8 < innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function steer(event) {
  const items = [...event.currentTarget.children];
  const here = items.indexOf(document.activeElement);
  const to = { Home: 0, End: items.length - 1 }[event.key] ?? here + (STEPS[event.key] ?? 0);
  if (event.key === "Escape" || event.key === "Tab") closeMenu({ refocus: true });
  else if (to === here) return;
  else items[(to + items.length) % items.length].focus();
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.menu.contains(event.target) && !open.anchor.contains(event.target)) closeMenu();
});
window.addEventListener("resize", () => closeMenu());
