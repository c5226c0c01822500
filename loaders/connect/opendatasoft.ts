import { z } from "zod";
import { formatCount } from "../../components/words/numbers.js";
import { jsonElements } from "../files/json-elements.js";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource, Look } from "./adapter.js";
import { addressOf, ask } from "./answers.js";
import { csvRows } from "./csv-page.js";
import { download } from "./http.js";
import { termsOf } from "./https.js";

type Opendatasoft = Extract<Connected, { type: "opendatasoft" }>;

const counted = z.object({ total_count: z.int().min(0) });

/**
 * A portal of Opendatasoft, by version 2.1 of its API. Its pages end after ten thousand records, so the export is taken, which has no end;
 * the number of records that the portal counts is what it must have.
 */
export const opendatasoft: Look<Opendatasoft> = async (source, surroundings) => {
  const { location } = source;
  const format = formatOf(source);
  const terms = termsOf(location, surroundings);
  const dataSet = `api/explore/v2.1/catalog/datasets/${location.dataSet}`;
  const asked = { where: location.where, select: location.select };
  return [
    {
      key: location.dataSet,
      name: `${source.id}-${surroundings.day}.${format}`,
      version: null,
      async fetch(to) {
        const { total_count: total } = await ask(
          addressOf(location.url, `${dataSet}/records`, { ...asked, limit: 1 }),
          counted,
          terms,
        );
        if (!total)
          throw new TellableError(
            `${new URL(location.url).host} has no records of the data set${location.where ? " that fit location.where" : ""}.`,
          );
        const options = format === "csv" ? { delimiter: ",", with_bom: "false" } : {};
        await download(
          addressOf(location.url, `${dataSet}/exports/${format}`, { ...asked, ...options }),
          to,
          terms,
        );
        const rows = await rowsOf(format, to);
        if (rows !== undefined && rows !== total)
          throw new TellableError(
            `The portal counts ${formatCount(total)} records, and ${formatCount(rows)} came. The next refresh tries again.`,
          );
        return { version: null };
      },
    },
  ];
};

function formatOf({ id, format }: ConnectedSource<Opendatasoft>): "csv" | "json" | "geojson" | "parquet" {
  if (format.type === "xlsx" || format.type === "xml" || format.type === "json-lines")
    throw new TellableError(
      `data/sources/${id}.yaml: format: is ${format.type}. A portal is read as csv, json, geojson or parquet.`,
    );
  return format.type;
}

/** Records of an export; undefined of Parquet, which says of itself whether it is whole. */
async function rowsOf(format: string, file: string): Promise<number | undefined> {
  if (format === "parquet") return undefined;
  if (format === "csv") return csvRows(file);
  let rows = 0;
  for (const _ of jsonElements(file, format === "geojson" ? "features" : undefined)) rows++;
  return rows;
}
