import { FileAttachment } from "observablehq:stdlib";
import type { Returns } from "../../loaders/explore/returns.json.js";
import { element } from "../element.js";
import { selectChooser } from "../inputs/choosers.js";
import type { ViewElement } from "../inputs/url-state.js";
import { dataTable } from "../tables/data-table.js";
import { formatDate, formatList } from "../words/format.js";
import { formatCount, formatShare } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { timeOf } from "../words/periods.js";

/** What a check looks for, and what it can mean. No count says which. */
const wording: Record<string, { title: string; means: string }> = {
  "two-providers": {
    title: "At two or more providers in one term",
    means: "Hours may be shared between settings, which is allowed, or the child moved within the term.",
  },
  "two-providers-over-30": {
    title: "At two or more providers, for more than 30 hours together",
    means: "No entitlement pays for more than 30 hours: one of the claims may be wrong.",
  },
  "headcount-not-eligible": {
    title: "With a two-year-old’s place for support, not on that term’s list of eligible families",
    means:
      "The family came onto the list after it was drawn up, lost its right since, or two records were not recognised as one child’s.",
  },
  "headcount-not-registered": {
    title: "In the headcount, not on the child health register",
    means:
      "The child lives outside the city, is new to it, or its records were not recognised as one child’s.",
  },
  "profile-not-registered": {
    title: "In the Profile return, not on the child health register",
    means:
      "The child lives outside the city, is new to it, or its records were not recognised as one child’s.",
  },
  "two-schools": {
    title: "In the Profile return of two schools in one year",
    means: "The child moved and both schools returned it, or two children were taken for one.",
  },
  "two-years": {
    title: "In the Profile returns of two years",
    means: "The child repeated the year, or two children were taken for one.",
  },
};

type Count = Returns["counts"][number];

/** What comes of setting returns beside each other. Not available where no return has come. */
export interface ReturnsInWords {
  available: boolean;
  data: Returns;
  checks: CheckInWords[];
  /** Titles of the checks that cannot be made, with what is missing; empty where all can. */
  missing: string;
}

/** A check in the newest period of its returns. */
export interface CheckInWords {
  available: boolean;
  data: Returns;
  id: string;
  title: string;
  means: string;
  sources: string;
  period: string;
  city: Count;
  /** "317 of 26,985 children (1.2%)". */
  text: string;
  wards: Count[];
}

/** Fetches what comes of setting returns beside each other. */
export async function returns(): Promise<ReturnsInWords> {
  return returnsInWords(await FileAttachment("../../data/returns.json").json<Returns>());
}

/** What a data set of returns tells. */
export function returnsInWords(data: Returns): ReturnsInWords {
  const checks = data.checks.flatMap(({ id, sources }): CheckInWords[] => {
    const own = data.counts.filter(({ check }) => check === id);
    const city = own
      .filter(({ level }) => level === "city")
      .sort((a, b) => ((timeOf(a.period) ?? "") < (timeOf(b.period) ?? "") ? -1 : 1))
      .at(-1);
    if (!city || !wording[id]) return [];
    const { children, of, period } = city;
    return [
      {
        ...{ available: true, data, id, ...wording[id], sources: formatList(sources), period, city },
        text: `${formatCount(children)} of ${formatCount(of)} children (${formatShare(children, of)})`,
        wards: own.filter((count) => count.level === "ward" && count.period === period),
      },
    ];
  });
  const missing = data.checks
    .filter(({ available }) => !available)
    .map(({ id, sources }) => `${wording[id]?.title ?? id} (${formatList(sources)})`);
  return { available: checks.length > 0, data, checks, missing: missing.join("; ") };
}

/** All checks in their newest periods, in the whole city. */
export function checkTable({ data, checks }: ReturnsInWords): HTMLElement {
  if (checks.length === 0) return nothingToTell();
  return dataTable({
    caption: "Returns set beside each other, whole city",
    table: {
      columns: [
        { key: "name", label: "Check" },
        { key: "period", label: "Period" },
        { key: "children", label: "Children", unit: "children" },
        { key: "of", label: "Of", unit: "children" },
        { key: "share", label: "Share" },
        { key: "means", label: "What it can mean" },
      ],
      rows: checks.map(({ title, period, city, means }) => ({
        ...{ name: title, period, children: city.children, of: city.of, means },
        share: formatShare(city.children, city.of),
      })),
    },
    ...origin(data, checks),
  });
}

/** A choice among the checks. Its value is the check. */
export function chooseCheck({ data, checks }: ReturnsInWords): ViewElement<CheckInWords> {
  const none = {
    available: false,
    data,
    id: "",
    title: "",
    means: "",
    sources: "",
    period: "",
    text: "",
    wards: [],
  };
  if (checks.length === 0)
    return Object.assign(nothingToTell(), {
      value: { ...none, city: undefined },
    }) as unknown as ViewElement<CheckInWords>;
  const select = selectChooser({
    label: "Check",
    options: checks.map(({ id, title }) => [id, title] as const),
  });
  return Object.defineProperty(element("div", { class: "ey-controls" }, select), "value", {
    get: () => checks.find(({ id }) => id === select.value),
  }) as unknown as ViewElement<CheckInWords>;
}

/** A check by ward, the wards with the most such children first. */
export function wardTable({ data, title, period, wards, sources }: CheckInWords): HTMLElement {
  if (wards.length === 0) return nothingToTell();
  const names = new Map(data.areas.map(({ code, name }) => [code, name]));
  return dataTable({
    caption: `${title}, ${period}`,
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "children", label: "Children", unit: "children" },
        { key: "of", label: "Of", unit: "children" },
      ],
      rows: wards
        .toSorted((a, b) => b.children - a.children || (a.area < b.area ? -1 : 1))
        .map(({ area, children, of }) => ({ name: names.get(area) ?? area, children, of })),
    },
    source: sources,
    asOf: formatDate(data.asOf),
    sample: data.sample,
  });
}

function origin({ asOf, sample, checks: all }: Returns, checks: readonly CheckInWords[]) {
  const shownChecks = all.filter(({ id }) => checks.some((check) => check.id === id));
  return {
    source: formatList([...new Set(shownChecks.flatMap(({ sources }) => sources))]),
    asOf: formatDate(asOf),
    sample,
  };
}
