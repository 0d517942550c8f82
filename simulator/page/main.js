/** Puts the phones on the table and passes each event to those it concerns. */
import { Clock } from "./clock.js";
import { Events, ask } from "./connection.js";
import { button, el, iconButton, translateAll } from "./dom.js";
import { icon } from "./icons.js";
import { chosenOf, loadPeople, openPeople, rememberChosen } from "./people.js";
import { Phone } from "./phone.js";
import { notice } from "./sheet.js";
import { Tabs } from "./tabs.js";
import { language, switchLanguage, t } from "./texts.js";

const at = (id) => document.getElementById(id);

let phones = [];
let people = [];
let wasConnected = true;

const tabs = new Tabs(at("tabs"));
const clock = new Clock(at("clock"), (error) => sayToAll(t(error ? "not_sent" : "clock_moved")));
const events = new Events(heard, connected);
const world = { now: () => clock.now(), people: () => people, counted, close };

function heard(kind, what) {
  if (kind === "clock") clock.hear(what);
  for (const phone of phones) phone.hear(kind, what);
}

/** What was missed while the line was down is asked for again, as a whole. */
function connected(isConnected) {
  document.body.classList.toggle("offline", !isConnected);
  if (!isConnected && wasConnected) sayToAll(t("offline"));
  if (isConnected && !wasConnected) {
    sayToAll(t("online"));
    renew();
  }
  wasConnected = isConnected;
}

function sayToAll(text) {
  for (const phone of phones) notice(phone.root, text);
}

function renew() {
  return Promise.all([clock.load(), ...phones.map((phone) => phone.load())]);
}

function counted(phone) {
  tabs.count(phone);
  const all = phones.reduce((sum, { unread }) => sum + unread, 0);
  document.title = all > 0 ? `(${all}) Sasar` : `Sasar · ${t("practice")}`;
}

function lay(accounts, chosen) {
  const kept = new Map(phones.map((phone) => [phone.account.id, phone]));
  phones = accounts.map((account) => kept.get(account.id) ?? new Phone(account, world));
  at("stage").replaceChildren(...phones.map(({ root }) => root));
  if (phones.length === 0) at("stage").append(el("p", { class: "hello", text: "empty_stage" }));
  tabs.show(phones, chosen ?? tabs.chosen);
  events.listen(phones.map(({ account }) => account.id));
  return Promise.all(phones.filter(({ account }) => !kept.has(account.id)).map((phone) => phone.load()));
}

async function add(account) {
  people = [...people.filter(({ id }) => id !== account.id), account];
  await relay([...phones.map((phone) => phone.account), account]);
  const added = phones.at(-1);
  tabs.choose(added);
  added.root.scrollIntoView({ inline: "end", block: "nearest" });
  added.composer.input.focus();
}

function close(closed) {
  return relay(phones.filter((phone) => phone !== closed).map(({ account }) => account));
}

function relay(accounts) {
  rememberChosen(accounts.map(({ id }) => id));
  return lay(accounts);
}

async function openAdding(event) {
  const anchor = event.currentTarget;
  people = await ask("/sim/phones");
  openPeople(
    anchor,
    people.filter(({ id }) => !phones.some(({ account }) => account.id === id)),
    add,
  );
}

function changeLanguage(button) {
  switchLanguage();
  document.documentElement.lang = language();
  button.textContent = language().toUpperCase();
  translateAll();
  clock.show();
  for (const phone of phones) phone.messages.redraw();
}

function drawControls() {
  const speak = (event) => changeLanguage(event.currentTarget);
  at("controls").append(
    button("chip language", speak, { label: "language" }, language().toUpperCase()),
    iconButton(icon("plus"), "add_phone", openAdding, { "aria-haspopup": "menu" }),
  );
}

async function begin() {
  document.documentElement.lang = language();
  translateAll();
  drawControls();
  await clock.load();
  people = await loadPeople();
  await lay(chosenOf(people));
  document.body.dataset.ready = "true";
}

document.addEventListener("visibilitychange", () => phones.forEach(({ messages }) => messages.tellSeen()));
begin();
