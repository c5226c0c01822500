import { describe, expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { policy, table } from "./grid.js";

const ten = { ...policy, smallestCount: 10, protectionInterval: 10 };

/** A column of counts by area, in this order. */
const column = (counts: Record<string, number>) =>
  table(
    ["area"],
    Object.entries(counts).map(([area, count]) => [[area], count]),
  );

/** Counts by area and sex: of girls and boys, with all of them called Total where `sexes` has it. */
const bySex = (counts: Record<string, [girls: number, boys: number]>, all?: string) =>
  table(
    ["area", "sex"],
    Object.entries(counts).flatMap(([area, [girls, boys]]): [string[], number][] => [
      [[area, "girls"], girls],
      [[area, "boys"], boys],
      ...(all ? [[[area, all], girls + boys] as [string[], number]] : []),
    ]),
  );

describe("a table of which the numbers say that a category is a sum", () => {
  it.each<[string, ReturnType<typeof table>, RegExp]>([
    [
      "under the city's name",
      column({ Birmingham: 150, Acorn: 4, Birch: 70, Cedar: 76 }),
      /column area: “Birmingham” is the sum of 3 others.*hierarchies: {area: {Birmingham: \[Acorn, Birch, Cedar\]}}.*hierarchies: {area: {}}/,
    ],
    [
      "under a letter, last",
      column({ Acorn: 4, Birch: 70, Cedar: 76, T: 150 }),
      /“T” is the sum of 3 others/,
    ],
    [
      "with a twin",
      column({ Acorn: 4, Birch: 70, Cedar: 76, Birmingham: 150, England: 150 }),
      /“Birmingham” is the sum of others, in several levels/,
    ],
    [
      "of two levels",
      column({ City: 150, Acorn: 4, North: 74, Cedar: 31, Birch: 70, Doe: 45, South: 76 }),
      /“City” is the sum of others, in several levels/,
    ],
    [
      "of groups without a city",
      column({ North: 134, Acorn: 4, Birch: 70, Cedar: 60, South: 76, Doe: 45, Elm: 31 }),
      /“North” is the sum of 3 others.*North: \[Acorn, Birch, Cedar\]/,
    ],
    [
      "in every line of another column",
      bySex({ Acorn: [4, 12], Birch: [70, 66], Ensemble: [74, 78] }),
      /column area: “Ensemble”/,
    ],
    ["of a short column", bySex({ Acorn: [4, 12], Birch: [70, 66] }, "T"), /column sex: “T”/],
    [
      "of neighbours, in enough lines",
      table(
        ["area", "year"],
        [
          ["Acorn", [41, 72, 57, 66]],
          ["Birch", [70, 66, 81, 74]],
          ["North", [111, 138, 138, 140]],
          ["Cedar", [57, 49, 62, 71]],
          ["Doe", [90, 83, 12, 4]],
        ].flatMap(([area, counts]) =>
          (counts as number[]).map((count, i): [string[], number] => [[area as string, `y${i}`], count]),
        ),
      ),
      /“North” is the sum of 2 others.*North: \[Birch, Acorn\]/,
    ],
  ])("%s is refused with the remedy", async (_name, refused, message) => {
    await expect(protectTable(refused, undefined, ten)).rejects.toThrow(message);
  });

  it("is protected as soon as the policy names the sum, and loses a second count to it", async () => {
    const named = { ...ten, hierarchies: { area: { Birmingham: ["Acorn", "Birch", "Cedar"] } } };
    const given = column({ Birmingham: 150, Acorn: 4, Birch: 70, Cedar: 76 });
    const { rows } = await protectTable(given, undefined, named);
    expect(rows.map(({ count }) => count)).toEqual(["150", "c", "c", "76"]);
  });

  it("is taken as it stands where the policy says that nothing adds up", async () => {
    const denied = { ...ten, hierarchies: { area: {} } };
    const given = column({ Birmingham: 150, Acorn: 4, Birch: 70, Cedar: 76 });
    const { rows } = await protectTable(given, undefined, denied);
    expect(rows.map(({ count }) => count)).toEqual(["150", "c", "70", "76"]);
  });

  it("is refused where one holds another by its name, until the policy says of what each is the sum", async () => {
    // Of age 1 there are four.
    const nested = column({ "0": 14, "0-1": 18, "0-2": 48 });
    await expect(protectTable(nested, undefined, ten)).rejects.toThrow(
      /column area: "0-1" and "0" overlap.*hierarchies: \{area: \{"0-1": \[…\]\}\}/,
    );
    const named = { ...ten, hierarchies: { area: { "0-1": ["0", "1"], "0-2": ["0-1", "2"] } } };
    const { rows } = await protectTable(nested, undefined, named);
    expect(rows.map(({ count }) => count)).toEqual(["c", "18", "48"]);
    const { rows: asTheyStand } = await protectTable(nested, undefined, {
      ...ten,
      hierarchies: { area: {} },
    });
    expect(asTheyStand.map(({ count }) => count)).toEqual(["14", "18", "48"]);
  });

  it("takes a row that is not there for nobody, unless the policy says that it is unknown", async () => {
    const given = bySex({ Acorn: [4, 12], Birch: [70, 66], Ensemble: [74, 66] });
    given.rows = given.rows.filter(({ key }) => key.join() !== "Acorn,boys");
    await expect(protectTable(given, undefined, ten)).rejects.toThrow(/“Ensemble”/);
    const unknown = { ...ten, missing: "unknown" as const };
    given.rows = given.rows.filter(({ key }) => key.join() !== "Acorn,girls");
    await expect(protectTable(given, undefined, unknown)).resolves.toBeDefined();
  });

  it("finds a total that outsiders know, though the table does not show it", async () => {
    const known = column({ Birmingham: 150 });
    const given = column({ Acorn: 4, Birch: 70, Cedar: 76 });
    await expect(protectTable(given, known, ten)).rejects.toThrow(/“Birmingham”/);
  });
});

it("fewer than one table in thirty, of small areas without any sum, is refused by chance", async () => {
  // A sequence of Lehmer, so that the tables are the same each time.
  let state = 1;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  let refused = 0;
  const tried = 300;
  for (let i = 0; i < tried; i++) {
    const areas = 4 + Math.floor(random() * 20);
    const given = column(
      Object.fromEntries(
        Array.from({ length: areas }, (_, a) => [`area${a}`, 10 + Math.floor(random() * 90)]),
      ),
    );
    await protectTable(given, undefined, ten).catch(() => refused++);
  }
  expect(refused / tried).toBeLessThan(1 / 30);
});
