import { distance } from "@turf/turf";
import { z } from "zod";
import { countedIn } from "../measure/settings.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { periodLabel } from "./period-label.js";

const headcount = "src_funded_childcare_headcount";

/** Fewer children from a ward to a ward are not told by themselves: neighbours would know whose they are. */
export const fewestShown = 10;

export const journeysSchema = z.object({
  source: z.string(),
  period: z.string(),
  /** Children with a funded place, by the ward that they live in. */
  from: z.array(
    z.object({
      ward: z.string(),
      children: z.int(),
      /** Whose setting has no ward: childminders, whose addresses are withheld, schools, and settings elsewhere. */
      unplaced: z.int(),
      /** The middle one of the distances from their small areas to their settings, in kilometres; null of few. */
      kilometres: z.number().nullable(),
      /** The wards that most go to, most children first. */
      to: z.array(z.object({ ward: z.string(), children: z.int() })),
      /** All other wards together. */
      elsewhere: z.int(),
    }),
  ),
});

export type Journeys = z.infer<typeof journeysSchema>;

/**
 * From which ward to which children with a funded place go, in the newest headcount: a child at two settings counts at each.
 * Of a ward with few children nothing is told; few to a ward stand among those elsewhere, which are never few by themselves.
 * Null where no headcount has come.
 */
export async function journeysOf(
  db: Database,
  sources: readonly Source[],
  homes: ReadonlyMap<string, readonly [number, number]>,
): Promise<Journeys | null> {
  if (!(await db.has(headcount)) || !(await db.has("setting"))) return null;
  const rows = await db.rows<{
    period: string;
    home: string;
    lsoa: string;
    ward: string | null;
    x: number | null;
    y: number | null;
    children: number;
  }>(`
    WITH newest AS (
      SELECT DISTINCT _period AS period, person_id, lsoa, provider_urn, CASE WHEN person_id IS NULL THEN rowid END AS unlinked
      FROM ${headcount} WHERE _period = (
        SELECT _period FROM ${headcount}
        ORDER BY left(_period, 4) DESC, list_position(['spring', 'summer', 'autumn'], substr(_period, 6)) DESC LIMIT 1)
    )
    SELECT period, tree.ward AS home, lsoa, ${countedIn.replaceAll("ward", "setting.ward")} AS ward,
      longitude AS x, latitude AS y, count(*)::INTEGER AS children
    FROM newest JOIN area_tree AS tree USING (lsoa) LEFT JOIN setting ON setting.urn = provider_urn
    WHERE tree.ward IS NOT NULL
    GROUP BY ALL ORDER BY home, lsoa, ward, x, y`);
  const [first] = rows;
  if (!first) return null;
  const wards = [...new Set(rows.map(({ home }) => home))];
  return {
    source: sources.find(({ id }) => id === "funded-childcare-headcount")?.title ?? "Headcount",
    period: periodLabel(first.period),
    from: wards.flatMap((ward) => {
      const own = rows.filter(({ home }) => home === ward);
      const [placed, unplaced] = [own.filter((row) => row.ward), own.filter((row) => !row.ward)];
      if (total(placed) < fewestShown) return [];
      const flows = flowsToShow(sumBy(placed));
      // A few without a ward could be told from all by whoever knows the rest.
      const few = total(unplaced) > 0 && total(unplaced) < fewestShown;
      return [
        {
          ...{ ward, children: total(few ? placed : own), unplaced: few ? 0 : total(unplaced) },
          ...{ kilometres: middle(placed, homes), ...flows },
        },
      ];
    }),
  };
}

const total = (rows: readonly { children: number }[]) =>
  rows.reduce((sum, { children }) => sum + children, 0);

function sumBy(
  rows: readonly { ward: string | null; children: number }[],
): { ward: string; children: number }[] {
  const sums = new Map<string, number>();
  for (const { ward, children } of rows) sums.set(ward!, (sums.get(ward!) ?? 0) + children);
  return [...sums]
    .map(([ward, children]) => ({ ward, children }))
    .sort((a, b) => b.children - a.children || (a.ward < b.ward ? -1 : 1));
}

/**
 * Flows of enough children by themselves, the others together: the smallest that would be told joins them where they would
 * be few, or one alone.
 */
export function flowsToShow(flows: readonly { ward: string; children: number }[]): {
  to: { ward: string; children: number }[];
  elsewhere: number;
} {
  const to = flows.filter(({ children }) => children >= fewestShown);
  const rest = flows.filter(({ children }) => children < fewestShown);
  while (rest.length > 0 && (rest.length < 2 || total(rest) < fewestShown) && to.length > 0)
    rest.push(to.pop()!);
  return { to, elsewhere: total(rest) };
}

function middle(
  rows: readonly { lsoa: string; x: number | null; y: number | null; children: number }[],
  homes: ReadonlyMap<string, readonly [number, number]>,
): number | null {
  const far = rows.flatMap(({ lsoa, x, y, children }) => {
    const home = homes.get(lsoa);
    return home && x !== null && y !== null ? [{ km: distance([...home], [x, y]), children }] : [];
  });
  if (total(far) < fewestShown) return null;
  let left = total(far) / 2;
  for (const { km, children } of far.sort((a, b) => a.km - b.km)) {
    left -= children;
    if (left <= 0) return Math.round(km * 10) / 10;
  }
  return null;
}
