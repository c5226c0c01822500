import { FileAttachment } from "observablehq:stdlib";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { Freshness } from "../../loaders/briefings/freshness.json.js";
import { ageText, freshnessOf, freshnessText, today } from "../catalogue/freshness.js";
import { element } from "../element.js";
import { formatDate, formatList, plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import { hasValue } from "../words/status.js";

/** A source whose figures the briefing shows although they are old, or newer ones were refused. */
export interface HeldSource {
  id: string;
  title: string;
  /** "Out of date since 1 September 2026". */
  state: string;
  /** The measures that rest on it, by name. */
  measures: string[];
  /** The last day that it covers, with its age. */
  covers: string;
}

/** Which figures of the briefing are old or held back. */
export interface Held {
  available: boolean;
  sources: HeldSource[];
  text: string;
}

/** Fetches how old the sources of the briefing's figures are, today by the reader's clock. */
export async function held(data: Briefing): Promise<Held> {
  return heldOf(data, await FileAttachment("../../data/freshness.json").json<Freshness>(), today());
}

/** Which figures of a briefing are old or held back on a day, year-month-day. */
export function heldOf(data: Briefing, { sources }: Freshness, day: string): Held {
  const rests = new Map<string, Set<string>>();
  const names = new Map(data.indicators.map(({ id, shortName }) => [id, shortName]));
  for (const row of [...data.wards, ...data.series].filter(hasValue)) {
    const id = row.source_id ?? row.source;
    rests.set(id, (rests.get(id) ?? new Set()).add(names.get(row.indicator) ?? row.indicator));
  }
  const used = sources.filter(({ id }) => rests.has(id));
  const found = used
    .filter((source) => ["overdue", "old", "refused"].includes(freshnessOf(source, day)))
    .map((source) => ({
      id: source.id,
      title: source.title,
      state: freshnessText(source, day),
      measures: [...rests.get(source.id)!],
      covers: coversText(source, day),
    }));
  return {
    available: found.length > 0,
    sources: found,
    text:
      used.length === 0
        ? "No figure of this briefing has come yet."
        : found.length === 0
          ? `None of the ${plural(used.length, "source")} of these figures is known to be out of date.`
          : `${found.length === used.length && used.length > 1 ? "All" : `${found.length} of the`} ${plural(used.length, "source")} of these figures ${found.length === 1 ? "is late or out of date, or has" : "are late or out of date, or have"} a newest extract that was refused.`,
  };
}

function coversText({ covers, received }: Freshness["sources"][number], day: string): string {
  if (!covers) return "nothing says what days it covers";
  const upTo = `covers up to ${formatDate(covers.to)}`;
  return covers.to < day ? `${upTo}, ${ageText({ covers, received }, day)} ago` : upTo;
}

/** The sources whose figures are old or held back, with what rests on each and where to read more. */
export function heldSources({ sources }: Held): HTMLElement {
  if (sources.length === 0) return nothingToTell();
  return element(
    "ul",
    { class: "ey-held" },
    ...sources.map(({ id, title, state, measures, covers }) =>
      element(
        "li",
        {},
        element("a", { href: `./catalogue#${id}` }, title),
        `: ${state}; ${covers}. It is behind: ${formatList(measures)}.`,
      ),
    ),
  );
}
