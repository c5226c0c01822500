import { z } from "zod";
import { formatCount } from "../../components/words/numbers.js";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource, Look, Surroundings } from "./adapter.js";
import { addressOf, ask } from "./answers.js";
import { termsOf } from "./https.js";
import { LandingFile } from "./landing-file.js";

type Arcgis = Extract<Connected, { type: "arcgis" }>;

// The service says what is wrong in an answer whose status is that of success.
const refused = z.object({ error: z.object({ code: z.number(), message: z.string().optional() }) });
const layerSchema = z.object({
  objectIdField: z.string().nullish(),
  maxRecordCount: z.number().nullish(),
  fields: z.array(z.object({ name: z.string(), type: z.string() })),
});
const countSchema = z.object({ count: z.int().min(0) });
const pageSchema = z.object({
  features: z.array(z.looseObject({})),
  exceededTransferLimit: z.boolean().optional(),
  properties: z.object({ exceededTransferLimit: z.boolean().optional() }).nullish(),
});

const longestPage = 2000;

/**
 * A layer of an ArcGIS feature service, page by page in the order of its object ids, as GeoJSON or, where the source is read as JSON, as a
 * list of attributes. More is to come as long as a flag says so; as many features must come as the layer counts.
 */
export const arcgis: Look<Arcgis> = async (source, surroundings) => [
  {
    key: source.location.url,
    name: `${source.id}-${surroundings.day}.${formatOf(source)}`,
    version: null,
    async fetch(to) {
      const layer = await askLayer(source, "", {}, layerSchema, surroundings);
      const order = layer.objectIdField ?? layer.fields.find(({ type }) => type === "esriFieldTypeOID")?.name;
      if (order === undefined)
        throw new TellableError("The layer has no object ids, so its pages have no order that lasts.");
      const asked = { where: source.location.where, outFields: outFields(source, order) };
      const { count } = await askLayer(
        source,
        "/query",
        { where: source.location.where, returnCountOnly: "true" },
        countSchema,
        surroundings,
      );
      if (!count)
        throw new TellableError(
          "No feature of the layer fits location.where. Correct it: the names of fields carry the year.",
        );
      const pageSize = Math.min(layer.maxRecordCount ?? longestPage, longestPage);
      await LandingFile.write(to, surroundings.patience, async (file) => {
        const isGeo = formatOf(source) === "geojson";
        await file.add(isGeo ? '{"type":"FeatureCollection","features":[\n' : "[\n");
        let came = 0;
        for (let isMore = true; isMore; ) {
          const page = await askLayer(
            source,
            "/query",
            {
              ...asked,
              outSR: 4326,
              returnGeometry: String(isGeo),
              orderByFields: order,
              resultOffset: came,
              resultRecordCount: pageSize,
              f: isGeo ? "geojson" : "json",
            },
            pageSchema,
            surroundings,
          );
          isMore = (page.exceededTransferLimit ?? page.properties?.exceededTransferLimit) === true;
          if (isMore && !page.features.length)
            throw new TellableError(
              "The service says that there is more, and gives nothing. The next refresh tries again.",
            );
          for (const feature of page.features)
            await file.add(`${came++ ? ",\n" : ""}${JSON.stringify(isGeo ? feature : feature.attributes)}`);
        }
        await file.add(isGeo ? "\n]}\n" : "\n]\n");
        if (came !== count)
          throw new TellableError(
            `The layer counts ${formatCount(count)} features, and ${formatCount(came)} came. The next refresh tries again.`,
          );
      });
      return { version: null };
    },
  },
];

function formatOf({ id, format }: ConnectedSource<Arcgis>): "geojson" | "json" {
  if (format.type === "geojson" || format.type === "json") return format.type;
  throw new TellableError(
    `data/sources/${id}.yaml: format: is ${format.type}. A layer is read as geojson or json.`,
  );
}

/** The fields asked for, with the one that orders the pages. */
function outFields({ location: { fields } }: ConnectedSource<Arcgis>, order: string): string {
  return fields.includes("*") || fields.includes(order) ? fields.join(",") : [order, ...fields].join(",");
}

async function askLayer<T extends z.ZodType>(
  { location }: ConnectedSource<Arcgis>,
  path: string,
  query: Readonly<Record<string, string | number>>,
  schema: T,
  surroundings: Surroundings,
): Promise<z.infer<T>> {
  const url = addressOf(`${location.url.replace(/\/$/, "")}${path}`, "", { f: "json", ...query });
  url.pathname = url.pathname.replace(/\/$/, "");
  const answer = await ask(url, z.union([refused, schema]), termsOf(location, surroundings));
  const wrong = refused.safeParse(answer);
  if (wrong.success)
    throw new TellableError(
      `${url.host} refused the query (${wrong.data.error.code}). Are the layer, the fields and location.where right? Names of fields carry the year.`,
    );
  return answer as z.infer<T>;
}
