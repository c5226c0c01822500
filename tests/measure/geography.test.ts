import { describe, expect, it } from "vitest";
import { soak } from "../soak.js";
import { geography, indicator, measured, table } from "./tiny-city.js";

describe("geography", () => {
  it("names every area and its parent, and leaves out wards of other places", async () => {
    const { db, log } = await measured([geography], []);
    expect(
      (
        await db.rows(
          "SELECT code, name, level, parent FROM area WHERE level <> 'neighbour' ORDER BY level, code",
        )
      ).map((r) => Object.values(r).join(" ")),
    ).toEqual([
      "E08000025 Birmingham city ",
      "E92000001 England country ",
      "E East locality E08000025",
      "W West locality E08000025",
      "L1 North 1 lsoa W1",
      "L2 North 2 lsoa W1",
      "L3 South 1 lsoa W2",
      "E12000005 West Midlands region ",
      "W1 North ward E",
      "W2 South ward W",
    ]);
    expect(await db.rows("FROM area_tree ORDER BY lsoa")).toEqual([
      { lsoa: "L1", ward: "W1", locality: "E", city: "E08000025" },
      { lsoa: "L2", ward: "W1", locality: "E", city: "E08000025" },
      { lsoa: "L3", ward: "W2", locality: "W", city: "E08000025" },
    ]);
    expect(log[0]).toBe("measure   2 wards, 3 small areas");
  });

  it("gives a locality that has only a name the NHS's code for it, and says so where nobody has given one", async () => {
    const named = `${geography};
      UPDATE src_ward_locality_lookup SET locality = NULL, locality_name = 'North' WHERE ward = 'W1';
      UPDATE src_ward_locality_lookup SET locality = 'Far & Away', locality_name = 'Far & Away' WHERE ward = 'W2'`;
    const { db } = await measured([named], []);
    expect(await db.rows("SELECT code, name FROM area WHERE level = 'locality' ORDER BY code")).toEqual([
      { code: "BSOL003", name: "North" },
      { code: "uncoded:far-away", name: "Far & Away" },
    ]);
    expect(await db.rows("SELECT ward, locality FROM area_tree ORDER BY lsoa")).toEqual([
      { ward: "W1", locality: "BSOL003" },
      { ward: "W1", locality: "BSOL003" },
      { ward: "W2", locality: "uncoded:far-away" },
    ]);
    expect(await db.rows("SELECT parent FROM area WHERE level = 'ward' ORDER BY code")).toEqual([
      { parent: "BSOL003" },
      { parent: "uncoded:far-away" },
    ]);
  });

  it("keeps no boundary of another year, and joins wards into localities", async () => {
    const { db } = await measured([geography], []);
    expect(
      await db.rows(
        "SELECT level, string_agg(code, ' ' ORDER BY code) AS codes FROM area_shape GROUP BY level ORDER BY level",
      ),
    ).toEqual([
      { level: "locality", codes: "E W" },
      { level: "lsoa", codes: "L1 L2 L3" },
      { level: "ward", codes: "W1 W2" },
    ]);
  });

  it("says when look-up and boundaries are of different years", async () => {
    const { log } = await measured(
      [geography, "UPDATE src_ward_boundaries SET code = 'X1' WHERE code = 'W1'"],
      [],
    );
    expect(log).toContain(
      "measure   1 wards of the look-up have no boundary: look-up and boundaries are of different years",
    );
  });

  it("without look-ups has the city and its comparators", async () => {
    const { db, log } = await measured([], []);
    expect(await db.rows("SELECT DISTINCT level FROM area ORDER BY level")).toEqual(
      ["city", "country", "region"].map((level) => ({ level })),
    );
    expect(
      await db.rows(
        "SELECT (SELECT count(*) FROM area_tree) AS tree, (SELECT count(*) FROM area_shape) AS shapes, (SELECT count(*) FROM setting) AS settings",
      ),
    ).toEqual([{ tree: 0, shapes: 0, settings: 0 }]);
    expect(log[0]).toBe("measure   no look-up from small areas to wards: figures for the city only");
  });
});

describe("statistical neighbours", () => {
  const list = table(
    "statistical-neighbours",
    ["la_number", "la_name", "rank", "neighbour_number"],
    [
      ["330", "Birmingham", 2, "352"],
      ["330", "Birmingham", 1, "892"],
      ["330", "Birmingham", 3, "380"],
      ["352", "Manchester in the list", 1, "330"],
      ["892", "Nottingham in the list", 1, "330"],
    ],
  );
  const numbers = table(
    "local-authority-numbers",
    ["la_number", "la_name"],
    [
      ["352", "Manchester"],
      ["330", "Birmingham"],
    ],
  );
  const codes = table(
    "eyfsp-headline",
    ["la_number", "la_code"],
    [
      ["352", "E08000003"],
      ["892", "E06000018"],
    ],
  );
  const neighbours = async (tables: string[]) => {
    const { db } = await measured(tables, []);
    const rows = await db.rows("SELECT code, name FROM area WHERE level = 'neighbour' ORDER BY code");
    return rows.map((row) => Object.values(row));
  };

  it("are those of the list, under the names and codes of the sources that give them", async () => {
    expect(await neighbours([list, numbers, codes])).toEqual([
      ["380", "380"], // no source that has come tells more of it
      ["E06000018", "Nottingham in the list"],
      ["E08000003", "Manchester"],
    ]);
  });

  it("are none without a list", async () => {
    expect(await neighbours([numbers, codes])).toEqual([]);
  });
});

describe("settings", () => {
  const columns =
    "urn name provider_type provider_subtype early_years_register status local_authority registration_date places judgement inspection_date postcode opens_at closes_at weeks_open latitude longitude _row".split(
      " ",
    );
  const setting = (
    urn: string,
    name: string | null,
    places: number | null,
    postcode: string | null,
    latitude: number | null,
    longitude: number | null,
    {
      row = 1,
      status = "Active",
      authority = "Birmingham",
      type = "Childcare on non-domestic premises",
      subtype = "Full day care" as string | null,
      early = true as boolean | null,
    } = {},
  ) => [
    urn,
    name,
    type,
    subtype,
    early,
    status,
    authority,
    "2026-03-01",
    places,
    "good",
    "2024-05-01",
    postcode,
    "08:00",
    "18:00",
    50,
    latitude,
    longitude,
    row,
  ]; // prettier-ignore
  const register = table("settings-register", columns, [
    setting("1", "By position", 40, null, 52.45, -1.85),
    setting("2", "By small area of postcode", 30, "b2 2bb", null, null),
    setting("3", "By position of postcode", 20, "B3 3BB", null, null),
    setting("4", null, 6, null, null, null, { type: "Childminder", subtype: null }), // address withheld
    setting("5", "Position outside the city", 99, null, 51.5, -0.1),
    setting("6", "Twice", 1, null, 52.45, -1.78, { row: 7 }),
    setting("6", "Twice, the later row", 10, null, 52.45, -1.78, { row: 8 }),
    setting("7", "No longer registered", 50, null, 52.45, -1.78, { status: "Resigned" }),
    setting("8", "Of another authority", 50, null, 52.45, -1.78, { authority: "Solihull" }),
  ]);
  const postcodes = table(
    "postcode-directory",
    ["postcode", "latitude", "longitude", "lsoa"],
    [
      ["B2 2BB", 52.6, -1.76, "L3"],
      ["B33BB", 52.41, -1.81, null],
    ],
  );

  it("lie in a ward by position, else by postcode, and are marked where neither is known", async () => {
    const { db } = await measured([geography, register, postcodes], []);
    expect(
      (await db.rows("SELECT urn, ward, located, places FROM setting ORDER BY urn")).map((r) =>
        Object.values(r),
      ),
    ).toEqual([
      ["1", "W1", true, 40],
      ["2", "W2", true, 30],
      ["3", "W1", true, 20],
      ["4", null, false, 6],
      ["5", null, false, 99],
      ["6", "W2", true, 10],
    ]);
  });

  soak(
    "give places per child out of estimates by the small areas of 2011, shared out where one was split",
    async () => {
      const population = table(
        "small-area-population-2020",
        ["lsoa", "age", "children"],
        [
          ["L1", 1, 30],
          ["L1", 5, 99],
          ["L23", 1, 50], // became L2 in North and L3 in South
        ],
      );
      const lookup = table(
        "lsoa-2011-2021-lookup",
        ["lsoa_2011", "lsoa_2021", "change"],
        [
          ["L1", "L1", "unchanged"],
          ["L23", "L2", "split"],
          ["L23", "L3", "split"],
        ],
      );
      const { db } = await measured(
        [geography, register, population, lookup],
        [indicator("places-per-child")],
      );
      expect(
        await db.rows(
          "SELECT area, denominator, split_part(note, '.', 1) AS note FROM observation WHERE level = 'ward' ORDER BY area",
        ),
      ).toEqual([
        { area: "W1", denominator: 55, note: "Out of the estimate for 2020" },
        { area: "W2", denominator: 25, note: "Out of the estimate for 2020" },
      ]);
    },
  );

  it("give places per child by ward, with those that cannot be placed apart", async () => {
    const population = table(
      "small-area-population",
      ["lsoa", "year", "age", "sex", "children"],
      [
        ["L1", 2024, 1, "female", 30],
        ["L2", 2024, 1, "female", 30],
        ["L3", 2024, 1, "female", 80],
      ],
    );
    const { db } = await measured(
      [geography, register, postcodes, population],
      [indicator("places-per-child")],
    );
    const rows = await db.rows(
      "SELECT area, period, numerator, denominator, round(value, 2) AS value, lower, note FROM observation ORDER BY area",
    );
    expect(rows.map((r) => Object.values(r))).toEqual([
      [
        "E",
        "2026",
        60,
        60,
        1,
        null,
        "Out of the estimate for 2024. By type: full day care 60 in 2 settings.",
      ],
      [
        "E08000025",
        "2026",
        100,
        140,
        0.71,
        null,
        "Out of the estimate for 2024. Not counted here, as their ward is not known or is outside the city: 105 in the numerator, 0 in the denominator. Of these, 6 are at childminders, whose addresses are withheld. By type: full day care 100 in 4 settings.",
      ],
      [
        "E08000025",
        "2026",
        105,
        0,
        null,
        null,
        "The two counts are of different children: those counted are not known to be among those that they would be counted out of. Out of the estimate for 2024. By type: full day care 99 in 1 setting, childminders 6 in 1 setting.",
      ],
      [
        "W",
        "2026",
        40,
        80,
        0.5,
        null,
        "Out of the estimate for 2024. By type: full day care 40 in 2 settings.",
      ],
      [
        "W1",
        "2026",
        60,
        60,
        1,
        null,
        "Out of the estimate for 2024. By type: full day care 60 in 2 settings. One setting, By position, has 40 of the 60.",
      ],
      [
        "W2",
        "2026",
        40,
        80,
        0.5,
        null,
        "Out of the estimate for 2024. By type: full day care 40 in 2 settings. One setting, By small area of postcode, has 30 of the 40.",
      ],
    ]);
  });

  soak(
    "count neither clubs, nor carers in a family's home, nor a childminder of known address in a ward",
    async () => {
      const population = table(
        "small-area-population",
        ["lsoa", "year", "age", "sex", "children"],
        [["L1", 2026, 1, "female", 100]],
      );
      const at = [null, 52.45, -1.85] as const;
      const { db } = await measured(
        [
          geography,
          population,
          table("settings-register", columns, [
            setting("1", "Nursery", 50, ...at),
            setting("2", "Playgroup", 20, ...at, { subtype: "Sessional day care" }),
            setting("3", "Of no known type", 8, ...at, { subtype: null, early: null }),
            setting("4", "Club on the register", 40, ...at, { subtype: "Out-of-school day care" }),
            setting("5", "Camp, spelt otherwise", 40, ...at, { subtype: "Out of school day care" }),
            setting("6", "For older children", 30, ...at, { early: false }),
            setting("7", "Carer", 9, ...at, { type: "Home childcarer", subtype: null }),
            setting("8", "Childminder", 6, ...at, { type: "Childminder", subtype: null }),
            setting("9", "Childminder and carer", 6, ...at, {
              type: "Childminder",
              subtype: "Home childcarer",
            }),
          ]),
        ],
        [indicator("places-per-child")],
      );
      const rows = await db.rows("SELECT level, numerator, value FROM observation ORDER BY level, area");
      expect(rows.map((r) => Object.values(r))).toEqual([
        ["city", 78, 0.78],
        ["locality", 78, 0.78],
        ["locality", 0, null],
        ["unplaced", 12, null],
        ["ward", 78, 0.78],
        ["ward", 0, null],
      ]);
    },
  );
});
