import type { Database } from "../store/database.js";
import { slugsOf } from "./slugs.js";

/** An area that has a page of its own: a ward or a locality. */
export interface AreaWithPage {
  code: string;
  name: string;
  level: "ward" | "locality";
  slug: string;
  /** Of a ward, the code and the bare name of its locality; null where it has none, and of a locality. */
  locality: string | null;
  localityName: string | null;
}

/** Wards in name order, then localities, each with its address. `db` is the publishable database. */
export async function areasWithPage(db: Database): Promise<AreaWithPage[]> {
  const areas = await db.rows<Omit<AreaWithPage, "slug">>(`
    SELECT area.code, CASE WHEN area.level = 'locality' THEN area.name || ' locality' ELSE area.name END AS name,
      area.level, tree.locality, locality.name AS "localityName"
    FROM area
    LEFT JOIN (SELECT DISTINCT ward, locality FROM area_tree) AS tree ON tree.ward = area.code AND area.level = 'ward'
    LEFT JOIN area AS locality ON locality.code = tree.locality AND locality.level = 'locality'
    WHERE area.level IN ('ward', 'locality')
    ORDER BY area.level DESC, area.name, area.code`);
  const slugs = slugsOf(areas);
  return areas.map((area) => ({ ...area, slug: slugs.get(area.code)! }));
}
