import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { withStatus } from "../figures/joined-split.js";
import { restsOn } from "../figures/rests-on.js";
import type { Joined } from "../joined/words.js";
import { formatDate, formatList } from "../words/format.js";
import { hasValue } from "../words/status.js";
import type { Measure } from "./by-ward.js";

/** An outcome by whether the same child had a funded place before, in the city. Not available where nobody could be joined. */
export function sameChildren(data: Briefing, outcome: Measure): Joined {
  const rows = data.joined?.rows.map(withStatus) ?? [];
  const undivided = rows.filter((row) => row.within === "all");
  const first = undivided[0];
  const definition = data.joined?.definition;
  const indicator = data.indicators.find(({ id }) => id === first?.indicator);
  const joinedTo = definition && data.sourceTitles[definition.source];
  return {
    available: undivided.some(hasValue),
    indicator: indicator ?? { id: "", shortName: outcome.name, unit: "percent" },
    definition,
    period: first?.period ?? "no period",
    where: data.city.name,
    rows: undivided,
    divided: rows,
    categories: { fsm: ["yes", "no"] },
    origin: {
      source: formatList([outcome.found?.source, joinedTo].filter((title) => title !== undefined)),
      asOf: formatDate(data.joined?.asOf),
      sample: data.sample,
      linkage: first && restsOn(data.linkage, [{ ...first, breakdown: first.joined }]),
    },
    linkage: data.linkage,
    sureness: "",
    why: "No extract of both sources has come.",
  };
}
