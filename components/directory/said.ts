import type { Speaker } from "../messages/speaker.js";
import type { Inspection, Service, ServiceKind, Session } from "./service.js";

/** What a service is, in the words of families and in their language. */
export function kindSaid({ say }: Speaker, kind: ServiceKind): string {
  return say(`places.kind.${kind}`);
}

/** “Monday to Friday, 7:30am to 6pm”. */
export function sessionSaid(speaker: Speaker, { days, opens, closes, what }: Session): string {
  const order = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
  const names = speaker.weekdays();
  const at = days
    .split(",")
    .map((day) => order.indexOf(day))
    .filter((day) => day >= 0);
  const isRun = at.length > 2 && at.every((day, i) => i === 0 || day === at[i - 1]! + 1);
  const when = isRun
    ? speaker.say("places.days", { first: names[at[0]!]!, last: names[at.at(-1)!]! })
    : at.map((day) => names[day]).join(", ");
  const said = speaker.say("places.session", {
    days: when,
    opens: speaker.time(opens),
    closes: speaker.time(closes),
  });
  return what ? `${what}: ${said}` : said;
}

/** When a service is open, a sentence a session; that one has to ring where it is not known. */
export function openingSaid(speaker: Speaker, { sessions = [], weeks }: Service): string[] {
  const { say } = speaker;
  const year =
    weeks === undefined
      ? []
      : [say(weeks >= 45 ? "places.open.all-year" : weeks >= 36 ? "places.open.term" : "places.open.part")];
  return sessions.length === 0
    ? [say("places.open.ask"), ...year]
    : [...sessions.map((session) => sessionSaid(speaker, session)), ...year];
}

/** “Ages 2 to 4”, as far as it is known. */
export function agesSaid({ say }: Speaker, { youngest, oldest }: Service): string | undefined {
  if (youngest === undefined && oldest === undefined) return undefined;
  if (!youngest)
    return oldest === undefined ? say("places.ages.birth") : say("places.ages.birthTo", { oldest });
  return oldest === undefined
    ? say("places.ages.from", { youngest })
    : say("places.ages.range", { youngest, oldest });
}

/** “Takes funded two-year-olds and hours for working parents”; undefined where it is not known. */
export function fundedSaid({ say, list }: Speaker, { funded }: Service): string | undefined {
  if (funded === undefined) return undefined;
  if (funded.length === 0) return say("places.takesNone");
  return say("places.takes", { list: list(funded.map((one) => say(`places.funded.${one}`))) });
}

/** What the inspectorate found, each finding with its date, under the rules of its time. Grades are its own words. */
export function inspectionSaid({ say }: Speaker, inspection: Inspection | undefined): string[] {
  const { overall, areas } = inspection ?? {};
  const on = (what: string, date: string | null) => (date ? say("places.judged.on", { what, date }) : what);
  const found: string[] = [];
  if (areas) {
    const grades = areas.grades.map(({ area, grade }) => `${area}: ${grade}`).join("; ");
    const met = areas.safeguarding && say("places.judged.safeguarding", { met: areas.safeguarding });
    found.push(on([grades || say("places.judged.areas"), met].filter(Boolean).join("; "), areas.date));
  }
  if (overall?.grade) {
    const grade = `${overall.grade.charAt(0).toUpperCase()}${overall.grade.slice(1)}`;
    const what = on(say("places.judged.overall", { grade }), overall.date);
    found.push(areas ? say("places.judged.old", { what }) : what);
  } else if (overall)
    found.push(
      overall.date ? say("places.judged.noGrade", { date: overall.date }) : say("places.judged.none"),
    );
  return found;
}

/** When what is said was last confirmed. */
export function confirmedSaid({ say }: Speaker, { confirmed }: Service): string {
  return confirmed ? say("places.confirmed", { date: confirmed }) : say("places.notConfirmed");
}
