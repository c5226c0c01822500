import type { Catalogue, CatalogueEntry } from "../../loaders/briefings/catalogue.json.js";
import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import type { TableData } from "../tables/table.js";
import { capital, formatDate, formatList, plural } from "../words/format.js";
import { formatCount, formatShare } from "../words/numbers.js";
import { contactCard, telephoneLink } from "./contact-card.js";
import {
  ageText,
  asOfText,
  coversText,
  dueText,
  type FreshnessState,
  freshnessBadge,
  freshnessOf,
  freshnessText,
} from "./freshness.js";
import { reportLink } from "./report-link.js";
import { type Kind, kindWords } from "./source-kinds.js";

/** How a source's data must be kept, in words. */
export const sensitivityWords: Record<CatalogueEntry["sensitivity"], string> = {
  "personal-special-category": "Personal, special category",
  personal: "Personal",
  official: "Official",
  open: "Open",
};

/** What a reader asks the catalogue for. An empty text lets everything through. */
export interface CatalogueSearch {
  /** Words that must all occur, in any order. */
  words: string;
  state: FreshnessState | "";
  kind: Kind | "";
}

/** The entries that fit a search on a day. */
export function searchCatalogue(
  entries: readonly CatalogueEntry[],
  { words, state, kind }: CatalogueSearch,
  day: string,
): CatalogueEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (state && freshnessOf(entry, day) !== state) return false;
    if (kind && entry.kind !== kind) return false;
    const text = searchable(entry);
    return wanted.every((word) => text.includes(word));
  });
}

function searchable({
  id,
  title,
  description,
  owner,
  steward,
  keywords,
  columns,
  licence,
}: CatalogueEntry): string {
  const teams = [owner, steward].flatMap((team) => [team.organisation, team.team, team.role, team.email]);
  return [id, title, description, licence, ...teams, ...keywords, ...columns.map((c) => c.name)]
    .join(" ")
    .toLowerCase();
}

/** The cards of sources, under a heading for each kind that occurs. */
export function sourceCards(
  entries: readonly CatalogueEntry[],
  cardOf: (entry: CatalogueEntry) => HTMLElement,
): HTMLElement[] {
  const kinds = Object.keys(kindWords) as Kind[];
  return kinds.flatMap((kind) => {
    const cards = entries.filter((entry) => entry.kind === kind).map(cardOf);
    return cards.length > 0 ? [element("h2", {}, kindWords[kind]), ...cards] : [];
  });
}

/** A source with everything that is known of it, closed to its first line until it is opened. */
export function sourceCard(entry: CatalogueEntry, day: string): HTMLDetailsElement {
  const { title, description, steward, owner, page, caveats } = entry;
  return element(
    "details",
    { class: "ey-source-card", id: entry.id },
    element(
      "summary",
      {},
      element("span", { class: "ey-source-title" }, title),
      element("span", { class: "ey-source-state" }, freshnessBadge(entry, day)),
      element(
        "span",
        { class: "ey-source-brief" },
        `${briefAge(entry, day)} · ${steward.team}, ${steward.organisation}`,
      ),
    ),
    element("p", {}, description),
    lateness(entry, day),
    element(
      "div",
      { class: "ey-contacts" },
      contactCard("Steward: prepares the extract, answers questions about it", steward),
      contactCard("Owner: decides about its use", owner),
    ),
    facts([
      ["Covers", entry.received ? coversText(entry.covers) : "no extract"],
      ["Age", ageText(entry, day)],
      ["Published", entry.published ? formatDate(entry.published) : "not known"],
      ["Received", entry.received ? formatDate(entry.received) : "no extract"],
      ["Figures are as of", asOfText(entry)],
      ["In date until", untilText(entry)],
      ["Comes", capital(entry.cadence)],
      ["Next due", dueText(entry.nextDue, day)],
      [
        "Rows in use",
        entry.extracts.length === 0
          ? "none: no extract is in use"
          : `${formatCount(entry.rows)} in ${plural(entry.extracts.length, "extract")}`,
      ],
      ["Rows turned away", rejectedText(entry)],
      ["Kind", kindWords[entry.kind]],
      ["Sensitivity", sensitivityWords[entry.sensitivity]],
      ["Controller", entry.governance.controller],
      ["Lawful basis", entry.governance.lawfulBasis],
      ["Sharing agreement", entry.governance.sharingAgreement],
      ["Impact assessment", entry.governance.dpiaReference],
      ["Kept", keptText(entry.governance.retention)],
      ["Licence", entry.licence],
      ["More about it", page && element("a", { href: page }, page)],
    ]),
    unknownDates(entry),
    caveats.length > 0 && list("What to know before using it", caveats),
    extractTable(entry),
    remarksOf(entry),
    reportOf(entry),
    entry.removed.length > 0 && list("Extracts that are not kept any more", entry.removed.map(removedText)),
    rejectionTable(entry),
    columnTable(entry),
  );
}

function keptText(retention: string): string {
  return retention === "while in use" ? "While in use" : `${retention} after the last day covered`;
}

const whyRemoved = {
  retention: "its retention ended",
  withdrawn: "it was withdrawn",
  erasure: "it could not be read when a child was erased",
} as const;

function removedText({ at, why, coversTo }: CatalogueEntry["removed"][number]): string {
  const what = coversTo ? `An extract that covered days up to ${formatDate(coversTo)}` : "An extract";
  return `${what}: removed on ${formatDate(at)}, because ${whyRemoved[why]}.`;
}

function briefAge(entry: CatalogueEntry, day: string): string {
  if (entry.received === null) return "no extract";
  if (entry.covers === null) return "age not known";
  return entry.covers.to >= day ? "covers today" : `${ageText(entry, day)} old`;
}

function untilText({ received, keepsUntil, cannotJudge }: CatalogueEntry): string {
  if (received === null) return "no extract";
  return keepsUntil ? formatDate(keepsUntil) : `cannot be judged: ${cannotJudge}`;
}

/** The dates of extracts that nothing tells, and how the steward answers; nothing where all are known. */
export function unknownDates({ extracts }: Pick<CatalogueEntry, "extracts">): HTMLElement | null {
  const without = (date: "covers" | "published") => extracts.filter((e) => e[date] === null);
  const [uncovered, unpublished] = [without("covers"), without("published")];
  const [one] = [...uncovered, ...unpublished];
  if (!one) return null;
  const names = (some: CatalogueEntry["extracts"]): string =>
    some.length === extracts.length && some.length > 3
      ? `all ${plural(some.length, "extract")}`
      : formatList(some.map(({ name }) => name));
  const answer = [
    ...(uncovered.includes(one) ? ["covers: { from: 2026-09-01, to: 2026-09-30 }"] : []),
    ...(unpublished.includes(one) ? ["published: 2026-10-15"] : []),
    "saidBy: The supplier’s covering e-mail",
  ];
  return element(
    "details",
    { class: "ey-fold" },
    element("summary", {}, "Dates that are not known"),
    element(
      "ul",
      {},
      ...(uncovered.length > 0 ? [element("li", {}, `What period is covered: ${names(uncovered)}`)] : []),
      ...(unpublished.length > 0 ? [element("li", {}, `When it was published: ${names(unpublished)}`)] : []),
    ),
    element(
      "p",
      {},
      "The steward answers with a small file beside the extract in the inbox, called ",
      element("code", {}, `${one.name}.dates.yaml`),
      ", with what is known in it:",
    ),
    element("pre", {}, answer.join("\n")),
  );
}

/** What is wrong with a source's delivery, and whom to ring about it; nothing while it is in date. */
export function lateness(entry: CatalogueEntry, day: string): HTMLElement | null {
  const state = freshnessOf(entry, day);
  if (state === "current") return null;
  const { steward, owner } = entry;
  const refusal = entry.refused.at(-1);
  const wrong = {
    overdue: `${freshnessText(entry, day)}. Figures as of ${asOfText(entry)}, stay in use until it comes.`,
    old: `${freshnessText(entry, day)}: it covers ${coversText(entry.covers)}. Its figures stay in use until a newer extract comes.`,
    unknown: `${freshnessText(entry, day)}.`,
    refused: `${refusal?.reason ?? ""} ${entry.received ? "The last good extract stays in use." : "No extract is in use."}`,
    missing: "No extract has come. Figures that need it are shown as not available.",
  }[state];
  return element(
    "div",
    { class: `ey-late ey-late-${state}` },
    element("p", {}, wrong),
    element(
      "p",
      {},
      steward.phone
        ? `Ring the ${lower(steward.role)}, ${steward.team}: `
        : `Write to the ${lower(steward.role)}, ${steward.team}: `,
      steward.phone
        ? telephoneLink(steward.phone)
        : element("a", { href: `mailto:${steward.email}` }, steward.email),
      `. If that does not help, ask the ${lower(owner.role)}, ${owner.team}`,
      ...(owner.phone ? [": ", telephoneLink(owner.phone)] : []),
      ".",
    ),
  );
}

/** The catalogue as one table, for sorting and download. */
export function catalogueTable(entries: readonly CatalogueEntry[], day: string): TableData {
  const texts: [string, string, (entry: CatalogueEntry) => string][] = [
    ["title", "Source", (e) => e.title],
    ["state", "State", (e) => freshnessText(e, day)],
    ["coversFrom", "Covers from", (e) => e.covers?.from ?? ""],
    ["coversTo", "Covers to", (e) => e.covers?.to ?? ""],
    ["published", "Published", (e) => e.published ?? ""],
    ["received", "Received", (e) => e.received ?? ""],
    ["asOf", "As of", (e) => e.asOf ?? ""],
    ["keepsUntil", "In date until", (e) => e.keepsUntil ?? ""],
    ["due", "Next due", (e) => e.nextDue ?? ""],
    ["cadence", "Comes", (e) => e.cadence],
    ["steward", "Steward", (e) => `${e.steward.role}, ${e.steward.team}`],
    ["email", "Steward’s e-mail", (e) => e.steward.email],
    ["phone", "Steward’s telephone", (e) => e.steward.phone ?? ""],
    ["owner", "Owner", (e) => `${e.owner.role}, ${e.owner.team}`],
    ["sensitivity", "Sensitivity", (e) => sensitivityWords[e.sensitivity]],
    ["licence", "Licence", (e) => e.licence],
  ];
  return {
    columns: [
      ...texts.map(([key, label]) => ({ key, label, name: fileNames[key] ?? key })),
      { key: "rows", label: "Rows in use", unit: "count" },
      { key: "rejected", label: "Rows turned away", unit: "count" },
    ],
    more: [{ key: "id", label: "Id", name: "source" }],
    rows: entries.map((entry) => ({
      id: entry.id,
      ...Object.fromEntries(texts.map(([key, , of]) => [key, of(entry)])),
      rows: entry.rows,
      rejected: entry.rejected,
    })),
  };
}

/** Names of columns in the download, where the key says too little. */
const fileNames: Record<string, string> = {
  title: "source_title",
  asOf: "as_of",
  due: "next_due",
  email: "steward_email",
  phone: "steward_phone",
};

function rejectedText({ rows, rejected }: CatalogueEntry): string {
  if (rejected === 0) return "none";
  return `${formatCount(rejected)} (${formatShare(rejected, rows + rejected)})`;
}

function facts(pairs: [string, string | Node | null][]): HTMLElement {
  return element(
    "dl",
    { class: "ey-facts" },
    ...pairs.flatMap(([term, value]) =>
      value === null ? [] : [element("div", {}, element("dt", {}, term), element("dd", {}, value))],
    ),
  );
}

function list(heading: string, items: string[]): HTMLElement {
  return element(
    "div",
    {},
    element("h3", {}, heading),
    element("ul", {}, ...items.map((item) => element("li", {}, item))),
  );
}

function extractTable({ title, extracts }: CatalogueEntry): HTMLElement | null {
  if (extracts.length === 0) return null;
  return scrolled(
    `Extracts of ${title} in use`,
    ["File", "Period", "Covers", "Published", "Received", "Rows in use", "Rows turned away"],
    extracts.map((e) => [
      e.name,
      e.period ?? "–",
      coversText(e.covers),
      e.published ? formatDate(e.published) : "not known",
      formatDate(e.received),
      formatCount(e.rows),
      formatCount(e.rejected),
    ]),
  );
}

/** What a steward should know of the extracts in use; nothing where there is nothing to tell. */
function remarksOf({ extracts }: CatalogueEntry): HTMLElement | null {
  const remarks = extracts.flatMap(({ name, remarks: sentences }) =>
    sentences.map((sentence) => (extracts.length > 1 ? `${name}: ${sentence}` : sentence)),
  );
  return remarks.length > 0 ? list("What to know of its extracts", remarks) : null;
}

function reportOf({ id, title, extracts, refused }: CatalogueEntry): HTMLElement | null {
  const link =
    extracts.length + refused.length > 0
      ? reportLink(id, `The newest delivery of ${title} beside those before it`)
      : null;
  return link && element("p", {}, link);
}

/** The files in the inbox that are not in use, and why. */
export function inboxTable(files: Catalogue["files"]): HTMLElement {
  if (files.length === 0) return element("p", {}, "Every file in the inbox is in use.");
  return scrolled(
    "Files in the inbox that are not in use",
    ["File", "State", "Source", "Why"],
    files.map(({ path, state, source, why }) => [path, capital(state), source ?? "–", why]),
  );
}

function rejectionTable({ title, rejections }: CatalogueEntry): HTMLElement | null {
  if (rejections.length === 0) return null;
  return scrolled(
    `Why rows of ${title} were turned away`,
    ["Column", "Reason", "Rows"],
    rejections.map((r) => [r.column ?? "whole row", r.reason, formatCount(r.rows)]),
  );
}

function columnTable({ title, columns }: CatalogueEntry): HTMLElement {
  return element(
    "details",
    { class: "ey-columns" },
    element(
      "summary",
      {},
      plural(columns.length, "column"),
      element("span", { class: "ey-hidden" }, ` of ${title}`),
    ),
    scrolled(
      `Columns of ${title}`,
      ["Column", "What it means", "Type", "Identifies a child"],
      columns.map((c) => [c.name, c.description ?? "–", c.type, c.identifier ? "yes" : "no"]),
    ),
  );
}

function scrolled(caption: string, labels: string[], rows: string[][]): HTMLElement {
  return element(
    "div",
    { class: "ey-scroll", tabindex: 0, role: "region", "aria-label": caption },
    stackedTable(caption, labels, rows),
  );
}

function lower(role: string): string {
  return role.charAt(0).toLowerCase() + role.slice(1);
}
