import { byIndicator, type ClaimData } from "../../../components/claims/claim-data.js";
import { dataSetsOf } from "../../../components/data-sets/briefing.js";
import { claimDataOf } from "../../../components/data-sets/summary.js";
import { readObservations } from "../../../components/figures/read-arrow.js";
import type { Observation } from "../../../components/words/status.js";

const read = new Map<string, Promise<unknown>>();

/** The data sets by which claims on the page at an address are tested, as its audience has them. */
export function claimDataHere(address: string): ClaimData {
  const audience = address.split("/")[0];
  if (audience === "briefings") return dataSetsOf(() => json("briefings/data/briefing.json"));
  if (audience === "public") return claimDataOf(() => json("public/data/summary.json"));
  const small: Record<string, string> = {
    outcomes: "outcomes",
    deprivation: "deprivation",
    people: "people",
  };
  return {
    indicators: () => json("explore/data/indicators.json"),
    figures: () => rows("explore/data/observations.arrow"),
    divided: () => rows("explore/data/breakdowns.arrow"),
    smallFigures: (theme) => rows(`explore/data/small-area-${small[theme] ?? "observations"}.arrow`),
  };
}

function json<T>(name: string): Promise<T> {
  return once(name, (response) => response.json());
}

function rows(name: string): Promise<Map<string, Observation[]>> {
  return once(name, async (response) => byIndicator(readObservations(await response.arrayBuffer())));
}

// What failed is asked for again.
function once<T>(name: string, parse: (response: Response) => Promise<T>): Promise<T> {
  const known = read.get(name) as Promise<T> | undefined;
  if (known) return known;
  const request = fetch(`/_file/${name}`).then((response) => {
    if (!response.ok) throw new Error(`The data set ${name} was not made: see what failed at the refresh.`);
    return parse(response);
  });
  read.set(name, request);
  request.catch(() => read.delete(name));
  return request;
}
