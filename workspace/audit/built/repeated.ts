import { breakdownName, categoryName } from "../../../components/words/format.js";
import { withDecimals } from "../../../components/words/numbers.js";
import { tellings } from "../../../components/words/plain-words.js";
import type { Merged } from "./agree.js";
import { type FileRow, isName, isNumberOfFigure } from "./built-figure.js";
import type { Knowledge } from "./knowledge.js";
import { isNumber } from "./stray.js";

type Part = "numerator" | "denominator" | "value" | "lower" | "upper";

const allChildren = JSON.stringify(["all", "all"]);

/** Columns of tables for readers, by the number of a figure that they repeat. */
const columns: Record<string, Part> = {
  in_every_100_children: "value",
  could_be_as_low_as: "lower",
  could_be_as_high_as: "upper",
  count: "numerator",
  percentage: "value",
  percent: "value",
};

/** What a table on a page may repeat. */
interface Shown {
  areas: readonly { code: string; name: string }[];
  merged: readonly Merged[];
  knowledge: Knowledge;
}

/**
 * Whether a page's table says only what is shown anyway. Each row is of the area that it begins with, which open data name;
 * and of the one indicator and period, and the group, that the row names, or else the title. All its numbers are those of that figure, each what its column is called, as they are or rounded. A number that only happens
 * to equal one that is shown of the same area is none of its figure's.
 */
export function repeatsFigures(
  { title, rows }: { title: string; rows: readonly FileRow[] },
  { areas, merged, knowledge }: Shown,
): boolean {
  const heading = Object.keys(rows[0] ?? {})
    .join("\n")
    .replaceAll("_", " ");
  const names = namesOf(merged, knowledge);
  const titled = namedIn(`${title}\n${heading}`, names);
  return rows.every((row) => {
    const numbers = Object.entries(row).filter(([, text]) => isNumber(text));
    if (numbers.length === 0) return true;
    const cells = Object.values(row).map((text) => String(text ?? ""));
    const said = [namedIn(cells.join("\n"), names), titled];
    const isOf = (kind: keyof Named, own: string): boolean => {
      const named = said.map((each) => each[kind]).find(({ size }) => size > 0);
      return named ? named.size === 1 && named.has(own) : kind === "group" && own === allChildren;
    };
    const of = cells[0] ?? "";
    const codes = new Set(
      areas
        .filter(
          ({ code, name }) =>
            code === of || name === of || of.startsWith(`${name}, `) || of === `${name} locality`,
        )
        .map(({ code }) => code),
    );
    return merged.some(
      (figure) =>
        codes.has(figure.area) &&
        numbers.every(([column, text]) => tells(figure, column, String(text))) &&
        isOf("indicator", figure.indicator) &&
        isOf("period", figure.period) &&
        isOf("group", groupOf(figure)),
    );
  });
}

function tells(figure: Merged, column: string, text: string): boolean {
  // A year is no number of children where it is the period.
  if (isName(column)) return text === figure.period;
  const part = columns[column] ?? (isNumberOfFigure(column) ? (column as Part) : undefined);
  const shown = part && figure[part];
  const number = Number(text.replace(/[%,\s]/g, ""));
  return (
    typeof shown === "number" &&
    (shown === number || Math.round(shown) === number || withDecimals(shown, 1) === withDecimals(number, 1))
  );
}

/** A thing that a table can name, with a word for it. */
interface Name {
  kind: keyof Named;
  id: string;
  word: string;
}

type Named = Record<"indicator" | "period" | "group", ReadonlySet<string>>;

function namesOf(merged: readonly Merged[], { indicators }: Knowledge): Name[] {
  const names: Name[] = [];
  const add = (kind: Name["kind"], id: string, words: readonly (string | undefined)[]) => {
    for (const word of new Set(words)) if (word) names.push({ kind, id, word: word.toLowerCase() });
  };
  for (const [id, { name, shortName }] of indicators)
    add("indicator", id, [id, name, shortName, tellings[id]?.unit, tellings[id]?.short]);
  for (const period of new Set(merged.map(({ period }) => period))) add("period", period, [period]);
  for (const group of new Set(merged.map(groupOf))) {
    const [breakdown, category] = JSON.parse(group) as [string, string];
    if (breakdown === "all") continue;
    // "2" stands in many a sentence. Who says that it is by sex, and not of whom, names no figure.
    add("group", group, [categoryName(breakdown, category)].filter(isWord));
    add("group", breakdown, [breakdownName(breakdown)]);
  }
  return names;
}

function isWord(name: string): boolean {
  return name.length > 3;
}

function groupOf({ breakdown, category }: Merged): string {
  return JSON.stringify([breakdown, category]);
}

/** What a text names. A name that is part of a longer one is not meant. */
function namedIn(text: string, names: readonly Name[]): Named {
  const lower = text.toLowerCase();
  const found = names.flatMap((name) =>
    placesOf(name.word, lower).map((at) => ({ ...name, at, end: at + name.word.length })),
  );
  type Found = (typeof found)[number];
  const isWithin = (a: Found, b: Found) => b.at <= a.at && a.end <= b.end && b.end - b.at > a.end - a.at;
  const meant = found.filter((one) => !found.some((other) => isWithin(one, other)));
  const idsOf = (kind: Name["kind"]) => new Set(meant.filter((one) => one.kind === kind).map(({ id }) => id));
  return { indicator: idsOf("indicator"), period: idsOf("period"), group: idsOf("group") };
}

function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/[\w/]/.test(text[at - 1] ?? "") && !/[\w/]/.test(text[at + word.length] ?? "")) places.push(at);
  return places;
}
