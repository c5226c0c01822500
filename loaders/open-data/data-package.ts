import type { City } from "../registry/city.js";
import { shorthandMeaning } from "./csvw.js";
import { licenceOf } from "./licence.js";
import { type OpenTable, tableDescription } from "./tables.js";

/** What describes all tables together, as a Data Package (version 2.0). `asOf` is its version and date. */
export function dataPackageOf(tables: OpenTable[], city: City, sample: boolean): object {
  const { id, title, address } = licenceOf(city);
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: "early-years",
    title: titleOf(city, sample),
    description: descriptionOf(city, sample),
    ...(asOfAll(tables) ? { version: asOfAll(tables) } : {}),
    licenses: [{ name: id, title, path: address }],
    contributors: [{ title: city.openData.publisher, roles: ["publisher"] }],
    resources: tables.map((table) => ({
      name: table.id,
      path: `${table.id}.csv`,
      title: table.title,
      description: tableDescription(table),
      type: "table",
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      ...(table.sources.length
        ? { sources: table.sources.map(({ title, page }) => ({ title, ...(page ? { path: page } : {}) })) }
        : {}),
      schema: {
        fields: table.columns.map(({ name, title, description, type, required }) => ({
          name,
          title,
          description,
          type,
          ...(required ? { constraints: { required } } : {}),
          ...(type === "number" ? { missingValues } : {}),
        })),
        primaryKey: table.key,
      },
    })),
  };
}

const missingValues = [
  { value: "", label: "no number" },
  ...Object.entries(shorthandMeaning).map(([value, label]) => ({ value, label })),
];

/** The title of all open data together. */
export function titleOf({ name }: City, sample: boolean): string {
  return `${sample ? "SAMPLE, invented figures: " : ""}Early years in ${name}`;
}

/** What all open data together are, in two sentences. */
export function descriptionOf({ name }: City, sample: boolean): string {
  const about = `Childcare and the development of children under five in ${name} and its wards. All figures have been made safe: no child can be found in them.`;
  return sample ? `These figures are invented, to try out how they are published. ${about}` : about;
}

/** The newest date that any table rests on. */
export function asOfAll(tables: OpenTable[]): string | undefined {
  return tables
    .flatMap(({ asOf }) => asOf ?? [])
    .sort()
    .at(-1);
}
