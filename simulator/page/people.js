/** Which phones are on the table, and how one is added. */
import { ask, tell } from "./connection.js";
import { el } from "./dom.js";
import { nameOf } from "./message.js";
import { openMenu } from "./menu.js";
import { cancelOr, field, openSheet } from "./sheet.js";
import { t } from "./texts.js";

const SHOWN_AT_FIRST = 3;
const ROLES = ["worker", "officer", "branch", "administrator", "person"];

/** Invented people, for a simulator that knows nobody yet. */
const FIRST_PEOPLE = [
  { first_name: "Siti", last_name: "Aminah", phone: "+628120000101", title: "worker", language_code: "id" },
  { first_name: "Budi", last_name: "Santosa", phone: "+628120000102", title: "officer", language_code: "id" },
  {
    first_name: "Rina",
    last_name: "Wulandari",
    phone: "+628120000103",
    title: "branch",
    language_code: "id",
  },
];

export async function loadPeople() {
  const known = await ask("/sim/phones");
  if (known.length > 0) return known;
  const made = [];
  for (const person of FIRST_PEOPLE) made.push(await tell("/sim/phones", person));
  return made;
}

/** Those named in the address (?phones=1,2), else those of the last visit, else the first three. */
export function chosenOf(people) {
  const asked = new URLSearchParams(location.search).get("phones") ?? localStorage.getItem("phones") ?? "";
  const wanted = asked.split(",").map(Number);
  const chosen = people.filter(({ id }) => wanted.includes(id));
  return chosen.length > 0 ? chosen : people.slice(0, SHOWN_AT_FIRST);
}

export const rememberChosen = (ids) => localStorage.setItem("phones", ids.join(","));

/** A menu of the people whose phones are not on the table, and of making a new one; `add(account)` gets the chosen. */
export function openPeople(anchor, others, add) {
  const items = others.map((one) => ({
    label: nameOf(one),
    note: one.title && t(one.title),
    act: () => add(one),
  }));
  openMenu(anchor, [...items, { text: "new_person", act: () => newPerson(add) }]);
}

async function newPerson(add) {
  const role = el(
    "select",
    { name: "title" },
    ...ROLES.map((key) => el("option", { value: key, text: key })),
  );
  const body = [
    field("first_name", "first_name", { required: true, maxlength: 64 }),
    field("last_name", "last_name", { maxlength: 64 }),
    field("phone", "phone_number", {
      inputmode: "tel",
      value: "+62812000" + String(Date.now()).slice(-4),
      required: true,
    }),
    el("label", { class: "field" }, el("span", { text: "role" }), role),
  ];
  const said = await openSheet(null, { title: "add_phone", body, actions: cancelOr("add") });
  if (!said) return;
  const { choice: _, ...person } = said;
  add(await tell("/sim/phones", { ...person, language_code: "id" }));
}
