import { scatter as drawScatter } from "../charts/scatter.js";
import { element } from "../element.js";
import { periodsOf, pick } from "../figures/observations.js";
import { areaOfRow } from "../tables/table.js";
import { capital, inSentence, plural, unitLabel } from "../words/format.js";
import { togetherness } from "../words/message.js";
import { suggestion } from "../words/nearest.js";
import { hasValue } from "../words/status.js";
import type { Asked, Offer } from "./asked.js";
import { type Drawing, demandAnswer, drawn, notAvailable, nothing } from "./drawn.js";
import { checked, type OptionsOf } from "./options.js";
import { sentenceSelect } from "./select.js";

/**
 * A dot for each area: the indicator across, a second one upwards. Which second one is chosen in the line above it, and
 * kept in the address.
 */
export function scatter(asked: Asked, options: OptionsOf<"scatter"> = {}): HTMLElement {
  checked("scatter", options);
  demandAnswer("scatter", asked);
  return asked.kept.draw("scatter with its choice", asked, () => {
    const place = element("div", {});
    let now = asked;
    const select = sentenceSelect("Second indicator", (id) => now.choose({ with: id }), "none at this level");
    return {
      element: element(
        "div",
        { class: "ey-piece" },
        element("p", { class: "ey-question ey-control" }, "Beside it ", select.element),
        place,
      ),
      update(next) {
        now = next;
        const offers = offersOf(next);
        const second = secondOf(next, offers, options);
        select.show(offers, second ?? "");
        const shown = drawn("scatter", next, { ...options, with: second }, () => drawing);
        if (place.firstChild !== shown) place.replaceChildren(shown);
      },
    };
  });
}

// A count says how large an area is, and little else.
function offersOf({ about, level }: Asked): Offer[] {
  return about.indicators
    .filter(({ kind, levels }) => kind !== "count" && kind !== "gap" && levels.includes(level))
    .map(({ id, shortName, theme }) => ({ value: id, words: shortName, heading: about.themes[theme]! }));
}

function secondOf(asked: Asked, offers: readonly Offer[], options: OptionsOf<"scatter">): string | undefined {
  const { about, indicator } = asked;
  const ids = about.indicators.map(({ id }) => id);
  if (options.with !== undefined && !ids.includes(options.with))
    throw new Error(`scatter(…): there is no indicator “${options.with}”.${suggestion(options.with, ids)}`);
  const usual = ["good-level-of-development", "two-year-old-take-up", "idaci"].filter(
    (id) => id !== indicator.id,
  );
  const there = (id: string | undefined) => offers.some(({ value }) => value === id);
  return (
    [asked.with, options.with, ...usual].find(there) ??
    offers.find(({ value }) => value !== indicator.id)?.value
  );
}

async function drawing(now: Asked, { title, with: second }: OptionsOf<"scatter">): Promise<Drawing> {
  const { rows, areas, indicator, measure, period, about, level, chosen } = now;
  const other = about.indicators.find(({ id }) => id === second);
  if (!now.available) return notAvailable(now);
  if (!other || level === "city")
    return nothing(
      level === "city"
        ? "Choose wards, localities or small areas as the level."
        : `No two indicators are available for the same ${areas[1]}.`,
    );
  const all = pick(await now.figuresOf(other.id), { breakdown: "all" });
  const otherPeriod = periodsOf(all)[0]!;
  const others = new Map(
    pick(all, { period: otherPeriod })
      .filter(hasValue)
      .map((o) => [o.area, o]),
  );
  const both = rows.filter(hasValue).filter(({ code }) => others.has(code));
  if (both.length < 2) return nothing(`No two indicators are available for the same ${areas[1]}.`);
  const x = { label: `${measure}, ${period}`, unit: indicator.unit };
  const y = { label: `${other.shortName}, ${otherPeriod}`, unit: other.unit };
  return {
    ...now.provenanceOf([...rows, ...others.values()]),
    title: title ?? together(both.map(({ code, value }) => ({ x: value, y: others.get(code)!.value }))),
    subject: `${x.label}, and ${y.label}`,
    unit: `One dot for each ${areas[0]}. ${x.label} (${unitLabel(x.unit)}) across, ${y.label} (${unitLabel(y.unit)}) upwards.`,
    description: `${plural(both.length, ...areas)}. ${chosen.size > 0 ? "Chosen areas are filled and named." : "Choose areas to have them named."}`,
    chart: (width) =>
      drawScatter({
        pairs: both.map(({ code, name, value }) => ({ code, name, x: value, y: others.get(code)!.value })),
        x,
        y,
        width,
        chosen,
      }),
    table: {
      columns: [
        { key: "name", label: capital(areas[0]) },
        { key: "x", label: x.label, unit: x.unit },
        { key: "y", label: y.label, unit: y.unit },
      ],
      areaOf: areaOfRow,
      rows: both.map((o) => ({ name: o.name, area: o.code, x: o, y: others.get(o.code)! })),
    },
  };

  function together(pairs: readonly { x: number; y: number }[]): string {
    const [one, another] = [measure, other!.shortName];
    switch (togetherness(pairs)) {
      case "together":
        return `Where ${inSentence(one)} is higher, ${inSentence(another)} tends to be higher`;
      case "against":
        return `Where ${inSentence(one)} is higher, ${inSentence(another)} tends to be lower`;
      case "not seen":
        return `${capital(one)} and ${inSentence(another)} do not go together beyond chance`;
      default:
        return `${one} and ${inSentence(another)}, ${areas[0]} by ${areas[0]}`;
    }
  }
}
