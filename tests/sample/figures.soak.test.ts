import { isUtf8 } from "node:buffer";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Database, literal } from "../../loaders/store/database.js";
import { academicYearName, academicYears, terms } from "../../workspace/sample/calendar.js";
import { fileNames } from "../../workspace/sample/files.js";
import { generateSample } from "../../workspace/sample/generate.js";
import { goals, goodLevelGoals } from "../../workspace/sample/people/development.js";
import { coverage, rates, temporaryUpn } from "../../workspace/sample/rates.js";

// Figures are counted from the extracts and the truth alone: nothing here goes through check or link.
const scratch = mkdtempSync(join(tmpdir(), "sample-figures-"));
const folder = join(scratch, "inbox");
const truthFolder = join(scratch, "truth");
const term = terms[4]!;
const goalColumns = "LAU SPE SRE MSE BRE GMS FMS COM WRE WRI NUM NPA PPR PCC NAW CWM BIE".split(" ");
let db: Database;

beforeAll(async () => {
  await generateSample({ folder, truthFolder, children: 20_000, seed: 4 });
  db = await Database.open(":memory:");
  for (const name of ["records", "children"])
    await db.run(
      `CREATE TABLE ${name} AS FROM read_parquet(${literal(join(truthFolder, `${name}.parquet`))})`,
    );
  await load("register", fileNames.register, "delim = ','", 2);
  await load("visiting", fileNames.visiting, "delim = ';'", 2);
  await load("eligible", fileNames.eligible(term.name), "delim = '\t'", 2);
  for (const year of academicYears)
    await load(`profile_${year}`, fileNames.profile(academicYearName(year)), "delim = ','", 2);
  await loadHeadcount();
}, 120_000);

afterAll(() => {
  db?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** An extract's cells as texts, with the child whose row it is. */
async function load(table: string, file: string, options: string, firstRow: number): Promise<void> {
  const slash = file.indexOf("/");
  await db.run(`
    CREATE TABLE ${table} AS
    WITH cells AS (
      SELECT *, row_number() OVER () + ${firstRow - 1} AS row
      FROM read_csv(${literal(asUtf8(join(folder, file)))}, ${options}, header = true, all_varchar = true, parallel = false)
    )
    SELECT cells.*, child
    FROM cells JOIN records USING (row)
    WHERE file = ${literal(file.slice(slash + 1))}`);
}

function asUtf8(file: string): string {
  const bytes = readFileSync(file);
  if (isUtf8(bytes)) return file;
  const copy = join(scratch, "utf8.csv");
  writeFileSync(copy, new TextDecoder("windows-1252").decode(bytes));
  return copy;
}

async function loadHeadcount(): Promise<void> {
  const file = fileNames.headcount(term.name, false);
  const rows = await readSheet(join(folder, file));
  const header = rows[3]! as string[];
  const list = rows.slice(4).map((cells, i) => ({
    row: i + 5,
    ...Object.fromEntries(header.map((h, c) => [h, String(cells[c] ?? "")])),
  }));
  const fields = ["row", ...header].map((h) => `"${h}": "VARCHAR"`).join(", ");
  await db.run(
    `CREATE TABLE headcount AS
     SELECT h.*, child FROM (SELECT unnest(from_json($1, '[{${fields}}]'), recursive := true)) AS h
     JOIN records AS r ON r.row = h.row::INTEGER AND r.file = ${literal(file.slice(file.indexOf("/") + 1))}`,
    [JSON.stringify(list)],
  );
}

async function percent(sql: string): Promise<number> {
  const { value } = await db.row<{ value: number }>(`SELECT (100 * (${sql}))::DOUBLE AS value`);
  return value;
}

describe("city totals are near the published ones", () => {
  const profiles = academicYears.map((y) => `FROM profile_${y}`).join(" UNION ALL ");
  const good = goalColumns
    .slice(0, goodLevelGoals)
    .map((g) => `${g} = '2'`)
    .join(" AND ");

  test("a good level of development: about 66 percent, 59 with free school meals and 71 without", async () => {
    const share = (where: string) =>
      percent(`SELECT avg((${good})::INTEGER) FROM (${profiles}) WHERE ${where}`);
    expect(await share("true")).toBeWithin(64, 69);
    expect(await share("FSM_Eligible = '1'")).toBeWithin(56, 62);
    expect(await share("FSM_Eligible = '0'")).toBeWithin(68, 73);
    expect(await percent(`SELECT avg((FSM_Eligible = '1')::INTEGER) FROM (${profiles})`)).toBeWithin(30, 36);
    expect(await share("Gender = 'F'")).toBeGreaterThan((await share("Gender = 'M'")) + 8);
  });

  test("goals met by the average child: about 13½ of 17", async () => {
    const met = goalColumns.map((g) => `coalesce(${g} = '2', false)::INTEGER`).join(" + ");
    expect(goals).toHaveLength(goalColumns.length);
    expect((await percent(`SELECT avg(${met}) FROM (${profiles})`)) / 100).toBeWithin(13.2, 13.8);
  });

  test("ASQ-3: about 82 percent as expected in all five domains, communication lowest at about 85", async () => {
    const domains = ["COM", "GMO", "FMO", "PRS", "PSO"];
    const complete = "FROM visiting WHERE COM_Met IN ('Y', 'N')";
    const shares = await Promise.all(
      domains.map((d) => percent(`SELECT avg((${d}_Met = 'Y')::INTEGER) ${complete}`)),
    );
    expect(shares[0]).toBe(Math.min(...shares));
    expect(shares[0]).toBeWithin(83.5, 86.5);
    const all = domains.map((d) => `${d}_Met = 'Y'`).join(" AND ");
    expect(await percent(`SELECT avg((${all})::INTEGER) ${complete}`)).toBeWithin(80, 84);
  });

  test("two-year-olds with additional support: about 59 to 66 percent of the list", async () => {
    const takeUp = await percent(`
      SELECT (SELECT count(DISTINCT child) FROM headcount JOIN children USING (child) WHERE "Funding Stream" = '2YR' AND NOT lives_outside)
        / (SELECT count(DISTINCT child) FROM eligible)`);
    expect(takeUp).toBeWithin(57, 68);
  });

  test("three- and four-year-olds before Reception: about 91 percent", async () => {
    const takeUp = await percent(`
      WITH due AS (
        SELECT child FROM register JOIN children USING (child)
        WHERE age(DATE '${new Date(term.start * 86_400_000).toISOString().slice(0, 10)}', children.date_of_birth) >= INTERVAL 3 YEAR
          AND children.date_of_birth >= DATE '2020-09-01'
          AND strptime("Date Registered", '%d/%m/%Y') <= DATE '2025-01-01'
          AND coalesce(strptime("Date Moved Out", '%d/%m/%Y') > DATE '2025-01-01', true)
      )
      SELECT (SELECT count(DISTINCT child) FROM headcount WHERE "Funding Stream" = 'UNI')
        / (SELECT count(DISTINCT child) FROM due)`);
    expect(takeUp).toBeWithin(88, 94);
  });

  test("reviews at two to two and a half: most children, not all", async () => {
    const reviewed = await percent(`
      WITH due AS (
        SELECT child FROM register JOIN children USING (child)
        WHERE children.date_of_birth BETWEEN DATE '2021-10-01' AND DATE '2022-09-30' AND "Date Moved Out" IS NULL
          AND strptime("Date Registered", '%d/%m/%Y') < DATE '2024-01-01'
      )
      SELECT (SELECT count(DISTINCT child) FROM visiting JOIN due USING (child) WHERE Contact_Type = '2-2.5Y')
        / (SELECT count(DISTINCT child) FROM due)`);
    expect(reviewed).toBeWithin(76, 90);
  });
});

describe("the structure that makes pages worth reading", () => {
  test("take-up of two-year-olds is above 100 percent in some ward", async () => {
    const rows = await db.rows<{ share: number | null }>(`
      WITH ward AS (
        SELECT l.POSTCODE AS postcode, w.column3 AS ward
        FROM (SELECT replace(pcds, ' ', '') AS POSTCODE, lsoa21cd FROM read_csv(${literal(join(folder, fileNames.postcodes))})) AS l
        JOIN read_csv(${literal(join(folder, fileNames.areaWard))}, header = false, skip = 1) AS w ON w.column0 = l.lsoa21cd
      )
      SELECT count(DISTINCT h.child)::DOUBLE / nullif(count(DISTINCT e.child), 0) AS share
      FROM ward
      LEFT JOIN eligible AS e ON e.POSTCODE = ward.postcode
      LEFT JOIN headcount AS h ON upper(replace(h."Home Postcode", ' ', '')) = ward.postcode AND "Funding Stream" = '2YR'
      GROUP BY ward.ward
      ORDER BY share DESC NULLS LAST`);
    // Of few children nobody in a ward may be eligible.
    const shares = rows.flatMap(({ share }) => share ?? []);
    expect(rows).toHaveLength(69);
    expect(shares[0]).toBeGreaterThan(1);
    expect(shares.at(-1)).toBeLessThan(0.5);
  });

  test("some children have two rows in a headcount: a second provider or entitlement", async () => {
    const twice = await percent(`
      SELECT avg((n > 1)::INTEGER) FROM (SELECT count(DISTINCT ("Provider URN", "Funding Stream")) AS n FROM headcount GROUP BY child)`);
    expect(twice).toBeWithin(15, 45);
  });

  test("the sources cover different children", async () => {
    const outside = await percent(
      `SELECT avg(lives_outside::INTEGER) FROM (SELECT DISTINCT child FROM headcount) JOIN children USING (child)`,
    );
    expect(outside).toBeWithin(1, 5);
    const unregistered = await percent(`
      SELECT avg((child NOT IN (SELECT child FROM register))::INTEGER)
      FROM (SELECT DISTINCT child FROM headcount) JOIN children USING (child) WHERE NOT lives_outside`);
    expect(unregistered).toBeWithin(100 * (1 - coverage.register) - 1, 100 * (1 - coverage.register) + 3);
  });
});

describe("faults as in life, at their rates", () => {
  test("NHS numbers are of the test range; a few are missing or wrong", async () => {
    const { bad } = await db.row<{ bad: number }>(`
      SELECT count(*) FILTER (NOT regexp_full_match(replace("NHS Number", ' ', ''), '999\\d{7}'))::INTEGER AS bad FROM register`);
    expect(bad).toBe(0);
    const missing = "SELECT avg((NHS_No IS NULL)::INTEGER) FROM visiting";
    expect(await percent(missing)).toBeWithin(
      100 * rates.visiting.missingIdentifier - 0.8,
      100 * rates.visiting.missingIdentifier + 0.8,
    );
    const wrong = await percent(
      "SELECT avg((NHS_No <> nhs_number)::INTEGER) FROM visiting JOIN children USING (child)",
    );
    expect(wrong).toBeWithin(0.1, 0.8);
  });

  test("temporary pupil numbers end in a letter", async () => {
    const share = await percent("SELECT avg(regexp_full_match(UPN, '.*[A-Z]')::INTEGER) FROM profile_2024");
    expect(share).toBeWithin(100 * temporaryUpn - 0.7, 100 * temporaryUpn + 0.7);
  });

  test("names and dates of birth are mostly as they are, and worst where families are written down by hand", async () => {
    const wrong = (table: string, forename: string, surname: string) =>
      percent(
        `SELECT avg((lower(trim("${forename}")) <> lower(c.forename) OR lower(trim("${surname}")) <> lower(c.surname))::INTEGER) FROM ${table} JOIN children AS c USING (child)`,
      );
    const register = await wrong("register", "Given Name", "Family Name");
    const headcount = await wrong("headcount", "Child Forename", "Child Surname");
    expect(register).toBeWithin(1, 5);
    expect(headcount).toBeWithin(6, 14);
  });

  test("swapped day and month, impossible dates and babies without names are there", async () => {
    const { swapped, impossible, nameless } = await db.row<Record<string, number>>(`
      SELECT
        count(*) FILTER (try_strptime("Date of Birth", '%m/%d/%Y') = children.date_of_birth AND "Date of Birth" <> strftime(children.date_of_birth, '%d/%m/%Y'))::INTEGER AS swapped,
        count(*) FILTER (try_strptime("Date of Birth", '%d/%m/%Y') IS NULL OR "Date of Birth" LIKE '%/1900')::INTEGER AS impossible,
        count(*) FILTER (regexp_matches("Given Name", '^(Baby|Twin|Infant)'))::INTEGER AS nameless
      FROM register JOIN children USING (child)`);
    expect(swapped).toBeGreaterThan(0);
    expect(impossible).toBeGreaterThan(0);
    expect(nameless).toBeGreaterThan(100);
  });

  test("twins share surname, date of birth and address, and not the forename", async () => {
    const { births, triplets, alike } = await db.row<Record<string, number>>(`
      SELECT count(*)::INTEGER AS births, count(*) FILTER (n > 2)::INTEGER AS triplets, count(*) FILTER (names < n)::INTEGER AS alike
      FROM (SELECT count(*) AS n, count(DISTINCT forename) AS names FROM children WHERE twins IS NOT NULL GROUP BY twins)`);
    const { all } = await db.row<{ all: number }>("SELECT count(*)::INTEGER AS all FROM children");
    expect((100 * births!) / all!).toBeWithin(1, 2);
    expect(triplets).toBeGreaterThan(0);
    expect(alike).toBe(0);
  });

  test("addresses move on between sources", async () => {
    const moved = await percent(`
      SELECT avg((upper(replace("Home Postcode", ' ', '')) <> upper(replace(register."Postcode", ' ', '')))::INTEGER)
      FROM headcount JOIN register USING (child)`);
    expect(moved).toBeWithin(10, 40);
  });

  test("some children are there twice, and some rows belong in quarantine", async () => {
    const twice = await percent("SELECT 1 - count(DISTINCT child) / count(*) FROM register");
    expect(twice).toBeWithin(100 * rates.register.duplicate - 0.2, 100 * rates.register.duplicate + 0.2);
    const { bad } = await db.row<{ bad: number }>(`
      SELECT count(*)::INTEGER AS bad FROM visiting
      WHERE Contact_Type = 'XX' OR Contact_Date IS NULL OR TRY_CAST(COM_Score AS INTEGER) > 60`);
    expect(bad).toBeGreaterThan(0);
  });
});

expect.extend({
  toBeWithin(value: number, least: number, most: number) {
    return {
      pass: value >= least && value <= most,
      message: () => `${value} is not from ${least} to ${most}`,
    };
  },
});

declare module "vitest" {
  interface Matchers<T> {
    toBeWithin(least: number, most: number): T;
  }
}
