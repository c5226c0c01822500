import type { Policy } from "../../../loaders/registry/policy.js";
import { addRest, type Counts, type Fault, tell } from "../cell.js";
import type { Rule, Shown } from "../rule.js";
import type { System } from "../system.js";
import type { Merged } from "./agree.js";
import { averageFaults, lackOf, pointsAskedFor, pointsOf } from "./averages.js";
import {
  categoriesOf,
  type Definition,
  definitionOf,
  isPublished,
  type Knowledge,
  nestedIn,
} from "./knowledge.js";
import type { Area } from "./read-built.js";

/** A count of one publication: what, when, where, of whom. */
export interface CityCount {
  variable: number;
  name: string;
  shown: Shown;
  /** Whether a suppressed figure rests on it. */
  isSuppressed: boolean;
  /** Whether outsiders have it exactly from elsewhere. */
  isKnown: boolean;
  /** Whether an earlier publication showed it, so that to suppress it now hides nothing. */
  wasShown: boolean;
  /** Whether it counts children. Places in settings are open to everyone. */
  ofChildren: boolean;
  place: string;
  period: string;
  /** Of points that children lack: how many children at most lack any, as an average and its interval tell it. */
  mostChildren?: number;
  /** Indicators whose figures give it. */
  indicators: Set<string>;
}

export interface City {
  /** By definition, period, area, breakdown and category. */
  counts: Map<string, CityCount>;
  /** What is left over, of suppressed figures. */
  rests: { variable: number; name: string; place: string; of: [count: CityCount, denominator: CityCount] }[];
  faults: Fault[];
}

/** The policy for the city's figures: that of tables, and how percentages are given. */
export interface CityRule extends Rule {
  decimals: number;
  oneDecimalFrom?: number | undefined;
  /** What is different for some indicators. */
  publish?: Pick<Policy["publish"], "byIndicator"> | undefined;
}

export interface CityOptions {
  areas: readonly Area[];
  knowledge: Knowledge;
  rule: CityRule;
  /** Added to names of an earlier publication. */
  when?: string;
}

/** Adds what one publication tells: its counts, and how they hang together. */
export function addCity(system: System, figures: Iterable<Merged>, options: CityOptions): City {
  const { knowledge, when = "" } = options;
  const city: City = { counts: new Map(), rests: [], faults: [] };
  const list = [...figures];
  for (const figure of list) {
    const definition = definitionOf(figure.indicator, knowledge);
    if (definition.kind === "gap" || definition.kind === "rate") continue;
    if (isPublished(figure, knowledge)) addPublished(system, city, figure, definition, when);
    else
      addFigure(system, city, figure, definition, {
        ...options,
        rule: ruleOf(figure.indicator, options.rule),
      });
  }
  addAreaSums(system, city, list, options);
  addCategorySums(system, city, list, options);
  addNested(system, city, list, knowledge);
  addLacking(system, city, list, knowledge);
  return city;
}

function countOf(
  system: System,
  { counts }: City,
  key: string,
  { name, place, ofChildren, period }: Pick<CityCount, "name" | "place" | "ofChildren" | "period">,
): CityCount {
  const known = counts.get(key);
  if (known) return known;
  const made: CityCount = {
    variable: system.variable(name, 0, Infinity),
    name,
    shown: undefined,
    isSuppressed: false,
    isKnown: false,
    wasShown: false,
    ofChildren,
    place,
    period,
    indicators: new Set(),
  };
  counts.set(key, made);
  return made;
}

/** The key of a count: its definition and what it is of. */
function keyOf(
  what: string,
  f: Pick<Merged, "period" | "area" | "level" | "breakdown" | "category">,
): string {
  return JSON.stringify([what, f.period, f.level, f.area, f.breakdown, f.category]);
}

/** A figure, by what it is of. */
export interface FigureName {
  indicator: string;
  period: string;
  level: string;
  area: string;
  breakdown: string;
  category: string;
}

/** The figures that a count is shown in. */
export function figuresOfCount(key: string, { indicators }: CityCount): FigureName[] {
  const [, period, level, area, breakdown, category] = JSON.parse(key) as [
    what: string,
    period: string,
    level: string,
    area: string,
    breakdown: string,
    category: string,
  ];
  return [...indicators].map((indicator) => ({ indicator, period, level, area, breakdown, category }));
}

/** What the key of a count has in common with those of all that is counted alike: at the same level in the same period. */
export function alikeOf(key: string): string {
  return JSON.stringify((JSON.parse(key) as string[]).slice(0, 3));
}

const numeratorOf = (d: Definition) => `x ${d.numerator}`;
const denominatorOf = (d: Definition) => `n ${d.denominator}`;

function addFigure(
  system: System,
  city: City,
  figure: Merged,
  definition: Definition,
  { knowledge, rule, when = "" }: CityOptions,
): void {
  const { place, period } = figure;
  const name = `${figure.name}${when}`;
  const denominator = () => {
    const count = countOf(system, city, keyOf(denominatorOf(definition), figure), {
      name: `${name}: denominator`,
      place,
      period,
      ofChildren: true,
    });
    note(count, figure.denominator, figure);
    if (figure.status === "not_applicable" && rule.zeros === "shown") system.narrow(count.variable, 0, 0);
    return count;
  };
  if (definition.kind === "mean") {
    const showing = { place, count: figure.denominator, denominator: undefined };
    city.faults.push(...tell(system, name, { count: denominator().variable }, showing, rule));
    const top = pointsOf(knowledge.indicators.get(figure.indicator));
    if (top === undefined) return;
    city.faults.push(...averageFaults(figure, top, rule));
    // Points that children lack add up over areas and categories as counts do.
    const points = countOf(system, city, keyOf(numeratorOf(definition), figure), {
      name: `${name}: points lacking`,
      place,
      period,
      ofChildren: false,
    });
    const n = system.variables[denominator().variable]!;
    const lack = lackOf(figure, [n.lower, n.upper], top);
    if (lack) {
      system.narrow(points.variable, ...lack.points);
      points.mostChildren = lack.children[1];
    }
    return;
  }
  const x = countOf(system, city, keyOf(numeratorOf(definition), figure), {
    name,
    place,
    period,
    ofChildren: definition.kind === "proportion",
  });
  note(x, figure.numerator, figure);
  const n = denominator();
  const counts: Counts = {
    count: x.variable,
    denominator: n.variable,
    isRatio: definition.kind === "ratio",
  };
  if (definition.isPart && definition.kind === "proportion") {
    counts.rest = addRest(system, name, x.variable, n.variable);
    if (isHidden(figure) && !rule.isRestOpen)
      city.rests.push({ variable: counts.rest, name: `${name}: left over`, place, of: [x, n] });
  }
  const percentage =
    definition.kind === "proportion" && typeof figure.value === "number"
      ? {
          value: figure.value,
          lower: figure.lower,
          upper: figure.upper,
          decimals:
            typeof figure.denominator === "number" ? decimalsOf(figure.denominator, rule) : figure.decimals,
        }
      : undefined;
  city.faults.push(
    ...tell(
      system,
      name,
      counts,
      { place, count: figure.numerator, denominator: figure.denominator, percentage },
      rule,
    ),
  );
}

function ruleOf(indicator: string, rule: CityRule): CityRule {
  return { ...rule, isRestOpen: rule.publish?.byIndicator[indicator]?.smallRest === "shown" };
}

function decimalsOf(denominator: number, { decimals, oneDecimalFrom = Infinity }: CityRule): number {
  return denominator >= oneDecimalFrom ? 1 : decimals;
}

function isHidden({ numerator, denominator }: Merged): boolean {
  return numerator === "suppressed" || denominator === "suppressed";
}

function note(count: CityCount, shown: Shown, figure: Merged): void {
  count.indicators.add(figure.indicator);
  if (typeof shown === "number") count.shown = shown;
  else if (shown === "suppressed") {
    count.shown ??= shown;
    count.isSuppressed = true;
    count.place = figure.place;
  }
}

/** Exact counts that a source has published itself. */
function addPublished(
  system: System,
  city: City,
  figure: Merged,
  definition: Definition,
  when: string,
): void {
  const whole = (shown: Shown): shown is number => typeof shown === "number" && Number.isInteger(shown);
  const add = (what: string, shown: Shown, name: string) => {
    if (!whole(shown) || figure.level !== "city") return;
    const { place, period } = figure;
    const count = countOf(system, city, keyOf(what, figure), { name, place, period, ofChildren: true });
    note(count, shown, figure);
    count.isKnown = true;
    system.narrow(count.variable, shown, shown);
  };
  if (definition.kind === "proportion")
    add(numeratorOf(definition), figure.numerator, `${figure.name}${when}, as its source publishes it`);
  add(
    denominatorOf(definition),
    figure.denominator,
    `${figure.name}${when}: denominator, as its source publishes it`,
  );
}

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

function addAreaSums(
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
          firm: when ? 1 : 2,
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

function addCategorySums(
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

function addNested(system: System, city: City, figures: readonly Merged[], knowledge: Knowledge): void {
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
function addLacking(system: System, city: City, figures: readonly Merged[], knowledge: Knowledge): void {
  for (const average of knowledge.indicators.values()) {
    const top = pointsOf(average);
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
