import { element } from "../../../components/element.js";
import { formatSigned } from "../../../components/words/numbers.js";
import type { Finding, Particulars, ReviewPair, Side } from "../types.js";
import { nameOf, weightWords } from "../words.js";
import { byPosition, differences, type Run } from "./differences.js";
import { appearanceText, type Field, fields, inOneLine, shown } from "./values.js";

/** The two records of a pair side by side, with what is different marked and what the model makes of it. */
export function pairView(pair: ReviewPair, heading: string, decided: string | undefined): Node[] {
  const { left, right, probability, findings, remarks } = pair;
  const known = new Set<string>(fields);
  return [
    element("h2", { id: "pair-heading", tabindex: -1 }, heading),
    element("p", { id: "decided", class: decided ? "decided" : null }, decided ?? "Not decided yet."),
    element("p", {}, `The model gives a probability of ${percent(probability)} that these are one child.`),
    remarks.length
      ? element("ul", { class: "remarks" }, ...remarks.map((remark) => element("li", {}, remark)))
      : "",
    table(
      ...fields
        .filter((field) => left[field] || right[field])
        .map((field) =>
          fieldRow(
            field,
            left,
            right,
            findings.filter((f) => f.field === field),
          ),
        ),
      ...findings.filter(({ field }) => !known.has(field)).map(otherRow),
      row("Recorded in", seenList(left), seenList(right), ""),
      row("Joined to this child already", othersList(left), othersList(right), ""),
    ),
    element(
      "p",
      { class: "hint" },
      "Marked is what one record has and the other has not. The figure is the match weight: each +1 doubles the odds that the two are one child, each −1 halves them.",
    ),
  ].map((node) => (typeof node === "string" ? document.createTextNode(node) : node));
}

function percent(probability: number): string {
  return `${Math.floor(probability * 100)}%`;
}

// On a phone the rows are not laid out as a table any more; the roles keep them one for those who hear the page.
function table(...rows: Node[]): HTMLElement {
  const head = ["", "Record A", "Record B", "What the model makes of it"].map((text) =>
    text ? element("th", { scope: "col", role: "columnheader" }, text) : element("td", { role: "cell" }),
  );
  return element(
    "table",
    { role: "table", "aria-label": "The two records side by side" },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head)),
    element("tbody", { role: "rowgroup" }, ...rows),
  );
}

function row(label: string, left: Node | string, right: Node | string, says: Node | string): HTMLElement {
  return element(
    "tr",
    { role: "row" },
    element("th", { scope: "row", role: "rowheader" }, label),
    element("td", { role: "cell", class: "a" }, left),
    element("td", { role: "cell", class: "b" }, right),
    element("td", { role: "cell", class: "says" }, says),
  );
}

function fieldRow(field: Field, left: Side, right: Side, findings: Finding[]): HTMLElement {
  const [a, b] = [left[field], right[field]].map((value) => (value ? shown(field, value) : null)) as [
    string | null,
    string | null,
  ];
  const [l, r] =
    a !== null && b !== null
      ? differencesOf(field, a, b).map(marked)
      : [a, b].map((value) => value ?? none());
  const says = findings.length ? findings.map(finding) : [plainly(a, b)];
  return row(capital(nameOf(field)), l!, r!, element("div", {}, ...says));
}

// In what has a fixed form, a character that has moved is a mistake.
function differencesOf(field: Field, a: string, b: string): [Run[], Run[]] {
  const fixed = field === "date_of_birth" || field === "nhs_number" || field === "upn";
  return fixed && a.length === b.length ? byPosition(a, b) : differences(a, b);
}

function otherRow(given: Finding): HTMLElement {
  const labels: Record<string, string> = { rarity: "Rare or common", start: "To begin with" };
  const label = labels[given.field] ?? capital(nameOf(given.field));
  return row(label, "", "", finding(given));
}

function marked(runs: Run[]): HTMLElement {
  return element(
    "span",
    {},
    ...runs.map(({ text, differs }) => (differs ? element("mark", {}, text) : text)),
  );
}

function none(): HTMLElement {
  return element("span", { class: "none" }, "none");
}

function finding({ says, weight }: Finding): HTMLElement {
  if (weight === 0) return element("p", {}, capital(says));
  return element(
    "p",
    {},
    `${capital(says)}: `,
    element("strong", {}, weightWords(weight)),
    ` (${formatSigned(weight, 1)})`,
  );
}

function plainly(a: string | null, b: string | null): HTMLElement {
  const words = a === null || b === null ? "Only one has it" : a === b ? "The same" : "Different";
  return element("p", {}, words);
}

function seenList({ seen }: Particulars): HTMLElement {
  return element("ul", {}, ...seen.map((one) => element("li", {}, appearanceText(one))));
}

function othersList({ others, otherCount }: Side): HTMLElement {
  if (!otherCount) return element("p", {}, "No other record");
  const more = otherCount - others.length;
  return element(
    "ul",
    {},
    ...others.map((other) =>
      element(
        "li",
        {},
        inOneLine(other),
        element("span", { class: "hint" }, ` ${other.seen.map(appearanceText).join("; ")}`),
      ),
    ),
    more ? element("li", {}, `and ${more} more`) : null,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
