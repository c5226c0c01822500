import type { City } from "../registry/city.js";
import { landingPage, vcardOf } from "./contact.js";
import { datesOf, frequencyOf, type PublishedOn, placeOf } from "./dates.js";
import { frequencyAddress } from "./dcat.js";
import { licenceOf } from "./licence.js";
import { type OpenTable, tableDescription } from "./tables.js";

/** A table's metadata for CSV on the Web (W3C, 2015), to lie beside the file as `<file>-metadata.json`. */
export function csvwOf(
  table: OpenTable,
  city: City,
  sample: boolean,
  published: ReadonlyMap<string, PublishedOn>,
): object {
  const { issued, modified, temporal } = datesOf(table, published);
  const frequency = frequencyOf(table);
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": city.language }],
    url: `${table.id}.csv`,
    "dc:title": sample ? `SAMPLE: ${table.title}` : table.title,
    "dc:description": tableDescription({ ...table, caveats: [] }),
    "dc:publisher": city.openData.publisher,
    "dc:license": { "@id": licenceOf(city).address },
    "dcat:contactPoint": vcardOf(city),
    "dcat:landingPage": { "@id": landingPage(table) },
    "dc:spatial": { "@id": placeOf(city).address },
    ...(issued ? { "dc:issued": date(issued) } : {}),
    ...(modified ? { "dc:modified": date(modified) } : {}),
    ...(temporal ? { "dc:temporal": `${temporal.start}/${temporal.end}` } : {}),
    ...(frequency ? { "dc:accrualPeriodicity": { "@id": frequencyAddress(frequency) } } : {}),
    ...(table.sources.length ? { "dc:source": table.sources.map(({ title }) => title) } : {}),
    ...(table.caveats.length ? { notes: table.caveats.map((text) => ({ "schema:text": text })) } : {}),
    dialect: { header: true, delimiter: ",", encoding: "utf-8", lineTerminators: ["\r\n"] },
    tableSchema: {
      columns: table.columns.map(({ name, title, description, type, required, values }) => ({
        name,
        titles: name,
        "dc:title": title,
        "dc:description": description,
        datatype: values ? { base: type, format: values.join("|") } : type,
        required,
      })),
      primaryKey: table.key,
    },
  };
}

const date = (value: string): object => ({ "@value": value, "@type": "xsd:date" });
