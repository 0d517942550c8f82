/** Dates and times as the village sees them. Times are Unix seconds. */
import { language, t } from "./texts.js";

/** Hours ahead of UTC; Indonesia has no summer time, so plain sums are safe. */
const ZONES = {
  "Asia/Jakarta": ["WIB", 7],
  "Asia/Pontianak": ["WIB", 7],
  "Asia/Makassar": ["WITA", 8],
  "Asia/Jayapura": ["WIT", 9],
};
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const timeZone = here in ZONES ? here : "Asia/Jakarta";
const [ZONE, AHEAD] = ZONES[timeZone];
const DAY = 86_400;

const locale = () => (language() === "id" ? "id-ID" : "en-GB");
const written = (at, options) =>
  new Intl.DateTimeFormat(locale(), { timeZone, ...options }).format(at * 1000);
const local = (at) => new Date((at + AHEAD * 3600) * 1000);

export const clockTime = (at, { zone = false } = {}) =>
  written(at, { hour: "2-digit", minute: "2-digit" }) + (zone ? ` ${ZONE}` : "");

export const wholeDay = (at) =>
  written(at, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** The day as YYYY-MM-DD. */
export const dayOf = (at) => local(at).toISOString().slice(0, 10);

export function dayName(at, now) {
  if (dayOf(at) === dayOf(now)) return t("today");
  if (dayOf(at) === dayOf(now - DAY)) return t("yesterday");
  const year = dayOf(at).slice(0, 4) === dayOf(now).slice(0, 4) ? undefined : "numeric";
  return written(at, { day: "numeric", month: "long", year });
}

/** The same hour one calendar month later; 31 January becomes the last day of February. */
export function monthLater(at) {
  const day = local(at);
  const wanted = day.getUTCDate();
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() + 1);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(wanted, last));
  return day.getTime() / 1000 - AHEAD * 3600;
}

/** Eight in the morning of a day written YYYY-MM-DD: when the day's reminders are due. */
export const morningOf = (day) => Date.parse(`${day}T08:00:00Z`) / 1000 - AHEAD * 3600;
