import { breakdownName, categoryName } from "../../../components/words/format.js";
import { withDecimals } from "../../../components/words/numbers.js";
import { tellings } from "../../../components/words/plain-words.js";
import type { Merged } from "./agree.js";
import { type FileRow, isName, isNumberOfFigure } from "./built-figure.js";
import type { Knowledge } from "./knowledge.js";
import { isNumber } from "./stray.js";

const ownLevels = new Set(["city", "locality", "ward", "lsoa", "msoa"]);

type Part = "numerator" | "denominator" | "value" | "lower" | "upper";

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
 * Whether a page's table says only what is shown anyway. Each row is of the area that it begins with, or, where that is none
 * of the city's, of an area outside it; and of the one indicator and period, and the group, that the row names, or else the
 * title. All its numbers are those of that figure, each what its column is called, as they are or rounded. A number that only happens
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
  return rows.every((row) => {
    const numbers = Object.entries(row).filter(([column, text]) => !isName(column) && isNumber(text));
    if (numbers.length === 0) return true;
    const cells = Object.values(row).map((text) => String(text ?? ""));
    const isOf = (kind: keyof Names, own: string): boolean => {
      const said = [cells.join("\n"), `${title}\n${heading}`].map((text) => namedIn(text, names[kind]));
      const [named] = said.filter((found) => found.size > 0);
      return named ? named.size === 1 && named.has(own) : kind === "group" && own === "all";
    };
    const of = cells[0] ?? "";
    const codes = new Set(
      areas
        .filter(({ code, name }) => code === of || name === of || of.startsWith(`${name}, `))
        .map(({ code }) => code),
    );
    return merged.some(
      (figure) =>
        (codes.size > 0 ? codes.has(figure.area) : !ownLevels.has(figure.level)) &&
        numbers.every(([column, text]) => tells(figure, column, String(text))) &&
        isOf("indicator", figure.indicator) &&
        isOf("period", figure.period) &&
        isOf("group", groupOf(figure)),
    );
  });
}

function tells(figure: Merged, column: string, text: string): boolean {
  const part = columns[column] ?? (isNumberOfFigure(column) ? (column as Part) : undefined);
  const shown = part && figure[part];
  const number = Number(text.replace(/[%,\s]/g, ""));
  return (
    typeof shown === "number" &&
    (shown === number || Math.round(shown) === number || withDecimals(shown, 1) === withDecimals(number, 1))
  );
}

/** What a table can name, by what it is: of each the words for it. */
type Names = Record<"indicator" | "period" | "group", ReadonlyMap<string, readonly string[]>>;

function namesOf(merged: readonly Merged[], { indicators }: Knowledge): Names {
  const words = (id: string) => {
    const { name, shortName } = indicators.get(id) ?? {};
    const { unit, short } = tellings[id] ?? {};
    return [id, name, shortName, unit, short].filter((each) => each !== undefined);
  };
  const groups = new Map<string, string[]>();
  for (const { breakdown, category } of merged) {
    if (breakdown === "all") continue;
    groups.set(`${breakdown} ${category}`, [categoryName(breakdown, category), category].filter(isWord));
    // Who says that it is by sex, and not of whom, names no figure.
    groups.set(breakdown, [breakdownName(breakdown)]);
  }
  return {
    indicator: new Map([...indicators.keys()].map((id) => [id, words(id)])),
    period: new Map(merged.map(({ period }) => [period, [period]])),
    group: groups,
  };
}

// "Yes" and "2" stand in many a sentence.
function isWord(name: string): boolean {
  return name.length > 3;
}

function groupOf({ breakdown, category }: Merged): string {
  return breakdown === "all" ? "all" : `${breakdown} ${category}`;
}

/** Which of some things a text names. A name that is part of a longer one is not meant. */
function namedIn(text: string, names: ReadonlyMap<string, readonly string[]>): Set<string> {
  const lower = text.toLowerCase();
  const found = [...names].flatMap(([id, words]) =>
    words.flatMap((word) =>
      placesOf(word.toLowerCase(), lower).map((at) => ({ id, at, end: at + word.length })),
    ),
  );
  const isWithin = (a: (typeof found)[number], b: (typeof found)[number]) =>
    b.at <= a.at && a.end <= b.end && b.end - b.at > a.end - a.at;
  return new Set(found.filter((one) => !found.some((other) => isWithin(one, other))).map(({ id }) => id));
}

function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/[\w/]/.test(text[at - 1] ?? "") && !/[\w/]/.test(text[at + word.length] ?? "")) places.push(at);
  return places;
}
