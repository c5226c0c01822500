import { FileAttachment } from "observablehq:stdlib";
import type { Moves } from "../../loaders/briefings/moves.json.js";
import { element } from "../element.js";
import { selectChooser } from "../inputs/choosers.js";
import type { ViewElement } from "../inputs/url-state.js";
import { dataTable } from "../tables/data-table.js";
import { formatDate, formatList, levelName, plural } from "../words/format.js";
import { causeWords, type Verdict, verdictText } from "../words/moves.js";
import { nothingToTell } from "../words/only.js";
import { type Looked, lookedBefore } from "./looked.js";

type Move = Moves["moves"][number];
type Since = Moves["since"][number];

/** What refreshes moved, as far back as it is kept. */
export interface MovesInWords {
  /** False where no refresh has moved a figure yet. */
  available: boolean;
  data: Moves;
  /** When the reader looked last, on an earlier day; undefined where this browser does not know. */
  looked: Looked | undefined;
}

/** What moved from a refresh on. */
export interface Moved {
  available: boolean;
  data: Moves;
  /** Everything that moved, in a sentence or two. */
  text: string;
  /** An item for each indicator that moved, in the order of indicators. */
  items: { indicator: string; text: string }[];
  moves: Move[];
}

/** Fetches what moved, and notes in this browser that the reader has looked. */
export async function moves(): Promise<MovesInWords> {
  const data = await FileAttachment("../../data/moves.json").json<Moves>();
  return movesInWords(data, lookedBefore(data.refreshedAt));
}

/** What a data set of moves tells a reader who looked then. */
export function movesInWords(data: Moves, looked?: Looked): MovesInWords {
  return { available: data.since.length > 0, data, looked };
}

/**
 * Since when it is told what moved: since the reader looked last, where that is known, else at the last refresh that moved
 * anything; or at any refresh that is kept. Its value is what moved.
 */
export function sinceWhen(moves: MovesInWords): ViewElement<Moved> {
  const { data, looked } = moves;
  if (data.since.length === 0) return Object.assign(nothingToTell(), { value: movedSince(moves, undefined) });
  const select = selectChooser({
    label: "What moved",
    options: [
      ...(looked ? [["looked", `Since you last looked, on ${formatDate(looked.on)}`] as const] : []),
      ...data.since.map(({ at }) => [at, `From the refresh of ${formatDate(at)} on`] as const),
    ],
  });
  const value = () =>
    movedSince(moves, select.value === "looked" ? looked!.seen : select.value, select.value === "looked");
  return Object.defineProperty(element("div", { class: "ey-controls" }, select), "value", {
    get: value,
  }) as unknown as ViewElement<Moved>;
}

/**
 * What moved at a refresh and in those after it. With `isLast`, in those after it alone: the reader has seen that one. The
 * earliest that is kept stands for all before.
 */
export function movedSince({ data }: MovesInWords, time: string | undefined, isLast = false): Moved {
  const wanted = data.since
    .filter(({ at }) => time !== undefined && (isLast ? at > time : at >= time))
    .at(-1);
  const none = { available: false, data, items: [], moves: [] };
  if (data.since.length === 0)
    return { ...none, text: "No refresh has moved a figure yet: these are the first that came." };
  const newest = formatDate(data.since[0]!.at);
  if (!wanted)
    return {
      ...none,
      text: `No figure has moved since you last looked. The last refresh that moved any was on ${newest}.`,
    };
  const found = wanted.moves.map((place) => data.moves[place]!);
  const items = data.indicators.flatMap(({ id, shortName }) => {
    const text = itemText(data, wanted, id, found);
    return text ? [{ indicator: shortName, text }] : [];
  });
  const from = formatDate(wanted.at);
  const when =
    wanted.at === data.since[0]!.at ? `At the refresh of ${from}` : `From the refresh of ${from} on`;
  return {
    available: items.length > 0,
    data,
    text:
      items.length === 0
        ? `${when} no figure moved that has not come back to where it was.`
        : `${when}, the newest figures of ${plural(items.length, "indicator")} moved.`,
    items,
    moves: found,
  };
}

/**
 * What moved, an indicator an item: the city first, then the areas in it that moved beyond chance; and every figure with what it
 * was, what it is and why, as a folded table.
 */
export function movedFigures(moved: Moved): HTMLElement {
  if (!moved.available) return nothingToTell();
  return element("div", { class: "ey-moved" }, itemList(moved), moved.moves.length > 0 && movedTable(moved));
}

function itemList({ items }: Moved): HTMLElement {
  const all = items.map(({ indicator, text }) =>
    element("li", {}, element("strong", {}, indicator), `: ${text}`),
  );
  const [first, rest] = [all.slice(0, most), all.slice(most)];
  const fold = element(
    "details",
    { class: "ey-fold" },
    element("summary", {}, `${plural(rest.length, "more indicator")}. Show them`),
    element("ul", {}, ...rest),
  );
  return element("div", {}, element("ul", {}, ...first), rest.length > 0 && fold);
}

function movedTable({ data, moves }: Moved): HTMLElement {
  const names = new Map(data.indicators.map(({ id, shortName }) => [id, shortName]));
  const figure = (one: Move["from"]) => (one ? `${one.text} (${one.period})` : "none");
  const table = {
    columns: [
      { key: "name", label: "Indicator" },
      { key: "area", label: "Area or group" },
      { key: "from", label: "From" },
      { key: "to", label: "To" },
      { key: "verdict", label: "What that is" },
      { key: "why", label: "Why" },
    ],
    rows: moves.map((move) => ({
      name: names.get(move.indicator) ?? move.indicator,
      area: move.area,
      from: figure(move.from),
      to: figure(move.to),
      verdict: verdictWords(move),
      why: formatList(move.causes.map((cause) => causeWords[cause])),
    })),
  };
  return element(
    "details",
    { class: "ey-fold" },
    element("summary", {}, `${plural(moves.length, "figure")} with what each was, what it is and why`),
    dataTable({
      caption: "Figures that moved",
      table,
      source: formatList([...new Set(moves.map(({ source }) => source))]),
      asOf: formatDate(data.refreshedAt),
      sample: data.sample,
    }),
  );
}

/** How many indicators are told before the rest is folded, and how many areas of one are named. */
const most = 6;
const mostNamed = 6;

const wholes = ["city", "country"];

/** "Birmingham from 65.0% (2023/24) to 66.3% (2024/25), no clear change: a new period. …"; empty where nothing moved. */
function itemText(
  data: Moves,
  { unclear, unclearGroups }: Since,
  id: string,
  found: readonly Move[],
): string {
  const own = found.filter(({ indicator }) => indicator === id);
  const parts = own.filter(({ level }) => !wholes.includes(level));
  const still = unclear[id] ?? 0;
  const groups = unclearGroups[id] ?? 0;
  const sentences = [
    ...own.filter(({ level }) => wholes.includes(level)).map((move) => `${move.area} ${wholeText(move)}.`),
    ...partsTexts(parts),
    still > 0 &&
      `${plural(still, own.length > 0 ? "other area" : "area")} in ${data.city.name} ${still === 1 ? "has" : "have"} a new figure and no clear change.`,
    groups > 0 && `No clear change in ${plural(groups, "group")} of its children.`,
  ];
  return sentences.filter(Boolean).join(" ");
}

function wholeText(move: Move): string {
  const { from, to, causes } = move;
  const why = formatList(causes.map((cause) => causeWords[cause]));
  const samePeriod = from && to && from.period === to.period;
  const figures = [
    from && `from ${from.text}${samePeriod ? "" : ` (${from.period})`}`,
    to ? `${from ? "to" : "has"} ${to.text} (${to.period})` : "to no figure",
  ].filter(Boolean);
  return `${figures.join(" ")}${from ? `, ${verdictWords(move)}` : ""}: ${why}`;
}

function verdictWords({ verdict, from, to }: Move): string {
  return verdictText(verdict, { from: from?.period, to: to?.period });
}

/** The areas in the city by what became of them, a sentence each. */
function partsTexts(parts: readonly Move[]): string[] {
  const said: [Verdict, string][] = [
    ["up", "Up"],
    ["down", "Down"],
    ["new", "A first figure"],
    ["gone", "No figure any more"],
    ["apart", "Figures that do not compare with those before"],
  ];
  return (["group", "locality", "ward"] as const).flatMap((level) =>
    said.flatMap(([verdict, words]) => {
      const some = parts.filter((one) => one.level === level && one.verdict === verdict);
      if (some.length === 0) return [];
      const named = some.length <= mostNamed ? `: ${formatList(some.map(({ area }) => area))}` : "";
      return [`${words} in ${plural(some.length, levelName(level), levelName(level, true))}${named}.`];
    }),
  );
}
