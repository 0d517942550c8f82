/** Draws what a message carries beside its text: photo, document, contact, location, voice, sticker. */
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { openSheet } from "./sheet.js";
import { dress } from "./signs.js";
import { t } from "./texts.js";

const PREVIEW_WIDTH = 640;
const TALLEST = 320;
const fileAt = (id) => `/sim/files/${encodeURIComponent(id)}`;

/** The elements of a message's attachments, in the order Telegram shows them. */
export function attachments(message) {
  return Object.keys(DRAWN)
    .filter((kind) => message[kind])
    .map((kind) => DRAWN[kind](message[kind], message));
}

function photo(sizes, message) {
  const largest = sizes.at(-1);
  const shown = sizes.find((size) => size.width >= PREVIEW_WIDTH) ?? largest;
  const { width, height } = shown;
  const picture = el("img", {
    src: fileAt(shown.file_id),
    alt: message.caption ?? t("photo"),
    width,
    height,
  });
  const open = () => showPhoto(largest, message);
  // Known before the picture is loaded, so that the list does not jump.
  picture.style.width = `${Math.min(width, (TALLEST * width) / height)}px`;
  return button("photo", open, { label: "open_photo" }, picture);
}

/** Over the whole page, for a chart or a paper on a photo wants to be read. */
function showPhoto(size, message) {
  const body = el("img", {
    class: "large-photo",
    src: fileAt(size.file_id),
    alt: message.caption ?? t("photo"),
    width: size.width,
    height: size.height,
  });
  const save = message.has_protected_content ? [] : [download(size.file_id, "foto.jpg")];
  return openSheet(null, { title: "photo", body: [body], extra: save, actions: [["close", null]] });
}

const download = (id, name) =>
  el("a", { class: "flat-button", href: fileAt(id), download: name, text: "download" });

function documentCard(file, message) {
  const name = file.file_name ?? t("document");
  const lines = el(
    "span",
    { class: "lines" },
    el("b", {}, name),
    el("small", {}, sizeOf(file.file_size ?? 0)),
  );
  const isKept = message.has_protected_content;
  const badge = el("span", { class: "badge-square" }, icon(isKept ? "document" : "download"));
  if (isKept) return el("div", { class: "card document" }, badge, lines);
  return el("a", { class: "card document", href: fileAt(file.file_id), download: name }, badge, lines);
}

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el(
    "div",
    { class: "card contact" },
    el("span", { class: "avatar small" }, name.slice(0, 1)),
    el("span", { class: "lines" }, el("b", {}, name), el("small", {}, contact.phone_number)),
  );
}

function locationCard(place) {
  const spot = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return el(
    "div",
    { class: "card location" },
    el("span", { class: "map", "aria-hidden": "true" }, icon("location")),
    el("span", { class: "lines" }, el("b", { text: "location" }), el("small", {}, spot)),
  );
}

function voice(sound) {
  const seconds = String(sound.duration ?? 0).padStart(2, "0");
  const bars = Array.from({ length: 22 }, (_, place) => el("i", { "data-height": (place * 7) % 5 }));
  return el(
    "div",
    { class: "card voice", label: "voice", role: "img" },
    el("span", { class: "badge-round" }, icon("play")),
    el("span", { class: "wave" }, ...bars),
    el("small", {}, `0:${seconds}`),
  );
}

function sticker(picture) {
  return dress(el("div", { class: "sticker", label: "sticker", role: "img" }, picture.emoji ?? "😀"));
}

const DRAWN = { photo, document: documentCard, contact: contactCard, location: locationCard, voice, sticker };
