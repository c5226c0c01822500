import { dot, drawing, fitted, label, line, placesOn, round } from "../charts/marks.js";
import { type Tip, tellNearest } from "../charts/tip.js";
import { element } from "../element.js";
import type { Indicator } from "../notebook/asked.js";
import { type Column, columnsOf } from "../notebook/columns.js";
import { nothing } from "../notebook/drawn.js";
import { capital, plural } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import { hasValue } from "../words/status.js";
import { drawnNeed } from "./figures.js";
import type { NeedOptions } from "./options.js";
import type { NeedArea, Weighed } from "./weighed.js";
import { firstOf } from "./words.js";

/** A characteristic of the areas of most need among all areas. */
export interface Trait {
  indicator: Indicator;
  column: Column;
  all: { name: string; value: number; isFirst: boolean }[];
  middle: number;
  /** How many of the first lie below and above the middle of all areas. */
  below: number;
  above: number;
}

/**
 * Characteristics of the areas of most need side by side, a strip each: whether they are one kind of place. What the index is
 * made of is left out.
 */
export function likeness(need: Weighed, options: NeedOptions<"likeness"> = {}): HTMLElement {
  return drawnNeed("likeness", need, options, () => async (now, { title, indicators }) => {
    const { areas } = now;
    const traits = await traitsOf(now, indicators);
    const first = firstOf(now);
    if (traits.length === 0)
      return nothing(`No extract says who lives in these ${areas[1]} yet: deprivation and census would.`);
    const { unit: _, ...provenance } = now.provenanceOf(
      traits.flatMap(({ column }) => [...column.figures.values()]),
    );
    return {
      ...provenance,
      title: title ?? likenessTitle(traits, first.length, areas),
      subject: `The first ${first.length} among all ${areas[1]}, by who lives there`,
      unit: `Each strip has a scale of its own, with the middle of all ${areas[1]} as a line. Filled: the first ${first.length}`,
      description: `${capital(plural(traits.length, "characteristic"))} of ${plural(first.length, ...areas)}.`,
      chart: (width) => strips(traits, width),
      table: {
        columns: [
          { key: "name", label: capital(areas[0]) },
          ...traits.map(({ indicator, column }) => ({
            key: indicator.id,
            label: `${indicator.shortName}, ${column.period}`,
            unit: indicator.unit,
          })),
        ],
        rows: [
          ...first.map(({ name, code }) => ({
            name,
            ...Object.fromEntries(
              traits.map(({ indicator, column }) => [indicator.id, column.figures.get(code) ?? null]),
            ),
          })),
          {
            name: `Middle of all ${areas[1]}`,
            ...Object.fromEntries(
              traits.map(({ indicator, middle }) => [
                indicator.id,
                { value: middle, status: "value" as const },
              ]),
            ),
          },
        ],
      },
    };
  });
}

/** The characteristics of all areas, and on which side of their middle those of most need lie. */
export async function traitsOf(now: Weighed, ids?: readonly string[]): Promise<Trait[]> {
  const first = firstOf(now);
  // What is weighed is high there by how they were found.
  const weighed = new Set(now.used.filter(({ weight }) => weight > 0).map(({ indicator }) => indicator.id));
  const wanted = ids ?? now.about.characteristics.filter((id) => !weighed.has(id));
  const there = wanted.filter((id) =>
    now.about.indicators.some((one) => one.id === id && one.levels.includes(now.level)),
  );
  if (there.length === 0) return [];
  const names = new Map(now.shapes.map(({ code, name }) => [code, name]));
  return (await columnsOf(now, there)).map((column) => traitOf(column, first, names));
}

function traitOf(column: Column, first: readonly NeedArea[], names: ReadonlyMap<string, string>): Trait {
  const codes = new Set(first.map(({ code }) => code));
  const all = [...column.figures]
    .filter(([, figure]) => hasValue(figure))
    .map(([code, { value }]) => ({ name: names.get(code) ?? code, value: value!, isFirst: codes.has(code) }));
  const inOrder = all.map(({ value }) => value).sort((a, b) => a - b);
  const at = (inOrder.length - 1) / 2;
  const middle = (inOrder[Math.floor(at)]! + inOrder[Math.ceil(at)]!) / 2;
  const ofFirst = all.filter(({ isFirst }) => isFirst);
  return {
    indicator: column.indicator,
    column,
    all,
    middle,
    below: ofFirst.filter(({ value }) => value < middle).length,
    above: ofFirst.filter(({ value }) => value > middle).length,
  };
}

/** True if the areas of most need lie on either side of the middle, at least a fifth of them on each. */
export function isMixed({ below, above }: Trait): boolean {
  return Math.min(below, above) >= Math.max(2, (below + above) / 5);
}

/** Whether high need is one kind of place: only as far as the data say so. */
export function likenessTitle(traits: readonly Trait[], first: number, areas: [string, string]): string {
  const mixed = traits.filter(isMixed);
  const of = plural(traits.length, "characteristic");
  if (mixed.length === 0)
    return `The first ${first} ${areas[1]} lie on one side of the middle in ${traits.length === 1 ? "the one characteristic" : `all ${of}`}, but for a few`;
  if (mixed.length * 3 < traits.length)
    return `The first ${first} ${areas[1]} are much alike: they lie on either side of the middle in ${mixed.length} of ${of}`;
  return `High need is not one kind of place: in ${mixed.length} of ${of} the first ${first} ${areas[1]} lie on either side of the middle`;
}

function strips(traits: readonly Trait[], width: number): HTMLElement {
  const narrow = width < 560;
  const high = narrow ? 62 : 40;
  const left = narrow ? 8 : Math.min(300, width * 0.34);
  const places: Tip[] = [];
  const drawn = drawing(
    width,
    traits.length * high,
    ...traits.flatMap(({ indicator: { shortName, unit }, all, middle }, i) => {
      const y = i * high + (narrow ? 40 : high / 2);
      const values = all.map(({ value }) => value);
      const [least, greatest] = [Math.min(...values), Math.max(...values)];
      const room = 62;
      const at = placesOn([least, greatest > least ? greatest : least + 1], [left + room, width - room]);
      const end = (value: number, x: number, anchor: "start" | "end") =>
        label(formatNumber(value, unit), { x, y, anchor, looks: "ey-soft-text" });
      for (const { name, value, isFirst } of all)
        if (isFirst)
          places.push({ x: at(value), y, lines: [name, `${shortName}: ${formatNumber(value, unit)}`] });
      return [
        label(fitted(shortName, narrow ? width : left - 4), { x: 0, y: narrow ? y - 24 : y }),
        end(least, left + room - 12, "end"),
        end(greatest, width - room + 12, "start"),
        line(at(middle), y - 12, at(middle), y + 12, "ey-middle"),
        ...all
          .toSorted((a, b) => Number(a.isFirst) - Number(b.isFirst))
          .map(({ value, isFirst }) =>
            isFirst
              ? dot(round(at(value)), y, 6, "ey-dot ey-is-own")
              : dot(round(at(value)), y, 3, "ey-dot ey-peer"),
          ),
        line(0, (i + 1) * high - 0.5, width, (i + 1) * high - 0.5, "ey-grid"),
      ];
    }),
  );
  return element("div", {}, tellNearest(drawn, places));
}
