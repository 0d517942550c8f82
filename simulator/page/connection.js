/** The way to the simulator: requests, and the stream of events that comes back. */
const KINDS = [
  "message",
  "edit",
  "delete",
  "callback_answer",
  "typing",
  "reply_keyboard",
  "commands",
  "clock",
  "status",
];
const RETRY_MS = 1000;

async function answerOf(response) {
  if (response.ok) return response.json();
  throw new Error(`${response.status} ${await response.text()}`);
}

export const ask = async (path) => answerOf(await fetch(path));

export const tell = async (path, what = {}) =>
  answerOf(
    await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(what),
    }),
  );

export const upload = async (path, form) => answerOf(await fetch(path, { method: "POST", body: form }));

/** One stream for all phones: browsers allow only six connections to one address. */
export class Events {
  /** `heard(kind, what)` gets every event; `changed(connected)` each opening and each break. */
  constructor(heard, changed) {
    this.heard = heard;
    this.changed = changed;
  }

  listen(ids) {
    this.ids = ids;
    this.source?.close();
    clearTimeout(this.timer);
    if (ids.length === 0) return;
    this.source = new EventSource(`/sim/events?${ids.map((id) => `phone=${id}`).join("&")}`);
    this.source.onopen = () => this.changed(true);
    this.source.onerror = () => this.broken();
    for (const kind of KINDS) {
      this.source.addEventListener(kind, (event) => this.heard(kind, JSON.parse(event.data)));
    }
  }

  /** Left to itself the browser waits longer, and gives up for good when the answer was an error. */
  broken() {
    this.source.close();
    this.changed(false);
    this.timer = setTimeout(() => this.listen(this.ids), RETRY_MS);
  }
}
