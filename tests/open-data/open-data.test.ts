import { csvParse } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedOn } from "../../loaders/open-data/dates.js";
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

  it("gives each figure a row, with an empty cell where there is no number, and why in columns of its own", () => {
    const told = rowsOf("take-up.csv").map((row) =>
      [row.level, row.area_name, row.period, row.numerator, row.denominator, row.value, row.lower]
        .concat(row.status, row.status_symbol)
        .join("|"),
    );
    expect(told).toEqual([
      "city|The city|Autumn 2025|70|120|58.5|49|value|",
      "city|The city|Spring 2026|||||not_collected|x",
      "country|The country|Spring 2026|||71.6||value|",
      "ward|North, with the hill|Autumn 2025|||||suppressed|c",
      "ward|South|Autumn 2025|60|100|60|50|value|",
    ]);
  });

  it("says of sample figures in every row, and of all together, that they are invented", async () => {
    const sample = await openDataFiles(db, city, { sample: true });
    const rows = [...csvParse(sample.get("take-up.csv")!)];
    expect(rows).toHaveLength(5);
    for (const row of [...rows, ...csvParse(sample.get("areas.csv")!)]) expect(row.sample).toBe("true");
    for (const row of rowsOf("take-up.csv")) expect(row.sample).toBe("false");
    expect(sample.get("catalog.jsonld")).toContain("SAMPLE: Take-up");
    expect(sample.get("datapackage.json")).toContain("SAMPLE, invented figures");
    expect(sample.get("take-up.csv-metadata.json")).toContain("SAMPLE: Take-up");
  });

  it("describes each column of the file, in the file's order, and what its status can be", () => {
    const metadata = JSON.parse(files.get("take-up.csv-metadata.json")!);
    const [header] = files.get("take-up.csv")!.split("\r\n");
    const columns: { name: string; datatype: unknown }[] = metadata.tableSchema.columns;
    expect(columns.map(({ name }) => name).join(",")).toBe(header);
    const typeOf = (column: string) => columns.find(({ name }) => name === column)!.datatype;
    expect(typeOf("value")).toBe("number");
    expect(typeOf("status_symbol")).toEqual({ base: "string", format: "c|z|x|u|low" });
    expect(typeOf("sample")).toBe("boolean");
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

  it("says in each description whom to ask, what place and time it is of, how often and when it was published", async () => {
    const files = await openDataFiles(
      db,
      {
        ...city,
        openData: { ...city.openData, contact: { name: "Data office", email: "data@example.org" } },
      },
      {
        sample: false,
        sources: [{ id: "headcount", cadence: { every: "termly" } }],
        publishedOn: (tables) =>
          publishedOn(
            new Map([...tables, ["areas.csv", "before"]]),
            tables,
            [
              { published: "2026-05-01", file: "take-up.csv", change: "changed" },
              { published: "2026-03-01", file: "take-up.csv", change: "added" },
              { published: "2026-02-01", file: "take-up.csv", change: "withdrawn" },
              { published: "2026-01-01", file: "take-up.csv", change: "added" },
            ],
            "2026-06-01",
          ),
      },
    );
    const days = [{ "@value": "2026-03-01" }, { "@value": "2026-05-01" }];
    const place = "http://statistics.data.gov.uk/id/statistical-geography/E08000025";
    const graph: Record<string, unknown>[] = JSON.parse(files.get("catalog.jsonld")!)["@graph"];
    expect(graph.find((node) => node["@id"] === "#take-up")).toMatchObject({
      "dcat:contactPoint": {
        "vcard:fn": "Data office",
        "vcard:hasEmail": { "@id": "mailto:data@example.org" },
      },
      "dcat:landingPage": { "@id": "../download#table-take-up" },
      "dct:spatial": { "@id": place },
      "dct:issued": days[0],
      "dct:modified": days[1],
      "dct:temporal": {
        "dcat:startDate": { "@value": "2025-09-01" },
        "dcat:endDate": { "@value": "2026-03-31" },
      },
      "dct:accrualPeriodicity": {
        "@id": "http://publications.europa.eu/resource/authority/frequency/ANNUAL_3",
      },
    });
    expect(graph[0]).toMatchObject({ "dct:issued": days[0], "dct:modified": { "@value": "2026-06-01" } });
    expect(JSON.parse(files.get("take-up.csv-metadata.json")!)).toMatchObject({
      "dcat:contactPoint": { "vcard:fn": "Data office" },
      "dcat:landingPage": { "@id": "../download#table-take-up" },
      "dc:spatial": { "@id": place },
      "dc:issued": days[0],
      "dc:modified": days[1],
      "dc:temporal": "2025-09-01/2026-03-31",
    });
    const { contributors, spatial, resources } = JSON.parse(files.get("datapackage.json")!);
    expect(contributors[1]).toMatchObject({ email: "data@example.org", roles: ["contactPoint"] });
    expect(spatial.code).toBe("E08000025");
    expect(resources[0]).toMatchObject({
      issued: "2026-03-01",
      modified: "2026-05-01",
      temporal: { start: "2025-09-01", end: "2026-03-31" },
      accrualPeriodicity: "three times a year, with each term",
    });
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
