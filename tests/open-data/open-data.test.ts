import { csvParse } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { licenceOf } from "../../loaders/open-data/licence.js";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import type { Database } from "../../loaders/store/database.js";
import { city } from "../loaders/small-store.js";
import { smallPublic } from "./small-public.js";

describe("open data", () => {
  let db: Database;
  let files: Map<string, string>;
  beforeAll(async () => {
    db = await smallPublic();
    files = await openDataFiles(db, city, { sample: false });
  });
  afterAll(() => db.close());

  const rowsOf = (name: string) => [...csvParse(files.get(name)!)];

  it("is a file an indicator and one of areas, each with its metadata, and two descriptions of all", () => {
    expect([...files.keys()]).toEqual([
      "take-up.csv",
      "take-up.csv-metadata.json",
      "areas.csv",
      "areas.csv-metadata.json",
      "datapackage.json",
      "catalog.jsonld",
    ]);
  });

  it("gives each figure a row, with a letter where there is no number", () => {
    const told = rowsOf("take-up.csv").map((row) =>
      [row.level, row.area_name, row.period, row.numerator, row.denominator, row.value, row.lower].join("|"),
    );
    expect(told).toEqual([
      "city|The city|Autumn 2025|70|120|58.5|49",
      "city|The city|Spring 2026|x|x|x|",
      "country|The country|Spring 2026|||71.6|",
      "ward|North, with the hill|Autumn 2025|c|c|c|",
      "ward|South|Autumn 2025|60|100|60|50",
    ]);
  });

  it("says of sample figures in every row, and of all together, that they are invented", async () => {
    const sample = await openDataFiles(db, city, { sample: true });
    const rows = [...csvParse(sample.get("take-up.csv")!)];
    expect(rows).toHaveLength(5);
    for (const { note } of rows) expect(note).toContain("SAMPLE: invented.");
    expect(sample.get("catalog.jsonld")).toContain("SAMPLE: Take-up");
    expect(sample.get("datapackage.json")).toContain("SAMPLE, invented figures");
    expect(sample.get("take-up.csv-metadata.json")).toContain("SAMPLE: Take-up");
  });

  it("describes each column of the file, in the file's order, and what its letters mean", () => {
    const metadata = JSON.parse(files.get("take-up.csv-metadata.json")!);
    const [header] = files.get("take-up.csv")!.split("\r\n");
    const columns: { name: string; null?: string[] }[] = metadata.tableSchema.columns;
    expect(columns.map(({ name }) => name).join(",")).toBe(header);
    expect(columns.find(({ name }) => name === "value")!.null).toEqual(["", "c", "z", "x", "u", "low"]);
    expect(metadata.url).toBe("take-up.csv");
  });

  it("says in each description who publishes it and on what terms", () => {
    const { title, address } = licenceOf(city);
    const metadata = JSON.parse(files.get("take-up.csv-metadata.json")!);
    expect(metadata).toMatchObject({
      "dc:publisher": city.openData.publisher,
      "dc:license": { "@id": address },
    });
    const { licenses, contributors } = JSON.parse(files.get("datapackage.json")!);
    expect(licenses).toEqual([{ name: city.openData.licence, title, path: address }]);
    expect(contributors).toEqual([{ title: city.openData.publisher, roles: ["publisher"] }]);
    expect(files.get("catalog.jsonld")).toContain(address);
  });

  it("has a key that no two rows share", () => {
    for (const name of ["take-up", "areas"]) {
      const { tableSchema } = JSON.parse(files.get(`${name}.csv-metadata.json`)!);
      const keys = rowsOf(`${name}.csv`).map((row) =>
        (tableSchema.primaryKey as string[]).map((column) => row[column]).join("|"),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it("is the same, byte for byte, when made again", async () => {
    expect(await openDataFiles(db, city, { sample: false })).toEqual(files);
  });
});
