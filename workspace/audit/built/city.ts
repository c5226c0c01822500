import { topOf } from "../../../loaders/registry/indicator.js";
import { addRest, type Counts, tell } from "../cell.js";
import type { Shown } from "../rule.js";
import type { System } from "../system.js";
import type { Merged } from "./agree.js";
import { averageFaults, lackOf } from "./averages.js";
import {
  type City,
  type CityCount,
  type CityOptions,
  type CityRule,
  countOf,
  denominatorOf,
  keyOf,
  numeratorOf,
} from "./counts.js";
import { type Definition, definitionOf, isPublished, type Knowledge } from "./knowledge.js";
import { addAreaSums, addCategorySums, addLacking, addNested, addPeriodSums } from "./sums.js";

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
  addPeriodSums(system, city, list, options);
  addAreaSums(system, city, list, options);
  addCategorySums(system, city, list, options);
  addNested(system, city, list, knowledge);
  addLacking(system, city, list, knowledge);
  return city;
}

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
    const top = scaleOf(figure.indicator, knowledge);
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

function scaleOf(id: string, { indicators }: Knowledge): number | undefined {
  const indicator = indicators.get(id);
  return indicator && topOf(indicator);
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
