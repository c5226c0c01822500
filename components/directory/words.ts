import { formatDate } from "../words/format.js";
import type { Inspection, Service, Session } from "./service.js";

/** A time of day as families write it: “7:30am”, “6pm”. */
export function timeOfDay(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const half = hour < 12 ? "am" : "pm";
  return `${hour % 12 || 12}${minute ? `:${String(minute).padStart(2, "0")}` : ""}${half}`;
}

const dayNames: Record<string, string> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};

/** “Monday to Friday, 7:30am to 6pm”. */
export function sessionWords({ days, opens, closes, what }: Session): string {
  const list = days.split(",").filter((day) => day in dayNames);
  const order = Object.keys(dayNames);
  const isRun =
    list.length > 2 &&
    list.every((day, i) => i === 0 || order.indexOf(day) === order.indexOf(list[i - 1]!) + 1);
  const when = isRun
    ? `${dayNames[list[0]!]} to ${dayNames[list.at(-1)!]}`
    : list.map((day) => dayNames[day]).join(", ");
  return [what, `${when}${when ? ", " : ""}${timeOfDay(opens)} to ${timeOfDay(closes)}`]
    .filter(Boolean)
    .join(": ");
}

/** When a service is open, a sentence a session; “Ring to ask when it is open.” where that is not known. */
export function openingWords({ sessions = [], weeks }: Service): string[] {
  const year =
    weeks === undefined
      ? []
      : [weeks >= 45 ? "Open all year" : weeks >= 36 ? "Open in term time" : "Open part of the year"];
  return sessions.length === 0
    ? ["Ring to ask when it is open", ...year]
    : [...sessions.map(sessionWords), ...year];
}

/** What the inspectorate found, each finding with its date, under the rules of its time. */
export function inspectionWords(inspection: Inspection | undefined): string[] {
  const { overall, areas } = inspection ?? {};
  const on = (date: string | null) => (date ? `, inspected ${formatDate(date)}` : "");
  const words: string[] = [];
  if (areas)
    words.push(
      `${areas.grades.map(({ area, grade }) => `${area}: ${grade}`).join("; ") || "Inspected area by area"}${areas.safeguarding ? `; safeguarding standards ${areas.safeguarding}` : ""}${on(areas.date)}`,
    );
  if (overall)
    words.push(
      overall.grade
        ? `${overall.grade.charAt(0).toUpperCase()}${overall.grade.slice(1)} overall${on(overall.date)}${areas ? " (under the rules before November 2025)" : ""}`
        : overall.date
          ? `Inspected ${formatDate(overall.date)}, without one overall grade`
          : "Not inspected yet",
    );
  return words;
}

/** The inspectorate's reports on a register's number; undefined where there is none. */
export function reportsAddress(urn: string | undefined): string | undefined {
  return urn === undefined ? undefined : `https://reports.ofsted.gov.uk/search?q=${encodeURIComponent(urn)}`;
}
