/** The clock bar: the simulated time, and the steps that move it so that reminders come. */
import { ask, tell } from "./connection.js";
import { clockTime, dayOf, monthLater, morningOf, wholeDay } from "./dates.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";

const HOUR = 3600;
/** A later day begins in its morning: whoever practises in the evening would else meet the quiet hours only. */
const morningAt = (at) => ({ now: morningOf(dayOf(at)) });
const STEPS = {
  hour: () => ({ advance: HOUR }),
  day: (now) => morningAt(now + 24 * HOUR),
  week: (now) => morningAt(now + 7 * 24 * HOUR),
  month: (now) => morningAt(monthLater(now)),
};

export class Clock {
  /** `told(error)` hears how each move went; the error is null when it went well. */
  constructor(place, told) {
    this.told = told;
    this.ahead = 0;
    this.time = el("time", {});
    const reset = button("chip reset", () => this.move({ reset: true }), { text: "clock_reset" });
    const steps = Object.keys(STEPS).map((step) => this.stepButton(step));
    this.moves = el("div", { class: "moves", id: "moves" }, ...steps, this.dateForm(), reset);
    const folded = { label: "clock_open", "aria-expanded": "false", "aria-controls": "moves" };
    this.opener = button("now", () => this.toggle(), folded, icon("clock"), this.time);
    place.append(this.opener, this.moves);
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    document.addEventListener("pointerdown", (event) => place.contains(event.target) || this.toggle(false));
    setInterval(() => this.show(), 1000);
  }

  now() {
    return Date.now() / 1000 + this.ahead;
  }

  async load() {
    this.hear(await ask("/sim/clock"));
  }

  hear({ now }) {
    this.ahead = now - Date.now() / 1000;
    this.show();
  }

  show() {
    const [day, time] = [wholeDay(this.now()), clockTime(this.now(), { zone: true })];
    if (this.time.textContent === `${day} ${time}`) return;
    this.time.replaceChildren(el("span", {}, day), " ", el("span", {}, time));
    this.date.min = dayOf(this.now() + 24 * HOUR);
  }

  stepButton(step) {
    return button("chip", () => this.move(STEPS[step](this.now())), { text: step });
  }

  dateForm() {
    this.date = el("input", { type: "date", label: "to_date", required: true });
    const go = (event) => {
      event.preventDefault();
      this.move({ now: morningOf(this.date.value) });
    };
    return el(
      "form",
      { class: "to-date", on: { submit: go } },
      this.date,
      el("button", { class: "chip", text: "go" }),
    );
  }

  async move(how) {
    try {
      this.hear(await tell("/sim/clock", how));
      this.told(null);
    } catch (error) {
      this.told(error);
    }
  }

  /** On a narrow screen the steps lie behind the time. */
  toggle(isOpen = this.opener.getAttribute("aria-expanded") === "false") {
    this.opener.setAttribute("aria-expanded", String(isOpen));
  }
}
