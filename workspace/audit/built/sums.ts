import { partsOfPeriod } from "../../../components/words/pooled-period.js";
import { topOf } from "../../../loaders/registry/indicator.js";
import type { System } from "../system.js";
import type { Merged } from "./agree.js";
import { pointsAskedFor } from "./averages.js";
import type { Area } from "./built-figure.js";
import {
  type City,
  type CityCount,
  type CityOptions,
  countOf,
  denominatorOf,
  keyOf,
  numeratorOf,
} from "./counts.js";
import { categoriesOf, definitionOf, type Knowledge, nestedIn } from "./knowledge.js";

/** The distinct counts behind figures, with one figure each that tells what they are of. */
function* measured(figures: readonly Merged[], knowledge: Knowledge): Generator<[string, Merged]> {
  const seen = new Set<string>();
  for (const figure of figures) {
    const definition = definitionOf(figure.indicator, knowledge);
    for (const what of [numeratorOf(definition), denominatorOf(definition)]) {
      const key = keyOf(what, figure);
      if (seen.has(key)) continue;
      seen.add(key);
      yield [what, figure];
    }
  }
}

/** Whatever is counted of areas adds up to the area that they are part of. */
export function addAreaSums(
  system: System,
  city: City,
  figures: readonly Merged[],
  { areas, knowledge, when = "" }: CityOptions,
): void {
  const parents = areas.flatMap((area) => {
    const children = areas.filter((a) => a.parent === area.code && a.level === below[area.level]);
    return children.length ? [{ area, children }] : [];
  });
  const done = new Set<string>();
  for (const [what, figure] of measured(figures, knowledge)) {
    const group = JSON.stringify([what, figure.period, figure.breakdown, figure.category]);
    if (done.has(group)) continue;
    done.add(group);
    const at = (area: Area) => keyOf(what, { ...figure, level: area.level, area: area.code });
    const add = (area: Area, children: Area[]) => {
      const whole = city.counts.get(at(area));
      if (!whole || !children.some((child) => city.counts.has(at(child)))) return false;
      const parts = children.map((child) =>
        countOf(system, city, at(child), {
          name: `${what.slice(0, 1) === "n" ? "denominator" : "count"} of ${child.level} ${child.code}, which is not shown`,
          place: figure.place,
          period: figure.period,
          ofChildren: true,
        }),
      );
      const level = children[0]!.level;
      const plural = level.replace(/y$/, "ie");
      system.sum(
        whole.variable,
        parts.map((part) => part.variable),
        `${whole.name} = the sum of its ${parts.length} ${plural}s`,
        {
          group: `${figure.indicator}${when}: the ${what.startsWith("n") ? "denominators" : "counts"} of ${plural}s add up to ${area.level === "city" ? "the city" : `their ${area.level}`} (${figure.breakdown})`,
          // A child can be of no known sex, but is counted in no locality without being counted in its city.
          firm: when ? 1 : 3,
        },
      );
      return true;
    };
    for (const { area, children } of parents) {
      if (add(area, children) || area.level !== "city") continue;
      const grandchildren = children.flatMap((child) =>
        areas.filter((a) => a.parent === child.code && a.level === below[child.level]),
      );
      if (grandchildren.length) add(area, grandchildren);
    }
  }
}

const below: Record<string, string> = { city: "locality", locality: "ward", ward: "lsoa" };

/** Whatever is counted of the categories of a breakdown adds up to all. */
export function addCategorySums(
  system: System,
  city: City,
  figures: readonly Merged[],
  { knowledge, when = "" }: CityOptions,
): void {
  const seen = new Map<string, Set<string>>();
  for (const { breakdown, category } of figures)
    seen.set(breakdown, (seen.get(breakdown) ?? new Set()).add(category));
  const done = new Set<string>();
  for (const [what, figure] of measured(figures, knowledge)) {
    const { breakdown } = figure;
    const group = JSON.stringify([what, figure.period, figure.level, figure.area, breakdown]);
    if (breakdown === "all" || done.has(group)) continue;
    done.add(group);
    const at = (b: string, category: string) => keyOf(what, { ...figure, breakdown: b, category });
    const whole = city.counts.get(at("all", "all"));
    const categories = categoriesOf(breakdown, seen.get(breakdown)!);
    if (!whole || !categories.some((category) => city.counts.has(at(breakdown, category)))) continue;
    const parts = categories.map((category) =>
      countOf(system, city, at(breakdown, category), {
        name: `${whole.name}, ${breakdown} ${category}, which is not shown`,
        place: figure.place,
        period: figure.period,
        ofChildren: true,
      }),
    );
    system.sum(
      whole.variable,
      parts.map((part) => part.variable),
      `${whole.name} = ${breakdown} ${categories.join(" + ")}`,
      {
        group: `${figure.indicator}${when}: the ${what.startsWith("n") ? "denominators" : "counts"} by ${breakdown} add up to all`,
        firm: when ? 1 : 2,
      },
    );
  }
}

/** Whatever is counted of several periods together is the sum of what is counted of each, shown or not. */
export function addPeriodSums(
  system: System,
  city: City,
  figures: readonly Merged[],
  { knowledge, when = "" }: CityOptions,
): void {
  for (const [what, figure] of measured(figures, knowledge)) {
    const periods = partsOfPeriod(figure.period);
    const whole = city.counts.get(keyOf(what, figure));
    if (!periods || !whole) continue;
    const parts = periods.map((period) =>
      countOf(system, city, keyOf(what, { ...figure, period }), {
        name: `${whole.name}, of these ${period}, which is not shown`,
        place: figure.place,
        period,
        ofChildren: whole.ofChildren,
      }),
    );
    system.sum(
      whole.variable,
      parts.map((part) => part.variable),
      `${whole.name} = ${periods.join(" + ")}`,
      {
        group: `${figure.indicator}${when}: the ${what.startsWith("n") ? "denominators" : "counts"} of ${periods.join(", ")} add up to ${figure.period}`,
        firm: when ? 1 : 2,
      },
    );
  }
}

/** A count of those among another's is no greater than that. */
export function addNested(
  system: System,
  city: City,
  figures: readonly Merged[],
  knowledge: Knowledge,
): void {
  for (const { inner, outer } of nestedIn(knowledge))
    for (const figure of figures) {
      if (figure.indicator !== inner) continue;
      const within = city.counts.get(keyOf(`x ${inner}`, figure));
      const around = city.counts.get(keyOf(`x ${outer}`, figure));
      if (within && around)
        system.add({
          terms: [
            { variable: around.variable, times: 1 },
            { variable: within.variable, times: -1 },
          ],
          lower: 0,
          upper: Infinity,
          why: `${around.name} is at least ${within.name}`,
        });
    }
}

/**
 * Whoever is left over of a share lacks at least one of the points that it asks for; whoever is not lacks at most the
 * others. So an average bounds the share of the same children, even where that is suppressed.
 */
export function addLacking(
  system: System,
  city: City,
  figures: readonly Merged[],
  knowledge: Knowledge,
): void {
  for (const average of knowledge.indicators.values()) {
    const top = topOf(average);
    if (top === undefined) continue;
    const definition = definitionOf(average.id, knowledge);
    for (const figure of figures) {
      const share = knowledge.indicators.get(figure.indicator);
      const asked = share && pointsAskedFor(share, average);
      const own = definitionOf(figure.indicator, knowledge);
      const lacking = city.counts.get(keyOf(numeratorOf(definition), figure));
      const [x, n] = [numeratorOf(own), denominatorOf(own)].map((what) =>
        city.counts.get(keyOf(what, figure)),
      );
      if (!asked || !lacking || !x || !n || own.denominator !== definition.denominator) continue;
      const add = (terms: [CityCount, number][], lower: number, why: string) =>
        system.add({
          terms: terms.map(([count, times]) => ({ variable: count.variable, times })),
          lower,
          upper: Infinity,
          why,
        });
      const [points, left] = [lacking.name, `${x.name}: left over`];
      add(
        [
          [lacking, 1],
          [n, -1],
          [x, 1],
        ],
        0,
        `${left}: each lacks one of ${points} at least`,
      );
      add(
        [
          [n, top],
          [x, -asked],
          [lacking, -1],
        ],
        0,
        `${left}: each lacks ${top} of ${points} at most`,
      );
      if (lacking.mostChildren !== undefined)
        add(
          [
            [x, 1],
            [n, -1],
          ],
          -lacking.mostChildren,
          `${left}: are among those who ${points} tells of`,
        );
    }
  }
}
