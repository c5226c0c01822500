import type { DataSets } from "../../components/notebook/data-sets.js";
import { figuresOf } from "../../components/notebook/workspace.js";

/** The workspace's data sets as `read` gives them: "explore/areas.json". */
export function dataSetsOf(read: (name: string) => Uint8Array): DataSets {
  const known = new Map<string, unknown>();
  const once = async <T>(name: string, parse: (bytes: Uint8Array) => T): Promise<T> => {
    if (!known.has(name)) known.set(name, parse(read(`explore/${name}`)));
    return known.get(name) as T;
  };
  const json = <T>(name: string) => once(name, (bytes) => JSON.parse(Buffer.from(bytes).toString()) as T);
  const figures = (name: string) => once(name, (bytes) => figuresOf(Uint8Array.from(bytes).buffer));
  const small: Record<string, string> = {
    outcomes: "outcomes",
    deprivation: "deprivation",
    people: "people",
  };
  return {
    indicators: () => json("indicators.json"),
    areas: () => json("areas.json"),
    figures: () => figures("observations.arrow"),
    divided: () => figures("breakdowns.arrow"),
    smallFigures: (theme) => figures(`small-area-${small[theme] ?? "observations"}.arrow`),
    outlines: (level) => json(level === "lsoa" ? "small-areas.json" : "middle-areas.json"),
  };
}
