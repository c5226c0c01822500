import { renameSync } from "node:fs";
import { z } from "zod";
import { formatCount } from "../../components/words/numbers.js";
import { unpackTo } from "../files/unpack.js";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource, Look, Offer, Surroundings } from "./adapter.js";
import { addressOf, ask } from "./answers.js";
import { csvRows } from "./csv-page.js";
import { download } from "./http.js";
import { termsOf } from "./https.js";

type Ees = Extract<Connected, { type: "ees" }>;

const service = "https://api.education.gov.uk/statistics/";
const catalogue = "https://explore-education-statistics.service.gov.uk/";

const versionSchema = z.object({
  version: z.string(),
  status: z.string(),
  totalResults: z.number(),
  published: z.string().nullish(),
});
const changesSchema = z.object({
  majorChanges: z.record(z.string(), z.array(z.unknown()).nullish()),
  minorChanges: z.record(z.string(), z.array(z.unknown()).nullish()),
});

/**
 * Explore Education Statistics, the education department's service. Of a data set of its API the version decides whether there is
 * anything new, the changes that its publisher lists are said, and the file has as many rows as the version is said to have.
 * What the API does not have is a file of the data catalogue.
 */
export const ees: Look<Ees> = async (source, surroundings) => {
  const { location } = source;
  if (location.dataSet) return [await offerOf(source, location.dataSet, surroundings)];
  const url = addressOf(location.url ?? catalogue, `data-catalogue/data-set/${location.catalogueFile}/csv`);
  return [
    {
      key: url.pathname,
      name: `${source.id}-${surroundings.day}.csv`,
      version: null,
      fetch: (to, known) => download(url, to, termsOf(location, surroundings), known?.version ?? null),
    },
  ];
};

async function offerOf(
  { id, location, limits }: ConnectedSource<Ees>,
  dataSet: string,
  surroundings: Surroundings,
): Promise<Offer> {
  const terms = termsOf(location, surroundings);
  const at = (path: string, query = {}): URL =>
    addressOf(location.url ?? service, `v1/data-sets/${dataSet}${path}`, query);
  const { version, status, totalResults } = await ask(
    at(`/versions/${location.version}`),
    versionSchema,
    terms,
  );
  if (status === "Withdrawn")
    throw new TellableError(
      `Version ${version} was withdrawn by its publisher. Ask for another under location.version.`,
    );
  if (status === "Deprecated")
    surroundings.say(`version ${version} will be withdrawn by its publisher. Ask for a newer one in time.`);
  const key = dataSet;
  return {
    key,
    name: `${id}-${surroundings.day}.csv`,
    version,
    async fetch(to, known) {
      if (known) surroundings.say(await changesIn(at(`/versions/${version}/changes`), version, terms));
      await download(at("/csv", { dataSetVersion: version }), to, terms);
      // The service may give the file packed without saying so.
      const unpacked = `${to}.csv.tmp`;
      if (await unpackTo(to, unpacked, limits)) renameSync(unpacked, to);
      const rows = await csvRows(to);
      if (rows !== totalResults || !rows)
        throw new TellableError(
          `Version ${version} has ${formatCount(totalResults)} rows, and ${formatCount(rows)} came. The next refresh tries again.`,
        );
      return { version };
    },
  };
}

async function changesIn(url: URL, version: string, terms: Parameters<typeof ask>[2]): Promise<string> {
  const { majorChanges, minorChanges } = await ask(url, changesSchema, terms);
  const count = (changes: Record<string, unknown[] | null | undefined>): string =>
    formatCount(Object.values(changes).reduce((sum, list) => sum + (list?.length ?? 0), 0));
  return `version ${version} is new. Its publisher lists ${count(majorChanges)} changes that take something away and ${count(minorChanges)} others.`;
}
