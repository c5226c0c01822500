import type { AreaIndicator } from "../../loaders/briefings/area-schema.js";
import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import type { Cell, TableData } from "../tables/table.js";
import { besideOf, lookOfIndicator, standingOf } from "../words/area-standing.js";
import { type Change, changed } from "../words/change.js";
import { plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import { hasValue } from "../words/status.js";
import { type Area, filed, originOf, peersOf } from "./profile.js";
import { hasPeers, shortValue, spineKey, spineTable } from "./spine.js";

/**
 * Every measure of an area in a line each: its figure, whether it has moved, and where it stands among its peers, the areas most
 * like it, all areas together and what would not be beyond chance.
 */
export function atAGlance(area: Area): HTMLElement {
  const { data, measures, beside, name } = area;
  if (measures.length === 0) return nothingToTell();
  const known = measures.filter((one) => standingOf(one) !== "unknown");
  const apart = known.filter((one) => ["worse", "better"].includes(lookOfIndicator(one)));
  const subject = `Measures of ${name}, each in its newest whole period`;
  return figure({
    title:
      known.length === 0
        ? `${plural(measures.length, "measure")} of ${name}`
        : `${name} differs from ${beside} by more than chance in ${apart.length || "none"} of ${plural(known.length, "measure")}`,
    subject,
    unit: `${hasPeers(measures) ? `Figure, change, and where it stands between the least and the greatest of the ${peersOf(data)}` : "Figure and change"}${measures.some((one) => changeOf(one) === "unknown") ? ". Not judged: it comes without what would tell a change from chance" : ""}`,
    ...originOf(data, measures),
    description: `A table of ${plural(measures.length, "measure")}: the figure of ${name}${measures.some(besideOf) ? `, its change and the figure of ${beside}` : " and its change"}.`,
    chart: element(
      "div",
      { class: "ey-glance-holder" },
      spineKey(area, measures),
      spineTable(area, measures, {
        caption: subject,
        first: "Measure",
        under: standingText,
        more: [{ label: "Change", of: changeText }],
      }),
    ),
    table: tableOf(area),
  });
}

/** How a figure stands, in a word or two. */
export function standingText(one: AreaIndicator): string {
  const standing = standingOf(one);
  const look = lookOfIndicator(one);
  if (standing === "unknown") return "";
  if (look === "even") return "may be chance";
  return look === "apart" ? standing : look;
}

/** Whether a figure has moved, in words: "↑ up from 61.2% in 2022/23", "→ no clear change since 2022/23". */
export function changeText(one: AreaIndicator): string {
  const { before, unit } = one;
  const change = changeOf(one);
  if (!change || !before) return "no earlier figure";
  if (change === "unknown") return `was ${shortValue(before, unit)} in ${before.period}; not judged`;
  if (change === "unclear") return `→ no clear change since ${before.period}`;
  return `${change === "up" ? "↑ up" : "↓ down"} from ${shortValue(before, unit)} in ${before.period}`;
}

function changeOf({ own, before, unit }: AreaIndicator): Change | undefined {
  return before && hasValue(own) && hasValue(before) ? changed(own, before, unit) : undefined;
}

function tableOf({ data, measures, name, beside }: Area): TableData {
  const hasCountry = data.level !== "city" && data.country !== null;
  return {
    columns: [
      { key: "measure", label: "Measure" },
      { key: "unit", label: "Unit" },
      { key: "period", label: "Period" },
      { key: "own", label: name, unit: "mixed" },
      { key: "lower", label: "Lower 95% limit", unit: "mixed" },
      { key: "upper", label: "Upper 95% limit", unit: "mixed" },
      { key: "standing", label: "How it stands" },
      { key: "change", label: "Change" },
      { key: "all", label: beside, unit: "mixed" },
      ...(hasCountry ? [{ key: "country", label: data.country!, unit: "mixed" }] : []),
    ],
    rows: measures.map((one) => ({
      measure: one.shortName,
      unit: one.unit,
      period: one.period,
      own: filed(data, one, one.own),
      lower: limit(one, one.own.lower),
      upper: limit(one, one.own.upper),
      standing: standingText(one),
      change: changeText(one),
      all: one.all ? filed(data, one, one.all, true) : besideCell(one, besideOf(one)),
      country: besideCell(one, one.country),
    })),
  };
}

// What is no figure of the city's own areas is shown, and left to the publisher's own files in the download.
function besideCell({ unit }: AreaIndicator, figure: AreaIndicator["own"] | null): Cell {
  return figure && { value: figure.value, status: figure.status, unit };
}

function limit({ unit }: AreaIndicator, value: number | null): Cell {
  return value === null ? null : { value, status: "value", unit };
}
