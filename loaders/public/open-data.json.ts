import { z } from "zod";
import { figureColumns } from "../../components/tables/file-figures.js";
import { licenceOf } from "../open-data/licence.js";
import { csvOf } from "../open-data/table-csv.js";
import { openTables } from "../open-data/tables.js";
import { publicPageDataset } from "../page-dataset.js";
import { lostFigures } from "./lost-figures.js";

const schema = z.object({
  sample: z.boolean(),
  publisher: z.string(),
  /** Whom the public may ask. */
  contact: z.object({ name: z.string(), address: z.string() }).nullable(),
  licence: z.object({ id: z.string(), title: z.string(), address: z.url() }),
  tables: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      definition: z.string(),
      /** Sentences that whoever uses the figures should know. */
      caveats: z.array(z.string()),
      /** What the figures are: their unit, what was counted, and out of what. Absent of a table that holds no figures. */
      measure: z.object({ unit: z.string(), numerator: z.string(), denominator: z.string() }).optional(),
      rows: z.int(),
      /** Of the CSV file. */
      bytes: z.int(),
      /** The first and the last period; null of a table that is of no period. */
      periods: z.tuple([z.string(), z.string()]).nullable(),
      asOf: z.iso.date().nullable(),
      sources: z.array(z.object({ title: z.string(), licence: z.string(), page: z.string().nullable() })),
      /** Of its figures that the policy lets out, how many there are and how many are suppressed. */
      lost: z.object({ figures: z.int(), suppressed: z.int() }).nullable(),
    }),
  ),
  /** The columns of every file of figures. */
  columns: z.array(z.object({ name: z.string(), description: z.string() })),
});

export type OpenDataList = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "List of open data",
  schema,
  make: async ({ db, city, manifest }): Promise<OpenDataList> => {
    const { indicators } = await lostFigures(db);
    const tables = await openTables(db, { city, sample: manifest.sample, sources: [] });
    const { contact } = city.openData;
    return {
      sample: manifest.sample,
      publisher: city.openData.publisher,
      contact: contact
        ? { name: contact.name, address: contact.email ? `mailto:${contact.email}` : contact.page! }
        : null,
      licence: licenceOf(city),
      tables: tables.map((table) => ({
        ...table,
        rows: table.rows.length,
        bytes: Buffer.byteLength(csvOf(table)),
        lost: indicators[table.id] ?? null,
      })),
      columns: figureColumns.map(({ name, description }) => ({ name, description })),
    };
  },
});
