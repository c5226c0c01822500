import { afterAll, beforeAll, expect, test } from "vitest";
import { link } from "../../loaders/link/link.js";
import { soak } from "../soak.js";
import {
  allSources,
  key,
  type Linked,
  linkRows,
  nhsNumber,
  recordSource,
  reviews,
  upn,
  writeRows,
} from "./fixture.js";

const child = {
  forename: "Amelia-Rose",
  surname: "Walkerton",
  date_of_birth: "2021-03-04",
  postcode: "B1 1AA",
  sex: "female",
};
const number = nhsNumber(912000001);

let linked: Linked;
beforeAll(async () => {
  linked = await linkRows({
    "child-health-register": [
      { id: "rec-register", nhs_number: number, ...child, ethnic_group: "White", seen_on: "2021-03-06" },
      {
        id: "rec-outside",
        nhs_number: nhsNumber(912000002),
        ...child,
        forename: "Bilal",
        postcode: "CV1 1AA",
        sex: "male",
      },
    ],
    "health-visiting-reviews": [
      {
        id: "rec-review",
        nhs_number: number,
        ...child,
        date_of_birth: "2021-04-03",
        postcode: null,
        detail: "on track",
      },
    ],
    "funded-childcare-headcount": [
      { id: "rec-autumn", ...child, ethnic_group: "Not known", period: "2024-autumn", detail: "15 hours" },
      {
        id: "rec-spring",
        ...child,
        postcode: "B33 3CC",
        ethnic_group: "Mixed",
        period: "2025-spring",
        detail: "30 hours",
      },
    ],
    "eyfsp-return": [
      {
        id: "rec-profile",
        upn: upn(801200000001),
        ...child,
        postcode: "b333cc",
        ethnic_group: "White",
        period: "2024-25",
      },
    ],
    "childrens-centre-registrations": [
      { id: "rec-centre", local_id: "CC-4711", ...child },
      { id: "rec-twice-1", local_id: "CC-4712", ...child, forename: "Zoe", date_of_birth: "2020-01-05" },
      { id: "rec-twice-2", local_id: "CC-4712", ...child, forename: "Max", date_of_birth: "2019-02-02" },
    ],
    "childrens-centre-attendances": [
      { id: "rec-came", local_id: " CC-4711 ", detail: "stay and play" },
      { id: "rec-unclear", local_id: "CC-4712", detail: "music" },
      { id: "rec-nobody", local_id: "CC-9999", detail: "messy play" },
    ],
  });
});
afterAll(() => linked.close());

const of = (id: string): string => linked.person[id]!;

test("a table has the person, month of birth, small area, the open columns and the period", async () => {
  expect(await linked.analysis.rows("FROM src_funded_childcare_headcount ORDER BY _period")).toEqual([
    {
      person_id: of("rec-autumn"),
      birth_month: "2021-03-01",
      lsoa: "E01000001",
      sex: "female",
      ethnic_group: "Not known",
      detail: "15 hours",
      seen_on: null,
      _period: "2024-autumn",
    },
    {
      person_id: of("rec-spring"),
      birth_month: "2021-03-01",
      lsoa: "E01000003",
      sex: "female",
      ethnic_group: "Mixed",
      detail: "30 hours",
      seen_on: null,
      _period: "2025-spring",
    },
  ]);
});

test("month of birth is the best known; a record without a postcode is where the child is best known to live", async () => {
  expect(
    await linked.analysis.rows(
      "SELECT person_id, birth_month, lsoa, detail FROM src_health_visiting_reviews",
    ),
  ).toEqual([
    { person_id: of("rec-register"), birth_month: "2021-03-01", lsoa: "E01000003", detail: "on track" },
  ]);
});

test("a postcode outside the directory gives no small area", async () => {
  expect(
    await linked.analysis.rows(
      `SELECT lsoa FROM src_child_health_register WHERE person_id = '${of("rec-outside")}'`,
    ),
  ).toEqual([{ lsoa: null }]);
});

test("a person is what most sources say of it", async () => {
  expect(await linked.analysis.rows(`FROM person WHERE person_id = '${of("rec-register")}'`)).toEqual([
    {
      person_id: of("rec-register"),
      birth_month: "2021-03-01",
      sex: "female",
      ethnic_group: "White",
      lsoa: "E01000003",
    },
  ]);
});

test("attendances find the child by its registration; one of none, or of two children, has no person", async () => {
  expect(
    await linked.analysis.rows(
      "SELECT person_id, lsoa, detail FROM src_childrens_centre_attendances ORDER BY detail",
    ),
  ).toEqual([
    { person_id: null, lsoa: null, detail: "messy play" },
    { person_id: null, lsoa: null, detail: "music" },
    { person_id: of("rec-centre"), lsoa: "E01000003", detail: "stay and play" },
  ]);
  expect(linked.outcome).toMatchObject({ "rec-unclear": "many matches", "rec-nobody": "no match" });
  expect(linked.log).toEqual([
    "link      8 of 8 distinct records are new or changed: 19 pairs compared",
    "link      12 records of 4 children",
    "link      childrens-centre-attendances: 2 records could not be given to a child",
    "link      childrens-centre-attendances: 1 records match more than one child and were joined to none",
    "link      4 new children",
  ]);
});

test("the report counts and names no one", async () => {
  const report = await linked.analysis.rows(
    "SELECT source, period, records, persons, unresolved, linked, register, linked_to_register, share FROM link_report ORDER BY source, period",
  );
  const row = (source: string, period: string | null, ...n: (number | null)[]) => ({
    source,
    period,
    records: n[0],
    persons: n[1],
    unresolved: n[2],
    linked: n[3],
    register: "child-health-register",
    linked_to_register: n[4],
    share: n[5],
  });
  expect(report).toEqual([
    row("child-health-register", null, 2, 2, 0, 1, 2, 100),
    row("childrens-centre-attendances", null, 3, 1, 2, 1, 1, 100),
    row("childrens-centre-registrations", null, 3, 3, 0, 1, 1, (100 * 1) / 3),
    row("eyfsp-return", "2024-25", 1, 1, 0, 1, 1, 100),
    row("funded-childcare-headcount", "2024-autumn", 1, 1, 0, 1, 1, 100),
    row("funded-childcare-headcount", "2025-spring", 1, 1, 0, 1, 1, 100),
    row("health-visiting-reviews", null, 1, 1, 0, 1, 1, 100),
  ]);
  expect(
    await linked.analysis.rows(
      "SELECT persons, linked FROM link_report_pair WHERE source = 'childrens-centre-registrations' AND other = 'eyfsp-return'",
    ),
  ).toEqual([{ persons: 3, linked: 1 }]);
  expect(
    await linked.analysis.rows(
      "SELECT rule, records FROM link_report_rule WHERE source = 'funded-childcare-headcount'",
    ),
  ).toEqual([{ rule: "name, date of birth and postcode", records: 2 }]);
});

test("no text, date or number in the analysis database is one of a child's particulars", async () => {
  const secrets = await linked.identity.rows<{ secret: string }>(`
    SELECT DISTINCT upper(secret) AS secret FROM (
      SELECT unnest([record_id, nhs_number, upn, local_id, forename, surname, forename_norm, surname_norm, postcode,
        date_of_birth::VARCHAR, strftime(date_of_birth, '%d/%m/%Y'), evidence::VARCHAR]) AS secret FROM record
      UNION ALL SELECT record_id FROM person_record
      UNION ALL SELECT 'B1 1AA' UNION ALL SELECT 'B33 3CC'
    ) WHERE secret IS NOT NULL`);
  expect(secrets.length).toBeGreaterThan(40);
  const tables = await linked.analysis.rows<{ name: string }>(
    "SELECT table_name AS name FROM duckdb_tables()",
  );
  expect(tables.map(({ name }) => name).sort()).toEqual(
    ["link_candidate", "link_example", "link_model", "link_model_setting", "link_outcome", "link_threshold"]
      .concat(["link_unlinkable", "link_weight"])
      .concat([
        "link_report",
        "link_report_pair",
        "link_report_rule",
        "opted_out",
        "person",
        "person_change",
        "person_link",
        "src_postcode_directory",
      ])
      .concat(allSources.map((s) => `src_${s.id.replaceAll("-", "_")}`))
      .sort(),
  );
  for (const { name } of tables.filter(({ name }) => name !== "src_postcode_directory")) {
    const text = JSON.stringify(await linked.analysis.rows(`FROM ${name}`)).toUpperCase();
    expect(secrets.filter(({ secret }) => text.includes(secret)).map(() => name)).toEqual([]);
  }
  expect(secrets.filter(({ secret }) => linked.log.join("\n").toUpperCase().includes(secret))).toEqual([]);
});

test("rows are in the order of pseudonyms, not of the extract", async () => {
  const ids = await linked.analysis.rows<{ person_id: string }>(
    "SELECT person_id FROM src_childrens_centre_registrations",
  );
  expect(ids.map((r) => r.person_id)).toEqual(ids.map((r) => r.person_id).sort());
});

soak("tables of a source that is gone, or has no extract any more, go too", async () => {
  const { identity, analysis } = linked;
  await identity.run("DROP TABLE src_eyfsp_return");
  const sources = allSources.filter((s) => s.id !== "childrens-centre-attendances");
  await link(identity, analysis, { sources, key, log: () => {} });
  expect(await analysis.has("src_eyfsp_return")).toBe(false);
  expect(await analysis.has("src_childrens_centre_attendances")).toBe(false);
  expect(await analysis.has("src_health_visiting_reviews")).toBe(true);
  expect(await analysis.has("src_postcode_directory")).toBe(true);
});

test("a column that would hide one of link's own is refused", async () => {
  const source = recordSource("list", ["forename"]);
  source.columns.push({ ...source.columns.at(-1)!, name: "lsoa" });
  await writeRows(linked.identity, source, []);
  await expect(
    link(linked.identity, linked.analysis, { sources: [source], key, log: () => {} }),
  ).rejects.toThrow(
    "data/sources/list.yaml: columns[4].name: must not be lsoa: link adds a column of this name. Choose another name, such as recorded_lsoa.",
  );
});

soak("without a postcode directory small areas are unknown", async () => {
  const { analysis, identity } = linked;
  await analysis.run("DROP TABLE src_postcode_directory");
  await link(identity, analysis, { sources: [reviews], key, log: () => {} });
  expect(await analysis.rows("SELECT lsoa FROM src_health_visiting_reviews")).toEqual([{ lsoa: null }]);
});
