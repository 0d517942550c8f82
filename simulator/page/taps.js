/** The buttons under messages: each waits for the bot's answer, which comes as a notice or an alert. */
import { tell } from "./connection.js";
import { notice, openSheet } from "./sheet.js";
import { el } from "./dom.js";
import { dress } from "./signs.js";
import { t } from "./texts.js";

/** A page that a phone opens over the village's own network has no clipboard of the modern kind. */
function copiedOldWay(text) {
  const field = el("textarea", {}, text);
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

const PATIENCE_MS = 15_000;

export class Taps {
  constructor(phone) {
    this.phone = phone;
    this.waiting = new Set();
    this.asked = new Map();
    this.early = new Map();
  }

  keyOf(message, button) {
    return `${message.message_id} ${button.callback_data}`;
  }

  waits(message, button) {
    return this.waiting.has(this.keyOf(message, button));
  }

  tap(message, button, element) {
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (!button.callback_data) return notice(this.phone.root, t("not_here"));
    return this.ask(message, button, element);
  }

  async ask(message, button, element) {
    const key = this.keyOf(message, button);
    if (this.waiting.has(key)) return;
    this.waiting.add(key);
    element.setAttribute("aria-busy", "true");
    const what = this.phone.inChat({ message_id: message.message_id, data: button.callback_data });
    const sent = await this.phone.sending(() => tell(this.phone.path("tap"), what));
    const done = () => this.release(key, element);
    if (!sent) done();
    else this.await(sent.callback_query_id, done);
  }

  /** The answer may overtake the reply that names the query it belongs to. */
  await(query, done) {
    if (this.early.has(query)) {
      done();
      this.tellAnswer(this.early.get(query));
      this.early.delete(query);
      return;
    }
    const timer = setTimeout(() => this.giveUp(query), PATIENCE_MS);
    this.asked.set(query, { done, timer });
  }

  giveUp(query) {
    this.asked.get(query).done();
    notice(this.phone.root, t("no_answer"));
  }

  release(key, element) {
    this.waiting.delete(key);
    const [id] = key.split(" ");
    const busy = this.phone.root.querySelectorAll(`[data-message="${id}"] [aria-busy]`);
    for (const each of [element, ...busy]) each.removeAttribute("aria-busy");
  }

  answered(answer) {
    const asked = this.asked.get(answer.callback_query_id);
    this.asked.delete(answer.callback_query_id);
    if (!asked) return this.early.set(answer.callback_query_id, answer);
    clearTimeout(asked.timer);
    asked.done();
    return this.tellAnswer(answer);
  }

  tellAnswer({ text, show_alert }) {
    if (!text) return null;
    if (!show_alert) return notice(this.phone.root, text);
    const body = [dress(el("p", {}, text))];
    return openSheet(this.phone.root, { body, actions: [["ok", "ok"]], role: "alertdialog" });
  }

  async copy(text) {
    const copied =
      (await navigator.clipboard?.writeText(text).then(
        () => true,
        () => false,
      )) ?? copiedOldWay(text);
    notice(this.phone.root, t(copied ? "copied" : "not_copied"));
  }
}
