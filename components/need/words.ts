import { demandAnswer } from "../notebook/drawn.js";
import { capital, formatList, plural } from "../words/format.js";
import { keptLists } from "./kept-lists.js";
import type { NeedArea, Weighed, WeighedIndicator } from "./weighed.js";

/** What an index tells in sentences. Each is empty where there is nothing to tell. */
export interface NeedInWords {
  available: boolean;
  /** Which areas have the most need, by what. */
  lead: string;
  /** How sure the first are, by the figures' own error. */
  error: string;
  /** How the first change as weights change. */
  weights: string;
  /** Which indicator carries the order. */
  carried: string;
  /** Who has no place in it. */
  without: string;
  /** What the first have in common with the list that this browser keeps. */
  list: string;
}

/** What an index tells of the areas, in sentences made from its figures. */
export function needWords(need: Weighed): NeedInWords {
  demandAnswer("needWords", need);
  const { available } = need;
  if (!available) return { available, lead: "", error: "", weights: "", carried: "", without: "", list: "" };
  return {
    available,
    lead: leadOf(need),
    error: errorOf(need),
    weights: weightsOf(need),
    carried: carriedOf(need),
    without: withoutOf(need),
    list: listOf(need, keptLists().codes),
  };
}

/** Areas that are among the first, those with the same rank as the last of them too. */
export function firstOf({ inOrder, first }: Weighed): NeedArea[] {
  return inOrder.filter(({ rank }) => rank <= first);
}

/** The names of some areas, and of many only the first. */
export function named(areas: readonly { name: string }[], words: [string, string], most = 3): string {
  const names = areas.map(({ name }) => name);
  return formatList(
    names.length <= most + 1
      ? names
      : [...names.slice(0, most), plural(names.length - most, `other ${words[0]}`, `other ${words[1]}`)],
  );
}

/** The indicator without which the order changes most; undefined where none can be left out. */
export function carrierOf({ used }: Weighed): (WeighedIndicator & { without: object }) | undefined {
  const some = used.filter((one): one is typeof one & { without: object } => one.without !== undefined);
  return some.toSorted(
    (a, b) =>
      b.without!.enter.length - a.without!.enter.length || a.without!.agreement - b.without!.agreement,
  )[0];
}

function leadOf(need: Weighed): string {
  const { inOrder, used, areas } = need;
  const counted = used.filter(({ weight }) => weight > 0);
  const three = inOrder.filter(({ rank }) => rank <= 3).slice(0, 3);
  const by = counted.map(({ indicator }) => indicator.shortName);
  return `By ${plural(counted.length, "indicator")} at these weights, the most need is in ${formatList(three.map(({ name }) => name))}. ${capital(areas[1])} are put in order by: ${by.join("; ")}.`;
}

function errorOf(need: Weighed): string {
  const { used, first, areas } = need;
  if (!used.some(({ hasError, weight }) => hasError && weight > 0))
    return "None of these figures has an interval, so chance leaves no rank open here; the weights do.";
  const sure = firstOf(need).filter(({ amongFirst }) => amongFirst >= 0.95).length;
  const maybe = need.inOrder.filter(({ amongFirst }) => amongFirst >= 0.05).length;
  return `Figures of few children stray by chance. Within their own error, ${sure === 0 ? "none" : sure} of the first ${first} ${sure === 1 ? "is" : "are"} there in at least 95 of 100 draws, and ${plural(maybe, ...areas)} could be in at least 5 of 100.`;
}

function weightsOf(need: Weighed): string {
  const { used, first, areas, inOrder } = need;
  if (used.length < 2) return "";
  const firm = inOrder.filter(({ overFirst }) => overFirst >= 0.9);
  const some = inOrder.filter(({ overFirst }) => overFirst >= 0.05).length;
  const who = firm.length === 0 ? `No ${areas[0]}` : named(firm, areas, 6);
  return `${who} ${firm.length > 1 ? "are" : "is"} among the first ${first} in at least nine of ten ways to weigh these indicators. ${capital(plural(some, ...areas))} ${some === 1 ? "is" : "are"} in at least one of twenty.`;
}

function carriedOf(need: Weighed): string {
  const carrier = carrierOf(need);
  if (!carrier?.without) return "";
  const { first, areas, inOrder } = need;
  const { enter, leave } = carrier.without;
  const of = (places: readonly number[]) => inOrder.filter(({ at }) => places.includes(at));
  if (enter.length + leave.length === 0)
    return `Leaving out any one of the indicators changes none of the first ${first}.`;
  const who = enter.length > 0 ? `${named(of(enter), areas)} would be among the first ${first}` : "";
  const rather = leave.length > 0 ? `${named(of(leave), areas)} would not` : "";
  return `The order rests most on ${carrier.indicator.shortName}: without it ${[who, rather].filter(Boolean).join(" and ")}.`;
}

function withoutOf({ withoutPlace, areas }: Weighed): string {
  if (withoutPlace.length === 0) return "";
  const names = named(
    withoutPlace.map((name) => ({ name })),
    areas,
    6,
  );
  return `Without a place, as figures with half of the weight or more are missing: ${names}.`;
}

/** What the areas of most need have in common with a list; empty where it names none of these areas. */
export function listOf(need: Weighed, codes: readonly string[]): string {
  const { first, areas, shapes } = need;
  const there = new Set(shapes.map(({ code }) => code));
  const listed = new Set(codes.filter((code) => there.has(code)));
  if (listed.size === 0) return "";
  const [on, off] = [true, false].map((is) =>
    firstOf(need).filter(({ code }) => listed.has(code) === is),
  ) as [NeedArea[], NeedArea[]];
  const common = `Of the first ${first}, ${on.length === 0 ? "none is" : on.length === 1 ? "1 is" : `${on.length} are`} on your list of ${plural(listed.size, ...areas)}.`;
  return off.length === 0 ? common : `${common} Not on it: ${named(off, areas, 10)}.`;
}
