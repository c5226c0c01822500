import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { Areas } from "../../loaders/explore/areas.json.js";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import { byIndicator } from "../claims/claim-data.js";
import type { DataSets, Figures } from "../notebook/data-sets.js";
import { hasValue, type Observation } from "../words/status.js";

/**
 * The data set of the briefing as a question asks it. It holds measures by ward in their newest whole period, and in the
 * city, its country and other authorities in all periods; no localities and no small areas.
 */
export function dataSetsOf(briefing: () => Promise<Briefing>): DataSets {
  let fetched: Promise<Briefing> | undefined;
  const data = () => {
    fetched ??= briefing();
    return fetched;
  };
  // A page asks and claims many things of the same figures.
  let indicators: Indicators | undefined;
  let undivided: Figures | undefined;
  let divided: Figures | undefined;
  return {
    indicators: async () => {
      indicators ??= indicatorsOf(await data());
      return indicators;
    },
    areas: async () => areasOf(await data()),
    figures: async () => {
      undivided ??= figuresOf(await data(), (row) => row.breakdown === "all");
      return undivided;
    },
    divided: async () => {
      divided ??= figuresOf(await data(), (row) => row.breakdown !== "all");
      return divided;
    },
    smallFigures: async () => new Map(),
    outlines: async () => [],
  };
}

function rowsOf({ wards, unplaced, series, areas }: Briefing): Observation[] {
  const names = new Map(areas.map(({ code, name }) => [code, name]));
  return [...wards, ...unplaced, ...series].map((row) => ({
    ...row,
    area_name: names.get(row.area) ?? row.area,
    source: row.source_id ?? row.source,
  }));
}

function figuresOf(data: Briefing, isWanted: (row: Observation) => boolean): Figures {
  return byIndicator(rowsOf(data).filter(isWanted));
}

// Of all indicators that are declared, those that the briefing has figures of, if it has any.
function indicatorsOf(data: Briefing): Indicators {
  const figures = figuresOf(data, (row) => hasValue(row) && row.level !== "unplaced");
  const of = (id: string) => figures.get(id) ?? [];
  const there = data.indicators.filter(({ id }) => of(id).length > 0);
  const breakdownsOf = (some: readonly Observation[]) =>
    [...new Set(some.map(({ breakdown }) => breakdown))].filter((breakdown) => breakdown !== "all");
  return {
    city: data.city,
    sample: data.sample,
    asOf: null,
    indicators: (there.length > 0 ? there : data.indicators).map((indicator) => ({
      ...indicator,
      theme: "outcomes",
      breakdowns: breakdownsOf(of(indicator.id)),
      joined: [],
      sources: [],
      provisional: [],
      levels: [...new Set(of(indicator.id).map(({ level }) => level))],
      ways: [{ sources: [], levels: ["ward", "city"] }],
    })),
    themes: { outcomes: "Measures" },
    categories: { all: ["all"], fsm: ["yes", "no"] },
    characteristics: [],
    targets: data.targets,
    notes: data.notes,
    linkage: data.linkage,
    sourceTitles: data.sourceTitles,
    sources: {},
  };
}

function areasOf({ shapes, areas }: Briefing): Areas {
  return {
    ward: shapes as unknown as Areas["ward"],
    locality: [],
    others: areas.filter(({ level }) => level !== "ward" && level !== "locality"),
  };
}
