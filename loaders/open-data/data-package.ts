import type { City } from "../registry/city.js";
import { landingPage } from "./contact.js";
import { datesOf, datesOfAll, frequencyOf, type PublishedOn, placeOf, type TableDates } from "./dates.js";
import { licenceOf } from "./licence.js";
import { format, type OpenTable, tableDescription } from "./tables.js";

/** What describes all tables together, as a Data Package (version 2.0). The newest date that a figure rests on is its version. */
export function dataPackageOf(
  tables: OpenTable[],
  city: City,
  sample: boolean,
  published: ReadonlyMap<string, PublishedOn>,
): object {
  const { id, title, address } = licenceOf(city);
  const { publisher, contact } = city.openData;
  const { issued, ...dates } = datesOfAll(tables, published);
  const version = asOfAll(tables);
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: "early-years",
    title: titleOf(city, sample),
    description: descriptionOf(city, sample),
    homepage: landingPage(),
    ...(version ? { version } : {}),
    ...(issued ? { created: `${issued}T00:00:00Z` } : {}),
    licenses: [{ name: id, title, path: address }],
    contributors: [
      { title: publisher, roles: ["publisher"] },
      ...(contact
        ? [
            {
              title: contact.name,
              ...(contact.email ? { email: contact.email } : {}),
              ...(contact.page ? { path: contact.page } : {}),
              organization: publisher,
              roles: ["contactPoint"],
            },
          ]
        : []),
    ],
    // The standard has no names for what follows; these are those of DCAT.
    ...given({ issued, ...dates }),
    spatial: placeOf(city),
    sample,
    formatVersion: format,
    resources: tables.map((table) => ({
      name: table.id,
      path: `${table.id}.csv`,
      title: table.title,
      description: tableDescription(table),
      homepage: landingPage(table),
      type: "table",
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      ...given(datesOf(table, published)),
      ...(frequencyOf(table) ? { accrualPeriodicity: frequencyOf(table)!.words } : {}),
      ...(table.sources.length
        ? { sources: table.sources.map(({ title, page }) => ({ title, ...(page ? { path: page } : {}) })) }
        : {}),
      schema: {
        fields: table.columns.map(({ name, title, description, type, required, values }) => ({
          name,
          title,
          description,
          type,
          ...(required || values
            ? { constraints: { ...(required ? { required } : {}), ...(values ? { enum: values } : {}) } }
            : {}),
        })),
        missingValues: [""],
        primaryKey: table.key,
      },
    })),
  };
}

function given({ issued, modified, temporal }: TableDates): Partial<TableDates> {
  return {
    ...(issued ? { issued } : {}),
    ...(modified ? { modified } : {}),
    ...(temporal ? { temporal } : {}),
  };
}

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
