import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeFile } from "../../loaders/check/describe-file.js";
import { tryFile } from "../../loaders/check/try-file.js";
import { encodingOf, utf8Chunks } from "../../loaders/files/encoding.js";
import { Unusable } from "../../loaders/files/refused.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { type Source, sourceSchema } from "../../loaders/registry/source.js";
import { describeReal, realFolder } from "../real/world.js";
import { isSoaking, soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

async function tableOf(file: string, source: Source) {
  copyFileSync(join(realFolder, file), join(desk.inbox, `visits${file.slice(file.lastIndexOf("."))}`));
  const [extract] = await desk.check(source);
  return { extract: extract!, rows: await desk.table(source) };
}

const plainColumns = (headers: string[]) =>
  `columns: ${JSON.stringify(headers.map((any, i) => ({ name: `c${i}`, headers: { any }, type: "text" })))}`;

describeReal("delimited text with its expected JSON", () => {
  const folder = join(realFolder, "messy", "csv-spectrum");
  const names = () => readdirSync(join(folder, "csvs")).map((name) => name.replace(/\.csv$/, ""));
  soak("each file gives what its JSON says", async () => {
    expect(names()).toHaveLength(11);
    for (const name of names()) {
      // The files came through a system that turned every line end into LF; their JSON did not.
      const expected = JSON.parse(
        readFileSync(join(folder, "json", `${name}.json`), "utf8").replaceAll("\\r\\n", "\\n"),
      ) as Record<string, string>[];
      const headers = Object.keys(expected[0]!);
      const { rows } = await tableOf(
        `messy/csv-spectrum/csvs/${name}.csv`,
        sourceFrom(plainColumns(headers)),
      );
      const found = rows.map((row) =>
        Object.fromEntries(headers.map((header, i) => [header, row[`c${i}`] ?? ""])),
      );
      expect(found, name).toEqual(expected);
    }
  });
});

describeReal("messy files of all kinds", () => {
  const folder = join(realFolder, "messy");
  const names = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".json"))
      .map((entry) => join(entry.parentPath, entry.name));
  // What is no text and no workbook, or a text of prose, is refused in words that say so.
  const refusals =
    /^(It is not (?:a table but |delimited text but |whole XML)|Its first row looks like a row of the table|It declares a document type|No element that holds others comes twice|It has a header and no rows|No row of its first twenty is a header|[\d,]+ of (its )?[\d,]+ rows are )/;
  soak("each is described and read, or refused with a clear word", async () => {
    let read = 0;
    // One in four; all in real-files.soak.test.ts.
    const tried = names().filter((_, i) => isSoaking || i % 4 === 0);
    for (const file of tried)
      try {
        const described = await describeFile(file, "visits");
        const [trial] = await tryFile(file, [parseYaml(described, sourceSchema, "visits.yaml")]);
        if (trial!.problem !== undefined) expect(trial!.problem, file).toMatch(refusals);
        else read++;
      } catch (error) {
        expect(error, file).toBeInstanceOf(Unusable);
        expect((error as Unusable).problem, file).toMatch(refusals);
      }
    expect(read).toBeGreaterThan(isSoaking ? 30 : 5);
  });
});

describeReal("published files that are broken", () => {
  test("the deprivation ranks saved with CR alone and with separators of thousands", async () => {
    const source = sourceFrom(`
columns:
  - { name: lsoa, headers: { any: LSOA code (2011) }, type: text, required: true, pattern: 'E01\\d{6}' }
  - { name: rank, headers: { any: Index of Multiple Deprivation (IMD) Rank }, type: integer, thousands: ",", min: 1, max: 32844, required: true }
  - { name: decile, headers: { any: Index of Multiple Deprivation (IMD) Decile }, type: integer, min: 1, max: 10 }`);
    const { extract, rows } = await tableOf("messy/real_broken/imd2019_cr_only_line_ends_bham.csv", source);
    expect(extract).toMatchObject({ rows: 639, rejected: 0 });
    expect(rows.slice(0, 2)).toEqual([
      { lsoa: "E01008881", rank: 3924, decile: 2 },
      { lsoa: "E01008882", rank: 939, decile: 1 },
    ]);
  });

  soak("the childminder register in windows-1252 with no-break spaces in a key", async () => {
    const source = sourceFrom(`
columns:
  - { name: urn, headers: { any: Provider URN }, type: text, required: true }
  - { name: registered_on, headers: { any: Registration date }, type: date, formats: ["%d/%m/%Y"] }
  - { name: type, headers: { any: Provider type }, type: text, values: [Childminder, Childminder agency, Childminder without domestic premises] }
  - { name: name, headers: { any: Provider name }, type: text, markers: { REDACTED: not_available } }
  - { name: authority, headers: { any: Local authority }, type: text, required: true }`);
    const { extract, rows } = await tableOf(
      "messy/real_broken/childminder_agencies_2025-03-31_cp1252_nbsp.csv",
      source,
    );
    expect(extract).toMatchObject({ rows: 25_300, rejected: 0 });
    expect(rows[0]).toEqual({
      urn: "CA000006",
      registered_on: null,
      type: "Childminder agency",
      name: "Daryel Care",
      name_status: null,
      authority: "Islington",
    });
    expect(rows.filter((row) => row.authority === "Islington")).toHaveLength(115);
    expect(rows.filter((row) => row.name_status === "not_available").length).toBeGreaterThan(20_000);
  });
});

describeReal("text files in known encodings", () => {
  const expected: Record<string, string[]> = {
    ascii: ["utf-8"],
    "utf-8": ["utf-8"],
    "utf-8-sig": ["utf-8"],
    // The web's standard reads both alike.
    "iso-8859-1": ["windows-1252"],
    "windows-1252": ["windows-1252"],
    "UTF-16": ["utf-16le", "utf-16be"],
    "UTF-16LE": ["utf-16le"],
    "UTF-16BE": ["utf-16be"],
    "UTF-32": ["utf-32le", "utf-32be"],
  };
  soak("each is recognised, and is valid UTF-8 afterwards", async () => {
    const folder = join(realFolder, "messy", "chardet");
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
    for (const encoding of readdirSync(folder))
      for (const name of readdirSync(join(folder, encoding))) {
        const file = join(folder, encoding, name);
        const found = await encodingOf(file);
        expect(expected[encoding], `${encoding}/${name}`).toContain(found.name);
        const decoder = new TextDecoder("utf-8", { fatal: true });
        for await (const chunk of utf8Chunks(file, found)) decoder.decode(chunk, { stream: true });
        decoder.decode();
      }
  });
});

describeReal("workbooks as official statistics are laid out", () => {
  soak("the sheet with the table is found below titles and notes, whatever the notes' numbers", async () => {
    const source = sourceFrom(`
columns:
  - { name: letter, headers: { any: columnA (Latin alphabet) }, type: text, required: true }
  - { name: number, headers: { any: columnB (real numbers) }, type: integer, required: true }
format: { type: xlsx }`);
    const { rows } = await tableOf("messy/gptables/gptables/test/expected_workbook.xlsx", source);
    expect(rows).toEqual([
      { letter: "x", number: 0 },
      { letter: "y", number: 1 },
    ]);
  });

  test("a workbook and the CSV that it was made from give the same table", async () => {
    const from = (type: string) =>
      sourceFrom(`
columns:
  - { name: study, headers: { any: studyName }, type: text, required: true }
  - { name: sample, headers: { any: Sample Number }, type: integer, required: true }
  - { name: species, headers: { any: [Species, Species (mm)] }, type: text, required: true }
  - { name: egg_on, headers: { any: Date Egg }, type: date, formats: ["%m/%d/%Y", "%m/%d/%y"] }
  - { name: culmen, headers: { any: Culmen Length (mm) }, type: number }
  - { name: mass, headers: { any: Body Mass (g) }, type: integer }
  - { name: nitrogen, headers: { any: Delta 15 N (o/oo) }, type: number }
  - { name: comments, headers: { any: Comments }, type: text }
format: { type: ${type} }`);
    const folder = "messy/gptables/gptables/test";
    const csv = await tableOf(`${folder}/data/penguins.csv`, from("csv"));
    desk.close();
    desk = new Desk();
    const xlsx = await tableOf(`${folder}/test_additional_formatting_gptable.xlsx`, from("xlsx"));
    expect(csv.extract).toMatchObject({ rows: 344, rejected: 0 });
    expect(xlsx.rows).toEqual(csv.rows);
  });
});

describeReal("a looked-after children return made to look real", () => {
  test("its header module: typed with nothing left over", async () => {
    const source = sourceFrom(`kind: records
columns:
  - { name: child, headers: { any: CHILD }, type: text, identifier: true, role: local_id, required: true }
  - { name: sex, headers: { any: SEX }, type: text, values: { "1": male, "2": female } }
  - { name: born, headers: { any: DOB }, type: date, formats: ["%d/%m/%Y"], identifier: true, role: date_of_birth, required: true }
  - { name: upn, headers: { any: UPN }, type: text, identifier: true, role: upn }`);
    const { extract, rows } = await tableOf("messy/d2i_ssda903/header.csv", source);
    expect(extract.rows + extract.rejected).toBe(2675);
    expect(rows[0]).toEqual({ child: "566910", sex: "female", born: "2008-03-27", upn: "D051910639385" });
  });
});
