import type { Position } from "geojson";
import type { Database } from "../store/database.js";

type Named = { code: string; name: string };

/** An area that has a profile, with what it lies in, is made of and lies beside. */
export interface Place extends Named {
  level: "ward" | "locality" | "city";
  within: (Named & { level: string })[];
  parts: Named[];
  besides: Named[];
}

/** Every area that has a profile: the city, its localities and wards, each by name. */
export async function placesOf(db: Database): Promise<Place[]> {
  const rows = await db.rows<Named & { level: Place["level"]; parent: string | null }>(`
    SELECT code, name, level, parent FROM area WHERE level IN ('city', 'locality', 'ward')
    ORDER BY array_position(['city', 'locality', 'ward'], level), name, code`);
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const beside = await neighboursOf(db);
  const named = ({ code, name }: Named): Named => ({ code, name });
  return rows.map(({ code, name, level, parent }) => {
    const within: Place["within"] = [];
    for (let above = parent; above; ) {
      const row = byCode.get(above);
      if (row) within.push({ ...named(row), level: row.level });
      above = row?.parent ?? null;
    }
    return {
      code,
      name,
      level,
      within,
      parts: rows.filter((row) => row.parent === code).map(named),
      besides: rows.filter((row) => beside.get(code)?.has(row.code)).map(named),
    };
  });
}

/** By ward, those that share a point of their outlines, as far as points are told apart to about ten metres. */
async function neighboursOf(db: Database): Promise<Map<string, Set<string>>> {
  const rows = await db.rows<{ code: string; geometry: string }>(
    "SELECT code, geometry FROM area_shape WHERE level = 'ward' ORDER BY code",
  );
  const at = new Map<string, Set<string>>();
  for (const { code, geometry } of rows) {
    const { coordinates } = JSON.parse(geometry) as { coordinates: unknown[] };
    for (const [x, y] of coordinates.flat(
      coordinates.length && isRing(coordinates[0]) ? 1 : 2,
    ) as Position[]) {
      const point = `${Math.round(x! * 1e4)} ${Math.round(y! * 1e4)}`;
      const there = at.get(point);
      if (there) there.add(code);
      else at.set(point, new Set([code]));
    }
  }
  const beside = new Map<string, Set<string>>();
  for (const codes of at.values())
    for (const code of codes)
      for (const other of codes)
        if (other !== code) beside.set(code, (beside.get(code) ?? new Set()).add(other));
  return beside;
}

// A polygon holds rings, which hold positions; several polygons hold polygons.
function isRing(first: unknown): boolean {
  return Array.isArray(first) && Array.isArray(first[0]) && typeof first[0][0] === "number";
}
