import { z } from "zod";
import { formatCount } from "../../components/words/numbers.js";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource, Look, Surroundings } from "./adapter.js";
import { addressOf, ask } from "./answers.js";
import { termsOf } from "./https.js";
import { LandingFile } from "./landing-file.js";

type OpenReferral = Extract<Connected, { type: "open-referral" }>;

const serviceSchema = z.looseObject({ id: z.string().min(1) });
const pageSchema = z.object({
  total_items: z.int().min(0),
  total_pages: z.int().min(0),
  contents: z.array(serviceSchema),
});

const mostPages = 10_000;
const mostAtOnce = 4;

/**
 * A feed of Open Referral UK 3.0: its pages name the services, and each service is asked for with all that belongs to it. They
 * land as one list under `contents`, in the order of their ids.
 */
export const openReferral: Look<OpenReferral> = async (source, surroundings) => [
  {
    key: source.location.url,
    name: `${source.id}-${surroundings.day}.json`,
    version: null,
    async fetch(to) {
      const ids = await idsOf(source, surroundings);
      await LandingFile.write(to, surroundings.patience, async (file) => {
        await file.add('{"contents":[\n');
        for (let at = 0; at < ids.length; at += mostAtOnce) {
          const services = await Promise.all(
            ids.slice(at, at + mostAtOnce).map((id) => askService(source, id, surroundings)),
          );
          await file.add(
            `${at ? ",\n" : ""}${services.map((service) => JSON.stringify(service)).join(",\n")}`,
          );
        }
        await file.add("\n]}\n");
      });
      return { version: null };
    },
  },
];

async function idsOf(source: ConnectedSource<OpenReferral>, surroundings: Surroundings): Promise<string[]> {
  const { location } = source;
  const terms = termsOf(location, surroundings);
  const ids = new Set<string>();
  let expected = 0;
  for (let page = 1, pages = 1; page <= pages; page++) {
    const { contents, total_items, total_pages } = await ask(
      addressOf(location.url, "services", { page }),
      pageSchema,
      terms,
    );
    if (total_pages > mostPages)
      throw new TellableError(`The feed has more than ${formatCount(mostPages)} pages.`);
    for (const { id } of contents) ids.add(id);
    [expected, pages] = [total_items, total_pages];
  }
  if (!ids.size) throw new TellableError("The feed has no services. Is the address that of its API?");
  if (ids.size !== expected)
    throw new TellableError(
      `The feed counts ${formatCount(expected)} services, and ${formatCount(ids.size)} came. The next refresh tries again.`,
    );
  return [...ids].sort();
}

async function askService(
  { location }: ConnectedSource<OpenReferral>,
  id: string,
  surroundings: Surroundings,
): Promise<Record<string, unknown>> {
  const url = addressOf(location.url, `services/${encodeURIComponent(id)}`);
  const service = await ask(url, serviceSchema, termsOf(location, surroundings));
  if (service.id !== id) throw new TellableError(`${url.host} gave another service than the one asked for.`);
  return service;
}
