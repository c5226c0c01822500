import { statuses, statusMeaning, statusShorthand } from "../../components/status.js";
import type { City } from "../registry/city.js";
import { licenceOf } from "./licence.js";
import { type OpenTable, tableDescription } from "./tables.js";

/** By letter of the shorthand, what it means. */
export const shorthandMeaning: Record<string, string> = {};
for (const status of statuses) {
  const letter = statusShorthand[status];
  if (letter === null) continue;
  const meanings = [shorthandMeaning[letter], statusMeaning[status]].filter(Boolean);
  shorthandMeaning[letter] = meanings.join(" Or: ");
}

/** A table's metadata for CSV on the Web (W3C, 2015), to lie beside the file as `<file>-metadata.json`. */
export function csvwOf(table: OpenTable, city: City, sample: boolean): object {
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": city.language }],
    url: `${table.id}.csv`,
    "dc:title": sample ? `SAMPLE: ${table.title}` : table.title,
    "dc:description": tableDescription({ ...table, caveats: [] }),
    "dc:publisher": city.openData.publisher,
    "dc:license": { "@id": licenceOf(city).address },
    ...(table.asOf ? { "dc:modified": { "@value": table.asOf, "@type": "xsd:date" } } : {}),
    ...(table.sources.length ? { "dc:source": table.sources.map(({ title }) => title) } : {}),
    ...(table.caveats.length ? { notes: table.caveats.map((text) => ({ "schema:text": text })) } : {}),
    dialect: { header: true, delimiter: ",", encoding: "utf-8", lineTerminators: ["\r\n"] },
    tableSchema: {
      columns: table.columns.map(({ name, title, description, type, required }) => ({
        name,
        titles: name,
        "dc:title": title,
        "dc:description": description,
        datatype: type,
        required,
        ...(type === "number" ? { null: ["", ...Object.keys(shorthandMeaning)] } : {}),
      })),
      primaryKey: table.key,
    },
  };
}
