import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { Look } from "./adapter.js";
import { addressOf } from "./answers.js";
import { csvPage } from "./csv-page.js";
import { askText } from "./http.js";
import { termsOf } from "./https.js";
import { LandingFile } from "./landing-file.js";

type Nomis = Extract<Connected, { type: "nomis" }>;

/** Cells that the service gives at a time to who has no name there. */
const mostCells = 25_000;

/** Nomis, the service of official labour and census statistics: page by page, until one is not full. */
export const nomis: Look<Nomis> = async (source, surroundings) => {
  const { location } = source;
  const terms = termsOf(location, surroundings);
  return [
    {
      key: location.dataSet,
      name: `${source.id}-${surroundings.day}.csv`,
      version: null,
      fetch: (to) =>
        LandingFile.write(to, surroundings.patience, async (file) => {
          let header = "";
          let rows = 0;
          for (let isMore = true; isMore; ) {
            const url = addressOf(location.url, `dataset/${location.dataSet}.data.csv`, {
              ...location.query,
              RecordLimit: mostCells,
              RecordOffset: rows,
            });
            const page = csvPage(await askText(url, terms));
            if (!page.header && rows) break;
            if (!page.header.includes(",") || /^\s*</.test(page.header) || (header && page.header !== header))
              throw new TellableError(
                `${url.host} answered with something that is not a table. Are location.dataSet and location.query right?`,
              );
            if (!header) await file.add(`${page.header}\n`);
            header = page.header;
            await file.add(page.body);
            rows += page.rows;
            isMore = page.rows === mostCells;
          }
          if (!rows)
            throw new TellableError(
              `Nomis has no rows for the query. Correct geography, date and measures under location.query.`,
            );
          return { version: null };
        }),
    },
  ];
};
