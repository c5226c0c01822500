import { tableFromIPC } from "@uwdata/flechette";
import { type AreaPage, byIndicator, type ClaimData } from "../../components/claims/claim-data.js";
import { dataSetsOf as briefingData } from "../../components/data-sets/briefing.js";
import { claimDataOf as summaryData } from "../../components/data-sets/summary.js";
import { once } from "../../components/words/once.js";
import type { Observation } from "../../components/words/status.js";
import type { Audience } from "../page-dataset.js";
import { TellableError } from "../store/safe-message.js";

type AreaProfile = Awaited<ReturnType<NonNullable<ClaimData["profile"]>>>;
type Summary = Awaited<ReturnType<Parameters<typeof summaryData>[0]>>;

/** The bytes of a page data set by its name, as in "explore/areas.json"; undefined where there is none. */
export type ReadDataset = (name: string) => Uint8Array | undefined;

/** What a JSON data set says, by its name. */
type ReadJson = <T>(name: string) => T | undefined;

/** What a page's audience has to test claims by: the very page data sets that its pages attach, and no more. */
export function audienceData(audience: Audience, read: ReadDataset): ClaimData {
  const bytes = (name: string): Uint8Array => {
    const found = read(`${audience}/${name}`);
    if (found) return found;
    throw new TellableError(`The data set ${audience}/${name} was not made: see what failed at the refresh.`);
  };
  // Many claims are of one area.
  const kept = new Map<string, unknown>();
  const jsonOf: ReadJson = <T>(name: string): T | undefined => {
    if (!kept.has(name)) {
      const found = read(name);
      kept.set(name, found && JSON.parse(Buffer.from(found).toString()));
    }
    return kept.get(name) as T | undefined;
  };
  const json = <T>(name: string) => once(async () => JSON.parse(Buffer.from(bytes(name)).toString()) as T);
  if (audience === "briefings")
    return {
      ...briefingData(json("briefing.json")),
      profile: async (area) => jsonOf<AreaProfile>(`briefings/area-${area}.json`),
    };
  if (audience === "public") return withAreaPages(summaryData(json("summary.json")), read, jsonOf);
  const figures = (name: string) => once(async () => byIndicator(rowsOf(bytes(name))));
  const small: Record<string, ReturnType<typeof figures>> = Object.fromEntries(
    ["outcomes", "deprivation", "people", "observations"].map((part) => [
      part,
      figures(`small-area-${part}.arrow`),
    ]),
  );
  return {
    indicators: json("indicators.json"),
    figures: figures("observations.arrow"),
    divided: figures("breakdowns.arrow"),
    smallFigures: (theme) => (small[theme] ?? small.observations!)(),
  };
}

/** With what stands in the data sets of areas' pages alone: the figures of localities, and those of earlier periods. */
function withAreaPages(data: ClaimData, read: ReadDataset, jsonOf: ReadJson): ClaimData {
  return {
    ...data,
    areaPage: async (slug) => jsonOf<AreaPage>(`public/ward-${slug}.json`),
    figures: once(async () => {
      const figures = new Map(await data.figures());
      for (const { slug } of jsonOf<{ slug: string }[]>("public/area-pages.json") ?? []) {
        const name = `public/ward-${slug}.json`;
        // Most are of wards, whose figures the summary has: their bytes tell as much unread.
        if (!Buffer.from(read(name) ?? []).includes('"level":"locality"')) continue;
        const area = jsonOf<Summary & { level: string }>(name);
        if (area?.level !== "locality") continue;
        for (const [id, rows] of await summaryData(async () => area).figures()) {
          const own = rows
            .filter(({ level }) => level === "ward")
            .map((row) => ({ ...row, level: area.level }));
          figures.set(id, [...(figures.get(id) ?? []), ...own]);
        }
      }
      return figures;
    }),
  };
}

function rowsOf(bytes: Uint8Array): Observation[] {
  // The reader wants bytes that begin a buffer of their own.
  return tableFromIPC(Uint8Array.from(bytes), { useDate: true }).toArray() as Observation[];
}
