import fc from "fast-check";
import { expect, test } from "vitest";
import { link } from "../../loaders/link/link.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { cases, soak } from "../soak.js";
import {
  allSources,
  key,
  type Linked,
  linkRows,
  model,
  nhsNumber,
  personsOf,
  type Rows,
  upn,
} from "./fixture.js";

// A small world in which children are easily taken for one another: four names, three birthdays, two postcodes.
const child = {
  forename: fc.constantFrom("Amina", "Amira", "Mohammed", "Muhammad", "Baby girl", null),
  surname: fc.constantFrom("Khan", "Kahn", "Walker", null),
  date_of_birth: fc.constantFrom("2021-03-04", "2021-04-03", "2021-03-05", null),
  postcode: fc.constantFrom("B1 1AA", "B2 2BB", null),
};
const sex = fc.constantFrom("female", "male", null);
const nhs = fc.constantFrom(nhsNumber(912000001), nhsNumber(912000002), null);
const pupil = fc.constantFrom(upn(801200000001), upn(801200000002), null);
const period = fc.constantFrom("2024-autumn", "2025-spring");

const rows = fc
  .record({
    "child-health-register": fc.array(fc.record({ ...child, sex, nhs_number: nhs }), { maxLength: 4 }),
    "health-visiting-reviews": fc.array(fc.record({ ...child, nhs_number: nhs }), { maxLength: 4 }),
    "funded-childcare-headcount": fc.array(fc.record({ ...child, sex, period }), { maxLength: 5 }),
    "eyfsp-return": fc.array(fc.record({ ...child, sex, upn: pupil, period }), { maxLength: 3 }),
  })
  .map((world) => {
    const numbered: Record<string, Rows> = {};
    for (const [source, given] of Object.entries(world))
      numbered[source] = given.map((row, i) => ({ id: `${source}-${i}`, ...row }));
    return numbered;
  });

const some = cases(1, 20);

async function withLinked<T>(
  given: Record<string, Rows>,
  work: (linked: Linked) => Promise<T> | T,
  by: Model | null = model,
): Promise<T> {
  const linked = await linkRows(given, allSources, by);
  try {
    return await work(linked);
  } finally {
    linked.close();
  }
}

soak("the order of rows is of no account, and doing it again changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const reversed = Object.fromEntries(
        Object.entries(given).map(([source, list]) => [source, [...list].reverse()]),
      );
      await withLinked(given, async (before) => {
        await withLinked(reversed, (after) => expect(after.person).toEqual(before.person));
        await link(before.identity, before.analysis, { sources: allSources, key, model, log: () => {} });
        expect(await personsOf(before.identity)).toMatchObject({ person: before.person, rule: before.rule });
      });
    }),
    some,
  );
});

// By rules: to the model, one child more makes every name of the others a little rarer.
soak("a record of an unrelated child changes no pseudonym", async () => {
  const unrelated = {
    id: "unrelated",
    forename: "Zygmunt",
    surname: "Quill",
    date_of_birth: "2019-12-25",
    postcode: "B33 3CC",
  };
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const more = { ...given, "health-visiting-reviews": [unrelated, ...given["health-visiting-reviews"]!] };
      await withLinked(
        given,
        (before) =>
          withLinked(
            more,
            (after) => {
              expect(after.person).toMatchObject(before.person);
              expect(Object.values(before.person)).not.toContain(after.person.unrelated);
            },
            null,
          ),
        null,
      );
    }),
    some,
  );
});

test("no person has two valid NHS numbers, two UPNs, or two forenames that only name rules could have joined", async () => {
  await fc.assert(
    fc.asyncProperty(rows, (given) =>
      withLinked(given, async ({ identity }) => {
        expect(
          await identity.rows(`
            SELECT person_id FROM record JOIN person_record USING (record_id)
            GROUP BY person_id
            HAVING count(DISTINCT nhs_number) > 1 OR count(DISTINCT upn) > 1
              OR (count(nhs_number) = 0 AND count(upn) = 0
                AND bool_or(forename_norm = 'AMINA') AND bool_or(forename_norm = 'AMIRA'))`),
        ).toEqual([]);
      }),
    ),
    some,
  );
});
