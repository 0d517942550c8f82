/** What a phone can send beside text, and the sheets that ask for it. */
import { tell, upload } from "./connection.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { nameOf } from "./message.js";
import { field, openSheet } from "./sheet.js";
import { dress } from "./signs.js";

const VOICE_SECONDS = 4;
const STICKERS = ["👍", "🙏", "😀", "❤️"];
const PREVIEW = { width: 320, height: 200 };

/** Places of the invented practice villages, with the coordinates a phone there would give. */
const PLACES = { village_office: [-6.9147, 106.8942], market: [-6.9098, 106.9011], field: [-6.9215, 106.8869] };

export function openAttachMenu(phone, anchor) {
  const ways = { photo: pickPhoto, document: pickDocument, location: shareLocation, contact: shareContact, voice: sendVoice, sticker: pickSticker };
  const items = Object.entries(ways).map(([kind, act]) => ({ icon: icon(kind), text: kind, act: () => act(phone) }));
  openMenu(anchor, items, { upwards: true });
}

const pickPhoto = (phone) => pickFile(phone, "photo", "image/jpeg,image/png,image/webp");
const pickDocument = (phone) => pickFile(phone, "document", "");
const sendVoice = (phone) => phone.sending(() => tell(phone.path("voice"), phone.inChat({ duration: VOICE_SECONDS })));

function pickFile(phone, kind, accept) {
  const input = el("input", { type: "file", accept, hidden: true, class: `pick-${kind}` });
  input.addEventListener("cancel", () => input.remove());
  input.addEventListener("change", () => {
    input.remove();
    sendFile(phone, kind, input.files[0]);
  });
  phone.root.append(input);
  input.click();
}

/** Shows what will go out, asks for a caption, sends. `kind` is "photo" or "document". */
export async function sendFile(phone, kind, file) {
  const name = el("p", { class: "file-name" }, icon(kind), el("span", {}, file.name));
  const body = [...(kind === "photo" ? await preview(file) : []), name, field("caption", "caption", { maxlength: 1024 })];
  const said = await openSheet(phone.root, { title: kind, body, actions: [["cancel", null], ["send", "send"]] });
  if (!said) return;
  const form = new FormData();
  form.append("file", file, file.name);
  form.append("chat", phone.chat);
  if (said.caption) form.append("caption", said.caption);
  await phone.sending(() => upload(phone.path(kind), form));
}

/** Drawn on a canvas: a strict content policy allows no picture addresses but the server's own. */
async function preview(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return [];
  const scale = Math.min(PREVIEW.width / picture.width, PREVIEW.height / picture.height, 1);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const canvas = el("canvas", { class: "preview", width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  return [canvas];
}

export async function shareOwnContact(phone) {
  const said = await openSheet(phone.root, { title: "contact", body: [el("p", { text: "share_contact" }), el("p", {}, phone.account.phone ?? "")],
    actions: [["cancel", null], ["share", "own"]] });
  return Boolean(said) && phone.sending(() => tell(phone.path("contact"), phone.inChat({})));
}

async function shareContact(phone) {
  const body = [field("first_name", "first_name", { required: true }), field("phone_number", "phone_number", { required: true, inputmode: "tel" })];
  const own = await openSheet(phone.root, { title: "contact", actions: [["other_contact", "other"], ["own_contact", "own"]] });
  if (own?.choice === "own") await phone.sending(() => tell(phone.path("contact"), phone.inChat({})));
  if (own?.choice !== "other") return;
  const { choice, ...card } = (await openSheet(phone.root, { title: "other_contact", body, actions: [["cancel", null], ["share", "share"]] })) ?? {};
  if (choice) await phone.sending(() => tell(phone.path("contact"), phone.inChat({ ...card, own: false })));
}

export async function shareLocation(phone) {
  const places = Object.keys(PLACES).map((place, order) => radio("place", place, order === 0));
  const numbers = { type: "number", step: "any", required: true };
  const spot = el("div", { class: "pair", hidden: true },
    field("latitude", "latitude", { ...numbers, min: -90, max: 90, value: -6.9 }),
    field("longitude", "longitude", { ...numbers, min: -180, max: 180, value: 106.9 }));
  const choices = el("div", { class: "choices", on: { change: (event) => { spot.hidden = event.target.value !== "other_place"; } } },
    ...places, radio("place", "other_place", false));
  const said = await openSheet(phone.root, { title: "share_location", body: [choices, spot], actions: [["cancel", null], ["share", "share"]] });
  if (!said) return false;
  const [latitude, longitude] = PLACES[said.place] ?? [Number(said.latitude), Number(said.longitude)];
  return phone.sending(() => tell(phone.path("location"), phone.inChat({ latitude, longitude })));
}

const radio = (name, key, checked) =>
  el("label", { class: "choice" }, el("input", { type: "radio", name, value: key, checked }), el("span", { text: key }));

/** `request` is the button's {request_id, max_quantity?}; one person is asked for by radio buttons. */
export async function shareUsers(phone, request, people) {
  const type = (request.max_quantity ?? 1) > 1 ? "checkbox" : "radio";
  const choices = people.map((one) =>
    el("label", { class: "choice" }, el("input", { type, name: "person", value: one.id }), el("span", {}, nameOf(one))));
  const list = el("div", { class: "choices" }, ...choices);
  const picked = () => [...list.querySelectorAll("input:checked")].map((input) => Number(input.value));
  const said = await openSheet(phone.root, { title: "share_people", body: [list], actions: [["cancel", null], ["share", "share"]] });
  const user_ids = picked().slice(0, request.max_quantity ?? 1);
  if (!said || user_ids.length === 0) return false;
  return phone.sending(() => tell(phone.path("users_shared"), phone.inChat({ request_id: request.request_id, user_ids })));
}

async function pickSticker(phone) {
  const buttons = STICKERS.map((emoji) => dress(el("button", { class: "sticker-choice", value: emoji, "aria-label": emoji }, emoji)));
  const said = await openSheet(phone.root, { title: "sticker", body: [el("div", { class: "stickers" }, ...buttons)], actions: [["cancel", null]] });
  if (said) await phone.sending(() => tell(phone.path("sticker"), phone.inChat({ emoji: said.choice })));
}
