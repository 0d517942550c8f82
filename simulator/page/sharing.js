/** What a phone shares of itself: a contact, a place, other people; each is asked for in a sheet. */
import { tell } from "./connection.js";
import { el } from "./dom.js";
import { nameOf } from "./message.js";
import { cancelOr, field, openSheet } from "./sheet.js";

/** Places of the invented practice villages, with the coordinates a phone there would give. */
const PLACES = {
  village_office: [-6.9147, 106.8942],
  market: [-6.9098, 106.9011],
  field: [-6.9215, 106.8869],
};

export async function shareOwnContact(phone) {
  const body = [el("p", { text: "share_contact" }), el("p", {}, phone.account.phone ?? "")];
  const said = await openSheet(phone.root, { title: "contact", body, actions: cancelOr("share") });
  return Boolean(said) && phone.sending(() => tell(phone.path("contact"), phone.inChat({})));
}

/** Asks whose contact it is to be: a card of somebody else carries no account. */
export async function shareContact(phone) {
  const whose = [
    ["other_contact", "other"],
    ["own_contact", "own"],
  ];
  const said = await openSheet(phone.root, { title: "contact", actions: whose });
  if (said?.choice === "own") await phone.sending(() => tell(phone.path("contact"), phone.inChat({})));
  if (said?.choice === "other") await shareOtherContact(phone);
}

async function shareOtherContact(phone) {
  const name = field("first_name", "first_name", { required: true });
  const number = field("phone_number", "phone_number", { required: true, inputmode: "tel" });
  const said = await openSheet(phone.root, {
    title: "other_contact",
    body: [name, number],
    actions: cancelOr("share"),
  });
  if (!said) return;
  const { first_name, phone_number } = said;
  await phone.sending(() =>
    tell(phone.path("contact"), phone.inChat({ first_name, phone_number, own: false })),
  );
}

export async function shareLocation(phone) {
  const places = Object.keys(PLACES).map((place, order) => radio("place", place, order === 0));
  const numbers = { type: "number", step: "any", required: true };
  const spot = el(
    "div",
    { class: "pair", hidden: true },
    field("latitude", "latitude", { ...numbers, min: -90, max: 90, value: -6.9 }),
    field("longitude", "longitude", { ...numbers, min: -180, max: 180, value: 106.9 }),
  );
  const choices = el("div", { class: "choices" }, ...places, radio("place", "other_place", false));
  choices.addEventListener("change", (event) => {
    spot.hidden = event.target.value !== "other_place";
  });
  const asked = { title: "share_location", body: [choices, spot], actions: cancelOr("share") };
  const said = await openSheet(phone.root, asked);
  if (!said) return false;
  const [latitude, longitude] = PLACES[said.place] ?? [Number(said.latitude), Number(said.longitude)];
  return phone.sending(() => tell(phone.path("location"), phone.inChat({ latitude, longitude })));
}

const radio = (name, key, checked) =>
  el(
    "label",
    { class: "choice" },
    el("input", { type: "radio", name, value: key, checked }),
    el("span", { text: key }),
  );

/** `request` is the button's {request_id, max_quantity?}; one person is asked for by radio buttons. */
export async function shareUsers(phone, request, people) {
  const type = (request.max_quantity ?? 1) > 1 ? "checkbox" : "radio";
  const choices = people.map((one) =>
    el(
      "label",
      { class: "choice" },
      el("input", { type, name: "person", value: one.id }),
      el("span", {}, nameOf(one)),
    ),
  );
  const list = el("div", { class: "choices" }, ...choices);
  const picked = () => [...list.querySelectorAll("input:checked")].map((input) => Number(input.value));
  const said = await openSheet(phone.root, {
    title: "share_people",
    body: [list],
    actions: cancelOr("share"),
  });
  const user_ids = picked().slice(0, request.max_quantity ?? 1);
  if (!said || user_ids.length === 0) return false;
  const shared = phone.inChat({ request_id: request.request_id, user_ids });
  return phone.sending(() => tell(phone.path("users_shared"), shared));
}
