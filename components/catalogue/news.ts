import { FileAttachment } from "observablehq:stdlib";
import type { Freshness } from "../../loaders/briefings/freshness.json.js";
import { element } from "../element.js";
import { formatDate, plural } from "../words/format.js";
import { changeList } from "./change-list.js";
import { today } from "./freshness.js";
import { freshnessTables, stateSummary } from "./freshness-table.js";
import { ruleWarnings } from "./rule-warnings.js";

/** How fresh everything is, on a day. */
export interface FreshnessInWords {
  data: Freshness;
  city: string;
  /** Year-month-day, and in words. */
  day: string;
  date: string;
  /** "39 sources: 14 in date, 2 overdue". */
  states: string;
}

/** Fetches how fresh each source is, today by the reader's clock. */
export async function freshness(): Promise<FreshnessInWords> {
  const data = await FileAttachment("../../data/freshness.json").json<Freshness>();
  const day = today();
  return {
    data,
    city: data.city,
    day,
    date: formatDate(day),
    states: `${plural(data.sources.length, "source")}: ${stateSummary(data.sources, day)}`,
  };
}

/** The sources by kind with their ages and states. `catalogue` is the address of the catalogue from the page. */
export function sourceAges(freshness: FreshnessInWords, { catalogue }: { catalogue: string }): HTMLElement {
  const { data, day } = freshness;
  return freshnessTables(data.sources, { day, catalogue });
}

/** The rules that pages tell families, and until when each holds. */
export function rulesKept(freshness: FreshnessInWords): HTMLElement {
  const { data, day } = freshness;
  return ruleWarnings(data.rules, day) ?? element("p", {}, "No rules are kept.");
}

/** What the last refresh that brought or refused anything did. */
export function lastChange(freshness: FreshnessInWords): HTMLElement {
  const { data } = freshness;
  return changeList(data.lastChange);
}
