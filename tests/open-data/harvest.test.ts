import { csvParse, csvParseRows } from "d3";
import jsonld from "jsonld";
import { Parser, Store } from "n3";
import { beforeAll, expect, test } from "vitest";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import { city } from "../loaders/small-store.js";
import { smallPublic } from "./small-public.js";

const site = "https://early-years.example.gov.uk/open-data/";
const dcat = "http://www.w3.org/ns/dcat#";
const dct = "http://purl.org/dc/terms/";

let files: Map<string, string>;
beforeAll(async () => {
  const db = await smallPublic();
  files = await openDataFiles(db, city, { sample: false });
  db.close();
});

/** What the site gives at an address; nothing elsewhere. */
const fetched = (address: string): string | undefined =>
  address.startsWith(site) ? files.get(address.slice(site.length)) : undefined;

/** A data set as an open-data platform takes it over, with its files fetched. */
interface Harvested {
  title: string;
  notes: string;
  publisher: string;
  license: string;
  tags: string[];
  resources: { url: string; type: string; conformsTo: string; text: string | undefined }[];
}

/** Reads a catalogue the way CKAN’s DCAT harvester does: by the properties of each dcat:Dataset of its graph. */
async function harvest(address: string): Promise<Harvested[]> {
  const quads = (await jsonld.toRDF(JSON.parse(fetched(address)!), {
    base: address,
    format: "application/n-quads",
  })) as unknown as string;
  const graph = new Store(new Parser({ format: "N-Quads" }).parse(quads));
  const all = (subject: string, property: string) =>
    graph.getObjects(subject, property, null).map(({ value }) => value);
  const one = (subject: string, property: string) => all(subject, property)[0] ?? "";
  const type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  return graph.getSubjects(type, `${dcat}Dataset`, null).map(({ value: dataset }) => ({
    title: one(dataset, `${dct}title`),
    notes: one(dataset, `${dct}description`),
    publisher: one(one(dataset, `${dct}publisher`), "http://xmlns.com/foaf/0.1/name"),
    license: all(dataset, `${dcat}distribution`).map((each) => one(each, `${dct}license`))[0] ?? "",
    tags: all(dataset, `${dcat}keyword`),
    resources: all(dataset, `${dcat}distribution`).map((each) => {
      const url = one(each, `${dcat}downloadURL`);
      return {
        url,
        type: one(each, `${dcat}mediaType`),
        conformsTo: one(each, `${dct}conformsTo`),
        text: fetched(url),
      };
    }),
  }));
}

test("a platform that harvests the catalogue gets every table, whole, with its licence and whom it is from", async () => {
  const datasets = await harvest(`${site}catalog.jsonld`);
  const tables = [...files.keys()].filter(
    (name) => name.endsWith(".csv") && files.has(`${name}-metadata.json`),
  );
  expect(datasets.flatMap(({ resources }) => resources.map(({ url }) => url)).sort()).toEqual(
    tables.map((name) => site + name).sort(),
  );
  for (const { title, notes, publisher, license, tags, resources } of datasets) {
    expect([title, notes, publisher].every(Boolean), title).toBe(true);
    expect(license).toMatch(/open-government-licence/i);
    expect(tags).toContain("childcare");
    for (const { text, type } of resources) {
      expect(type).toMatch(/text\/csv$/);
      expect(csvParse(text!).length).toBeGreaterThan(0);
    }
  }
});

test("a reader of CSV on the Web finds beside each table the columns that it has", async () => {
  for (const { resources } of await harvest(`${site}catalog.jsonld`))
    for (const { url, conformsTo, text } of resources) {
      const described = JSON.parse(fetched(conformsTo)!) as {
        url: string;
        tableSchema: { columns: { name: string; titles?: string }[] };
      };
      // The address is read beside the description (Model for Tabular Data, section 5).
      expect(new URL(described.url, conformsTo).href).toBe(url);
      expect(described.tableSchema.columns.map(({ name }) => name)).toEqual(csvParseRows(text!)[0]);
    }
});

test("a reader of the Data Package gets the same tables, with the columns and values that it is told of", async () => {
  const made = JSON.parse(files.get("datapackage.json")!) as {
    resources: {
      path: string;
      schema: { fields: { name: string; type: string; constraints?: { required?: boolean } }[] };
    }[];
  };
  const harvested = (await harvest(`${site}catalog.jsonld`)).flatMap(({ resources }) => resources);
  expect(made.resources.map(({ path }) => site + path).sort()).toEqual(
    harvested.map(({ url }) => url).sort(),
  );
  for (const { path, schema } of made.resources) {
    const rows = csvParse(files.get(path)!);
    expect(rows.columns).toEqual(schema.fields.map(({ name }) => name));
    for (const { name, type, constraints } of schema.fields)
      for (const row of rows) {
        if (constraints?.required) expect(row[name], `${path} ${name}`).not.toBe("");
        if (/^(?:number|integer)$/.test(type))
          expect(Number.isNaN(Number(row[name])), `${path} ${name}`).toBe(false);
      }
  }
});
