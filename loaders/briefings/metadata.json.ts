import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import {
  datasetSchema,
  distributionRecords,
  distributionSchema,
  metadataRecord,
} from "../registry/metadata.js";

const schema = z.object({ datasets: z.array(datasetSchema), distributions: z.array(distributionSchema) });

export type Metadata = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Metadata records of the sources",
  schema,
  make: ({ sources, manifest }): Metadata => {
    const described = sources.map((source) => ({
      source,
      extracts: manifest.sources[source.id]?.extracts ?? [],
    }));
    return {
      datasets: described.flatMap(({ source, extracts }) => metadataRecord(source, extracts) ?? []),
      distributions: described.flatMap(({ source, extracts }) => distributionRecords(source, extracts)),
    };
  },
});
