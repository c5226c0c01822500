import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { soak } from "../soak.js";
import { describeReal, inboxOf, realFolder, type World, worldOf } from "./world.js";

describeReal("real files with faults", () => {
  const undo: (() => void)[] = [];
  afterEach(() => {
    for (const step of undo.splice(0)) step();
  });

  async function worldWith(name: string, path: string): Promise<World> {
    const made = inboxOf({ [name]: readFileSync(join(realFolder, path)) });
    const world = await worldOf(made.inbox);
    undo.push(world.remove, made.remove);
    return world;
  }

  soak(
    "the windows-1252 register of all England, with no-break spaces in its cells, is read whole",
    async () => {
      const world = await worldWith(
        "childminder_agencies_2025-03-31.csv",
        "messy/real_broken/childminder_agencies_2025-03-31_cp1252_nbsp.csv",
      );
      expect(world.entries["childminder-register"]).toMatchObject({
        refused: [],
        extracts: [{ rows: 25_300, rejected: 0 }],
      });
      const { birmingham, islington, spaced, withheld } = await world.db.row(`
      SELECT count(*) FILTER (WHERE local_authority = 'Birmingham') AS birmingham,
        count(*) FILTER (WHERE local_authority = 'Islington' AND type = 'Childminder agency') AS islington,
        count(*) FILTER (WHERE concat(name, postcode, local_authority) LIKE '%' || chr(160) || '%') AS spaced,
        count(*) FILTER (WHERE name_status = 'not_available' AND name IS NULL) AS withheld
      FROM src_childminder_register`);
      expect({ birmingham, islington, spaced, withheld }).toEqual({
        birmingham: 330,
        islington: 2,
        spaced: 0,
        withheld: 25_280,
      });
    },
  );

  soak(
    "the 2019 indices with line ends of an old Macintosh and commas in thousands are read whole",
    async () => {
      const world = await worldWith(
        "imd2019_england_lsoa11_cr.csv",
        "messy/real_broken/imd2019_cr_only_line_ends_bham.csv",
      );
      expect(world.entries["deprivation-2019"]).toMatchObject({
        refused: [],
        extracts: [{ rows: 639, rejected: 0 }],
      });
      expect(
        await world.db.rows(
          "SELECT imd_rank, imd_decile, income_rank FROM src_deprivation_2019 WHERE lsoa = 'E01008881'",
        ),
      ).toEqual([{ imd_rank: 3924, imd_decile: 2, income_rank: null }]);
    },
  );
});
