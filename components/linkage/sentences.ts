import { FileAttachment } from "observablehq:stdlib";
import type { Linkage } from "../../loaders/briefings/linkage.json.js";
import { element } from "../element.js";
import { capital, formatDate, formatList, inSentence, plural } from "../words/format.js";
import { type Numbered, number } from "../words/narrative.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { originOf, registerTitle, sourceTitle } from "./linkage-figures.js";
import {
  behind,
  changesByThreshold,
  type Group,
  groupName,
  outcomeTotals,
  ratesWithRegister,
  wholeOf,
} from "./linkage-findings.js";

/** A source's link rate with the register. Not available where there is no register to measure by. */
interface Rate {
  available: boolean;
  /** As a sentence names it: "health visitors’ reviews". */
  source: string;
  rate: Numbered;
  /** Children found there, and of how many. */
  found: Numbered;
  children: Numbered;
}

/** How well records were linked, as a page tells it. What there is nothing to tell of is there too, and not available. */
export interface LinkageInWords {
  data: Linkage;
  city: string;
  /** As a sentence names it: "the child health register". */
  register: string;
  /** Records of all sources, and what share of them was joined to another. */
  records: { available: boolean; text: string; joined: string };
  /** Sources with their link rates, the lowest first. */
  rates: ReturnType<typeof ratesWithRegister>;
  lowest: Rate;
  highest: Rate;
  /** Whether some children are found less often than others, in a sentence. */
  missed: string;
  unlinkable: { available: boolean; text: string; commonest: string; source: string; most: Numbered };
  threshold: Numbered;
  /** How far link rates would move with the threshold. Not available where no pair was compared. */
  moves: { available: boolean; most: HTMLElement; little: boolean };
  /** What the model's parameters were estimated from, in a sentence; empty where there is no model. */
  parameters: string;
}

/** Fetches how well records were linked. */
export async function linkage(): Promise<LinkageInWords> {
  return linkageInWords(await FileAttachment("../../data/linkage.json").json<Linkage>());
}

/** What a data set of linkage tells. */
export function linkageInWords(data: Linkage): LinkageInWords {
  const rates = ratesWithRegister(data).sort((a, b) => a.rate.value! - b.rate.value!);
  const totals = outcomeTotals(data);
  const records = totals.reduce((sum, total) => sum + total.records, 0);
  const matched = totals.find(({ outcome }) => outcome === "match")?.records ?? 0;
  const unlinkable = data.unlinkable.toSorted((a, b) => b.records - a.records);
  const [commonest] = unlinkable;
  const { match } = data.settings;
  return {
    data,
    city: data.city,
    register: registerTitle(data),
    records: {
      available: records > 0,
      text: formatCount(records),
      joined: records > 0 ? percent((100 * matched) / records) : "none",
    },
    rates,
    lowest: rateOf(data, rates[0]),
    highest: rateOf(data, rates.at(-1)),
    missed: missedText(data, rates),
    unlinkable: {
      available: unlinkable.length > 0,
      text: plural(
        unlinkable.reduce((sum, row) => sum + row.records, 0),
        "record",
      ),
      commonest: commonest?.reason ?? "none",
      source: commonest ? inSentence(sourceTitle(data, commonest.source)) : "no source",
      most: counted(
        data,
        plural(commonest?.records ?? 0, "record"),
        `Records with ${commonest?.reason ?? "nothing wrong"}`,
        commonest && [commonest.source],
      ),
    },
    threshold: counted(
      data,
      String(match ?? changesByThreshold(data)[0]?.now.threshold ?? "none"),
      "Threshold of a match",
    ),
    moves: movesOf(data),
    parameters: parametersText(data),
  };
}

/** How one source's children were linked to the register, group by group. */
export interface SourceInWords {
  available: boolean;
  data: Linkage;
  source: string;
  /** As a sentence names it. */
  name: string;
  /** Children known to live in the city, and the share of them that is found. */
  children: Numbered;
  found: Numbered;
  /** Who is left out, in a sentence; empty where nobody is. */
  elsewhere: string;
  /** The groups that are found less often by more than chance, in a sentence. */
  behind: HTMLElement;
  wards: string;
  /** Why there is nothing to tell. */
  why: HTMLElement;
}

/** One source's children, by its id; an empty id where no source is measured. */
export function sourceInWords(linkage: LinkageInWords, source: string): SourceInWords {
  const { data, rates } = linkage;
  const whole = wholeOf(data, source);
  const ids = data.register ? [source, data.register] : [source];
  const of = (text: string, measure: string) => counted(data, text, measure, ids);
  const wards = behind(data, source, ["ward"]);
  const elsewhere = (rates.find(({ id }) => id === source)?.rate.persons ?? 0) - (whole?.persons ?? 0);
  return {
    available: whole !== undefined,
    data,
    source,
    name: source ? inSentence(sourceTitle(data, source)) : "no source",
    children: of(formatCount(whole?.persons ?? 0), "Children known to live in the city"),
    found: of(percent(whole?.value ?? 0), found),
    elsewhere:
      elsewhere > 0
        ? `${capital(plural(elsewhere, "child", "children"))} whose home is elsewhere or not known ${elsewhere === 1 ? "is" : "are"} left out here: another city’s register may hold them.`
        : "",
    behind: behindText(behind(data, source), data, of),
    wards:
      wards.length === 0
        ? "none lies below all children by more than chance"
        : `${plural(wards.length, "ward")} ${wards.length === 1 ? "lies" : "lie"} below all children by more than chance${wards.length <= 8 ? `: ${formatList(wards.map((ward) => groupName(data, ward)))}` : ""}`,
    why: whyNot(data, source),
  };
}

const found = "Children found in the register";

function percent(value: number): string {
  return formatNumber(value, "percent");
}

/** A text in a sentence with where it comes from: sources by id, or all of records. */
function counted(data: Linkage, text: string, measure: string, ids?: readonly string[]): Numbered {
  const { source, asOf, sample = false } = originOf(data, ids);
  return { text, origin: { measure, period: "at the last refresh", source, asOf, sample } };
}

function rateOf(data: Linkage, source: ReturnType<typeof ratesWithRegister>[number] | undefined): Rate {
  const ids = source && data.register ? [source.id, data.register] : undefined;
  return {
    available: source !== undefined,
    source: source ? inSentence(source.title) : "no source",
    rate: counted(data, percent(source?.rate.value ?? 0), found, ids),
    found: counted(data, formatCount(source?.rate.linked ?? 0), found, ids),
    children: counted(data, formatCount(source?.rate.persons ?? 0), "Children", source && [source.id]),
  };
}

function missedText(data: Linkage, rates: LinkageInWords["rates"]): string {
  const missed = rates.filter(({ id }) => behind(data, id).length > 0);
  return missed.length === 0
    ? "No ethnic group, deprivation fifth or sex is linked less often than others by more than chance would give."
    : `Linkage finds some children less often than others, by more than chance would give, in ${missed.length} of ${plural(rates.length, "source")}.`;
}

function behindText(
  groups: readonly Group[],
  data: Linkage,
  of: (text: string, measure: string) => Numbered,
): HTMLElement {
  if (groups.length === 0)
    return element(
      "span",
      {},
      "No ethnic group, deprivation fifth or sex lies below that by more than chance.",
    );
  const named = groups.slice(0, 6);
  return element(
    "span",
    {},
    "Below that by more than chance: ",
    ...named.flatMap((group, i) => {
      const label = groupLabel(data, group);
      return [
        `${i === 0 ? "" : i === named.length - 1 ? " and " : ", "}${label} (`,
        number(of(percent(group.value!), `${found}, ${label}`)),
        ")",
      ];
    }),
    ".",
  );
}

function groupLabel(data: Linkage, group: Group): string {
  const label = groupName(data, group);
  if (group.breakdown === "deprivation_quintile") return `deprivation fifth ${label}`;
  return group.breakdown === "sex" ? label.toLowerCase() : label;
}

function whyNot(data: Linkage, source: string): HTMLElement {
  if (!source)
    return element(
      "p",
      { class: "ey-empty" },
      "No source is measured against a register yet, so there are no groups to set beside each other.",
    );
  return element(
    "p",
    { class: "ey-empty" },
    `Which children of ${inSentence(sourceTitle(data, source))} live in ${data.city} is not known, so its groups are not set beside each other. That takes the look-up of `,
    element("a", { href: "./catalogue#lsoa-ward-lookup" }, "small areas and wards"),
    ".",
  );
}

function movesOf(data: Linkage): LinkageInWords["moves"] {
  const moved = changesByThreshold(data).flatMap(({ label, shifted }) =>
    shifted.map((shift) => ({ ...shift, label })),
  );
  const most = moved.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))[0];
  const size = Math.abs(most?.change ?? 0);
  const isSeen = most !== undefined && size >= 0.05;
  return {
    available: most !== undefined,
    little: size < 0.5,
    most: isSeen
      ? element(
          "span",
          {},
          "The largest move at any threshold tried is ",
          number(
            counted(
              data,
              formatNumber(size, "percentage points"),
              `Change in the share found, ${most.label}`,
            ),
          ),
          ` ${most.change < 0 ? "down" : "up"}, in ${inSentence(most.label)}.`,
        )
      : element(
          "span",
          {},
          "Here it makes no difference that one could see: hardly any link hangs on the model’s doubtful pairs.",
        ),
  };
}

function parametersText({ parameters, sample, city }: Linkage): string {
  if (!parameters) return "";
  const from = `${formatCount(parameters.records)} records on ${formatDate(parameters.on)}`;
  if (parameters.of !== "the sample")
    return `What each agreement is worth was estimated from ${from}, of ${city}’s own records.`;
  const others = sample
    ? ""
    : ` They are not ${city}’s: the first refresh with enough of its own records estimates them anew and keeps them. Until then read link rates with care.`;
  return `What each agreement is worth was estimated from ${from}, of the generated sample.${others}`;
}
