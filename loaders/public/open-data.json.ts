import { z } from "zod";
import { openTables } from "../open-data/tables.js";
import { publicPageDataset } from "../store/page-dataset.js";

const schema = z.object({
  sample: z.boolean(),
  publisher: z.string(),
  tables: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      rows: z.int(),
      asOf: z.iso.date().nullable(),
      columns: z.array(z.object({ name: z.string(), description: z.string() })),
    }),
  ),
});

export type OpenDataList = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "List of open data",
  schema,
  make: async ({ db, city, manifest }): Promise<OpenDataList> => ({
    sample: manifest.sample,
    publisher: city.openData.publisher,
    tables: (await openTables(db, manifest.sample)).map(({ rows, columns, ...table }) => ({
      ...table,
      rows: rows.length,
      columns: columns.map(({ name, description }) => ({ name, description })),
    })),
  }),
});
