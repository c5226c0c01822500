import fc from "fast-check";
import { expect, test } from "vitest";
import { cases } from "../soak.js";
import { everydayRecords, together } from "./everyday.js";
import { linkRows, model, type Rows } from "./fixture.js";
import { file, pairsOf } from "./model/desk.js";

const shared = ["Muhammad", "Mohammed", "Md", "Abdul", "Syed", "Bibi", "Mary", "Noor"];
const given = [
  "Ali",
  "Umar",
  "Ibrahim",
  "Ismail",
  "Hamza",
  "Haris",
  "Zayn",
  "Zakariya",
  "Yusuf",
  "Yunus",
  "Amna",
  "Asma",
];
const surnames = ["Khan", "Hussain", "Begum", "Miah", "Okafor", "Ward"];

/** Children of one birth, whose names share their first and never their second, each in one to three sources. */
const family = fc.record({
  first: fc.constantFrom(...shared),
  other: fc.constantFrom(...shared),
  names: fc.uniqueArray(fc.constantFrom(...given), { minLength: 2, maxLength: 3 }),
  surname: fc.constantFrom(...surnames),
  day: fc.integer({ min: 1, max: 28 }),
  left: fc.integer({ min: 0, max: 2 }),
});
const families = fc.array(family, { minLength: 5, maxLength: 25 });
const sources = [
  "child-health-register",
  "health-visiting-reviews",
  "childrens-centre-registrations",
] as const;

function rowsOf(
  world: readonly {
    first: string;
    other: string;
    names: string[];
    surname: string;
    day: number;
    left: number;
  }[],
) {
  const rows: Record<string, Rows> = Object.fromEntries(sources.map((source) => [source, []]));
  // Each source lacks another of the children, or none.
  for (const [f, { first, other, names, surname, day, left }] of world.entries())
    for (const [c, name] of names.entries())
      for (const [s, source] of sources.entries())
        if (c !== (left + s) % 3)
          rows[source]!.push({
            id: `${f}-${c}-${s}`,
            forename: `${s === 1 ? other : first} ${name}`,
            surname,
            date_of_birth: `2021-03-${String(day).padStart(2, "0")}`,
            postcode: `B1${f % 10} ${f % 9}AA`,
          });
  return rows;
}

test("children of one birth never join on a name that they share, whatever third records there are", async () => {
  const everyday = everydayRecords(300);
  await fc.assert(
    fc.asyncProperty(families, async (world) => {
      const linked = await linkRows(together(everyday, rowsOf(world)));
      try {
        const child = new Map<string, string>();
        for (const [id, person] of Object.entries(linked.person)) {
          if (id.startsWith("e-") || !person) continue;
          const [f, c] = id.split("-");
          // Children of two families may be alike in all, and are then one to anybody.
          const name = `${world[Number(f)]!.names[Number(c)]}`;
          expect(child.get(person) ?? name).toBe(name);
          child.set(person, name);
        }
      } finally {
        linked.close();
      }
    }),
    cases(1, 20),
  );
});

test("nor in the tool, through a child without a name neither", async () => {
  const born = "Khan,2023-03-03,B8 2AA";
  const rows = [
    `1,Hassan,${born}`,
    `2,Amina,${born}`,
    `3,Baby,${born}`,
    `4,Muhammad Ali,${born}`,
    `5,Mohammed Umar,${born}`,
  ];
  const others = everydayRecords(500)["child-health-register"]!.map(
    (r, i) => `${100 + i},${r.forename},${r.surname},${r.date_of_birth},${r.postcode}`,
  );
  const { persons } = await pairsOf({
    inputs: [file("people.csv", ["id,forename,surname,date_of_birth,postcode", ...rows, ...others])],
    model: { ...model, id: ["id"] },
    threshold: 0.95,
  });
  const of = new Map(persons.map((r) => [r.id!, r.cluster_id!]));
  expect(new Set(["1", "2", "3", "4", "5"].map((id) => of.get(id))).size).toBe(5);
});
