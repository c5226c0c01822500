import { z } from "zod";
import { capital, categoryName } from "../../components/words/format.js";
import { causes, type Move, movesFrom, verdictOf, verdicts } from "../../components/words/moves.js";
import { formatValue } from "../../components/words/status.js";
import { groupLevel, readMoves } from "../measure/figure-moves.js";
import { pageDataset } from "../page-dataset.js";

/** How many refreshes a reader can look back to. */
const lookBack = 12;

const figure = z.object({ text: z.string(), period: z.string() }).nullable();

const schema = z.object({
  sample: z.boolean(),
  city: z.object({ code: z.string(), name: z.string() }),
  /** ISO time of the refresh that the data set was made in. */
  refreshedAt: z.string(),
  indicators: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      shortName: z.string(),
      polarity: z.enum(["high", "low", "none"]),
    }),
  ),
  /** Every move that is told from some refresh on. */
  moves: z.array(
    z.object({
      indicator: z.string(),
      level: z.string(),
      area: z.string(),
      /** Figures as they are written, with their unit; null where there was, or is, none. */
      from: figure,
      to: figure,
      causes: z.array(z.enum(causes)),
      verdict: z.enum(verdicts),
      /** The source's title. */
      source: z.string(),
    }),
  ),
  /** What moved from a refresh on, the newest refresh first. */
  since: z.array(
    z.object({
      /** ISO time of the refresh. */
      at: z.string(),
      /** Places in the list of moves. */
      moves: z.array(z.int()),
      /** Of wards and localities how many moved by no more than chance would, by indicator. */
      unclear: z.record(z.string(), z.int()),
      /** The same of the groups of the city's children. */
      unclearGroups: z.record(z.string(), z.int()),
    }),
  ),
});

export type Moves = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Figures that refreshes moved",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Moves> => {
    const moves = await readMoves(db);
    const indicators = await db.rows<Moves["indicators"][number] & Judging>(`
      SELECT id, name, short_name AS "shortName", polarity, unit, chance FROM indicator ORDER BY position`);
    const about = new Map(indicators.map((one) => [one.id, one]));
    const areas = await db.rows<{ code: string; name: string }>(
      "SELECT code, name FROM area WHERE level IN ('country', 'city', 'locality', 'ward')",
    );
    const names = new Map(areas.map(({ code, name }) => [code, name]));
    const titles = new Map(sources.map(({ id, title }) => [id, title]));
    const unitOf = (indicator: string) => about.get(indicator)?.unit ?? "count";
    const listed: Moves["moves"] = [];
    const places = new Map<string, number>();
    const placeOf = (move: Moves["moves"][number]): number => {
      const key = JSON.stringify(move);
      const place = places.get(key) ?? listed.push(move) - 1;
      places.set(key, place);
      return place;
    };
    const times = [...new Set(moves.map(({ at }) => at))].reverse().slice(0, lookBack);
    const since = times.map((at) => {
      const one: Moves["since"][number] = { at, moves: [], unclear: {}, unclearGroups: {} };
      for (const move of movesFrom(moves, at, unitOf)) {
        const { indicator, level } = move;
        const judging = about.get(indicator);
        // An indicator that has left the registry is told of no more.
        if (!judging) continue;
        const verdict = verdictOf(move, judging.unit, judging.chance);
        const still = level === groupLevel ? one.unclearGroups : one.unclear;
        if (isPart(level) && ["unclear", "unknown", "same"].includes(verdict))
          still[indicator] = (still[indicator] ?? 0) + 1;
        else
          one.moves.push(
            placeOf({
              ...{
                indicator,
                level,
                area: level === groupLevel ? groupName(move.area) : (names.get(move.area) ?? move.area),
              },
              ...{ from: written(move.from, judging.unit), to: written(move.to, judging.unit) },
              ...{ causes: move.causes, verdict, source: titleOf(titles, move) },
            }),
          );
      }
      return one;
    });
    const mentioned = new Set([
      ...listed.map(({ indicator }) => indicator),
      ...since.flatMap(({ unclear, unclearGroups }) => Object.keys({ ...unclear, ...unclearGroups })),
    ]);
    return {
      sample: manifest.sample,
      city: { code: city.code, name: city.name },
      refreshedAt: manifest.refreshedAt,
      indicators: indicators.filter(({ id }) => mentioned.has(id)),
      moves: listed,
      since,
    };
  },
});

interface Judging {
  unit: string;
  chance: "yes" | "no";
}

function isPart(level: string): boolean {
  return level === "ward" || level === "locality" || level === groupLevel;
}

function groupName(area: string): string {
  const [breakdown, category] = area.split(/:(.*)/) as [string, string];
  return capital(categoryName(breakdown, category));
}

function written(stood: Move["from"], unit: string): z.infer<typeof figure> {
  return stood && { text: formatValue(stood, unit), period: stood.period };
}

function titleOf(titles: ReadonlyMap<string, string>, { from, to }: Move): string {
  const id = (to ?? from)!.source;
  return titles.get(id) ?? id;
}
