import type { Database } from "../store/database.js";

/** A part of a former ward's people, or of those of a ward there is: how large, from 0 to 1, and of which ward. */
export interface WardShare {
  code: string;
  name: string;
  share: number;
}

/** A ward that there was, and which wards its people live in now, the largest part first. */
export interface FormerWard {
  code: string;
  name: string;
  /** `makes`: the share of that ward's people who lived in this one. */
  became: (WardShare & { makes: number })[];
}

export interface FormerWards {
  /** The first year that is known to have the wards of today; null where no list says. */
  since: number | null;
  wards: FormerWard[];
  /** By code of a ward that there is, the wards that its people lived in, the largest part first. */
  of: (code: string) => WardShare[];
}

/** Less than this of a ward's people is as good as nobody: small areas fit wards only so well. */
const least = 0.01;

/** The wards that there were before they were redrawn; none where no look-up has come in. */
export async function readFormerWards(db: Database): Promise<FormerWards> {
  const rows = await db.rows<{
    code: string;
    name: string;
    ward: string;
    wardName: string;
    share: number;
    makes: number;
  }>(`
    SELECT f.code, f.name, f.ward, area.name AS "wardName", f.share, f.makes
    FROM former_ward AS f JOIN area ON area.code = f.ward AND area.level = 'ward'
    ORDER BY f.name, f.code, f.share DESC, area.name`);
  const [{ year = null } = {}] = await db.rows<{ year: number | null }>("SELECT year FROM wards_redrawn");
  const codes = [...new Set(rows.map(({ code }) => code))];
  return {
    since: year,
    wards: codes.map((code) => {
      const own = rows.filter((row) => row.code === code);
      return {
        code,
        name: own[0]!.name,
        became: own
          .filter(({ share }) => share >= least)
          .map(({ ward, wardName, share, makes }) => ({ code: ward, name: wardName, share, makes })),
      };
    }),
    of: (code) =>
      rows
        .filter((row) => row.ward === code && row.makes >= least)
        .map((row) => ({ code: row.code, name: row.name, share: row.makes }))
        .sort((a, b) => b.share - a.share),
  };
}
