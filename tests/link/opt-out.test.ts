import { afterEach, expect, test } from "vitest";
import { sourceSchema } from "../../loaders/registry/source.js";
import { soak } from "../soak.js";
import {
  attendances,
  headcount,
  type Linked,
  linkRows,
  nhsNumber,
  profile,
  type Rows,
  recordSource,
  register,
  registrations,
  upn,
} from "./fixture.js";

const national = recordSource("national-opt-outs", ["nhs_number"], {
  optOut: { purpose: "research and planning" },
});
const local = recordSource("local-objections", ["upn"], {
  optOut: { purpose: "any use but the child's own care" },
});
const sources = [register, headcount, profile, registrations, attendances, national, local];

let linked: Linked;
afterEach(() => linked.close());

const ada = {
  forename: "Ada",
  surname: "Ibekwe",
  date_of_birth: "2021-03-04",
  postcode: "B1 1AA",
  sex: "female",
};
const ben = {
  forename: "Ben",
  surname: "Calloway",
  date_of_birth: "2020-11-12",
  postcode: "B2 2BB",
  sex: "male",
};
const cai = {
  forename: "Cai",
  surname: "Dunmore",
  date_of_birth: "2019-05-06",
  postcode: "B33 3CC",
  sex: "male",
};
const rows: Record<string, Rows> = {
  [register.id]: [
    { id: "ada", nhs_number: nhsNumber(943_476_591), ...ada },
    { id: "ben", nhs_number: nhsNumber(400_000_004), ...ben },
  ],
  [headcount.id]: [
    { id: "ada-place", ...ada },
    { id: "ben-place", ...ben },
  ],
  [registrations.id]: [{ id: "ada-centre", local_id: "C7", ...ada }],
  [attendances.id]: [{ id: "ada-visit", local_id: "C7" }],
  [profile.id]: [{ id: "cai", upn: upn(123_456_789_012), ...cai }],
};
const spaced = (number: string) => number.replace(/(...)(...)(....)/, "$1 $2 $3");

soak("without a list everybody is linked", async () => {
  linked = await linkRows(rows, sources);
  expect(linked.together).toEqual(["ada+ada-centre+ada-place+ada-visit", "ben+ben-place"]);
  expect(await linked.analysis.rows("FROM opted_out")).toEqual([]);
});

test("a child on a list leaves what is linked with all records, those without a number and by local identifier too", async () => {
  linked = await linkRows(
    { ...rows, [national.id]: [{ id: "1", nhs_number: spaced(nhsNumber(943_476_591)) }] },
    sources,
  );
  expect(linked.together).toEqual(["ben+ben-place"]);
  expect(Object.keys(linked.person)).toEqual(["ben", "ben-place", "cai"]);
  expect(await linked.analysis.rows("SELECT count(*)::INTEGER AS n FROM person")).toEqual([{ n: 2 }]);
  for (const table of ["record", "distinct_record"])
    expect(
      await linked.identity.rows(`SELECT 1 FROM ${table} WHERE date_of_birth = DATE '2021-03-04'`),
    ).toEqual([]);
  for (const table of ["src_child_health_register", "src_funded_childcare_headcount"])
    expect(await linked.analysis.rows(`SELECT count(*)::INTEGER AS n FROM ${table}`)).toEqual([{ n: 1 }]);
  for (const table of ["src_childrens_centre_registrations", "src_childrens_centre_attendances"])
    expect(await linked.analysis.rows(`FROM ${table}`)).toEqual([]);
});

soak(
  "who left is told in counts, by list, purpose and source, and the list itself stays with the identifiers",
  async () => {
    linked = await linkRows(
      {
        ...rows,
        [national.id]: [
          { id: "1", nhs_number: nhsNumber(943_476_591) },
          { id: "2", nhs_number: nhsNumber(100_000_001) },
        ],
        [local.id]: [{ id: "3", upn: upn(123_456_789_012).toLowerCase() }],
      },
      sources,
    );
    const purpose = "research and planning";
    expect(await linked.analysis.rows("FROM opted_out ORDER BY ALL")).toEqual([
      { list: local.id, purpose: local.optOut!.purpose, source: profile.id, records: 1, children: 1 },
      ...[register.id, attendances.id, registrations.id, headcount.id].map((source) => ({
        list: national.id,
        purpose,
        source,
        records: 1,
        children: 1,
      })),
    ]);
    expect(linked.log).toContain(
      "link      child-health-register: 1 records are left out, as national-opt-outs asks",
    );
    for (const { id } of [national, local])
      expect(await linked.analysis.has(`src_${id.replaceAll("-", "_")}`)).toBe(false);
  },
);

test("a list that names nobody is refused", async () => {
  linked = await linkRows({}, []);
  expect(
    sourceSchema.safeParse({ ...national, columns: register.columns.slice(1) }).error?.issues[0],
  ).toMatchObject({
    path: ["optOut"],
    message: "needs a column with the role nhs_number or upn: it names who opted out.",
  });
  expect(
    sourceSchema.safeParse({ ...national, kind: "table" }).error?.issues.map(({ path }) => path[0]),
  ).toContain("optOut");
});
