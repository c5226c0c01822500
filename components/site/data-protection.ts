import type { DataProtection } from "../../loaders/briefings/data-protection.json.js";
import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import { formatDate, plural } from "../words/format.js";
import { formatCount } from "../words/numbers.js";

type DescribedSource = DataProtection["sources"][number];

/** Each source of records: who answers for it, on what basis, what identifies a child in it, and how long it is kept. */
export function personalSources(sources: readonly DescribedSource[]): HTMLElement {
  const table = stackedTable(
    "Sources with records of children",
    ["Source", "Controller and lawful basis", "What identifies a child", "Kept", "In use", "Whom to ask"],
    sources.map((source) => [
      title(source),
      paragraphs(
        `${source.controller}.`,
        source.lawfulBasis,
        `Agreement: ${source.sharingAgreement}`,
        `Assessment: ${source.dpiaReference}`,
      ),
      `${source.identifiers.join(", ") || "nothing"}; ${plural(source.otherColumns, "other column")}`,
      keptWords(source),
      inUseWords(source),
      element(
        "span",
        {},
        `${source.steward.role}, ${source.steward.team}, ${source.steward.organisation}: `,
        element("a", { href: `mailto:${source.steward.email}` }, source.steward.email),
      ),
    ]),
  );
  table.classList.add("ey-sentences");
  return table;
}

/** What objections keep out, in a sentence a list. */
export function objectionWords({ sources, optedOut }: DataProtection): string[] {
  return sources.flatMap(({ id, title, optOut }) => {
    if (optOut === null) return [];
    const records = optedOut.find(({ list }) => list === id)?.records ?? 0;
    return [
      `${title}, against ${optOut}: ${records === 0 ? "no record is left out" : `${plural(records, "record")} left out at the last refresh`}.`,
    ];
  });
}

/** What objections keep out, as a list; a note where no list of objections has been brought in. */
export function objectionList(protection: DataProtection): HTMLElement {
  const sentences = objectionWords(protection);
  return sentences.length > 0
    ? element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)))
    : element(
        "p",
        {},
        "No list of objections is among the sources. The guide says how to bring in the national data opt-out or a list of your own.",
      );
}

function title({ title, description, special, optOut }: DescribedSource): HTMLElement {
  const kind = optOut !== null ? "A list of objections" : special ? "Special category data" : "Personal data";
  return element("span", {}, element("strong", {}, title), element("br"), `${kind}. ${description}`);
}

function paragraphs(...texts: string[]): HTMLElement {
  return element("span", {}, ...texts.flatMap((text, i) => (i ? [element("br"), text] : [text])));
}

function keptWords({ retention, removed }: DescribedSource): string {
  const kept = `${retention} after the last day that an extract covers`;
  return removed ? `${kept}; ${plural(removed, "extract")} removed so far` : kept;
}

function inUseWords({ extracts, rows, oldest }: DescribedSource): string {
  if (!extracts) return "no extract";
  return `${formatCount(rows)} rows in ${plural(extracts, "extract")}${oldest ? `, from ${formatDate(oldest)}` : ""}`;
}
