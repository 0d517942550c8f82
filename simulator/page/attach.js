/** The attach menu: photo, document, voice and sticker; what is shared from the phone itself is in sharing.js. */
import { tell, upload } from "./connection.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { shareContact, shareLocation } from "./sharing.js";
import { cancelOr, field, openSheet } from "./sheet.js";
import { dress } from "./signs.js";

const VOICE_SECONDS = 4;
const STICKERS = ["👍", "🙏", "😀", "❤️"];
const PREVIEW = { width: 320, height: 200 };

export function openAttachMenu(phone, anchor) {
  const items = Object.entries(WAYS).map(([kind, act]) => ({
    icon: icon(kind),
    text: kind,
    act: () => act(phone),
  }));
  openMenu(anchor, items, { upwards: true });
}

const pickPhoto = (phone) => pickFile(phone, "photo", "image/jpeg,image/png,image/webp");
const pickDocument = (phone) => pickFile(phone, "document", "");
const sendVoice = (phone) =>
  phone.sending(() => tell(phone.path("voice"), phone.inChat({ duration: VOICE_SECONDS })));

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
  const pictures = kind === "photo" ? await preview(file) : [];
  const body = [...pictures, name, field("caption", "caption", { maxlength: 1024 })];
  const said = await openSheet(phone.root, { title: kind, body, actions: cancelOr("send") });
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

async function pickSticker(phone) {
  const choices = STICKERS.map((emoji) =>
    dress(el("button", { class: "sticker-choice", value: emoji, "aria-label": emoji }, emoji)),
  );
  const body = [el("div", { class: "stickers" }, ...choices)];
  const said = await openSheet(phone.root, { title: "sticker", body, actions: [["cancel", null]] });
  if (said) await phone.sending(() => tell(phone.path("sticker"), phone.inChat({ emoji: said.choice })));
}

const WAYS = {
  photo: pickPhoto,
  document: pickDocument,
  location: shareLocation,
  contact: shareContact,
  voice: sendVoice,
  sticker: pickSticker,
};
