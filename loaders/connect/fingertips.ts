import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { Look } from "./adapter.js";
import { addressOf } from "./answers.js";
import { csvPage } from "./csv-page.js";
import { askText } from "./http.js";
import { termsOf } from "./https.js";
import { LandingFile } from "./landing-file.js";

type Fingertips = Extract<Connected, { type: "fingertips" }>;

/**
 * Fingertips, the profiles of public health: an indicator at a time, for areas of one kind. The service answers without a row where it
 * has no figures for such areas, which is an error here and not a fact.
 */
export const fingertips: Look<Fingertips> = async (source, surroundings) => {
  const { location } = source;
  const { indicators, areaType, parentAreaType, profile, url } = location;
  const terms = termsOf(location, surroundings);
  return [
    {
      key: [...indicators, areaType, parentAreaType, profile].join(" "),
      name: `${source.id}-${surroundings.day}.csv`,
      version: null,
      fetch: (to) =>
        LandingFile.write(to, surroundings.patience, async (file) => {
          let header = "";
          for (const indicator of indicators) {
            const asked = addressOf(url, "all_data/csv/by_indicator_id", {
              indicator_ids: indicator,
              child_area_type_id: areaType,
              parent_area_type_id: parentAreaType,
              include_sortable_time_periods: "yes",
              profile_id: profile,
            });
            const page = csvPage(await askText(asked, terms));
            if (!/^"?Indicator ID"?,/.test(page.header))
              throw new TellableError(
                `${asked.host} answered for indicator ${indicator} with something that is not its table.`,
              );
            if (!page.rows)
              throw new TellableError(
                `${asked.host} has no figures of indicator ${indicator} for areas of type ${areaType} in areas of type ${parentAreaType}. Correct location.areaType, or the indicator.`,
              );
            if (header && page.header !== header)
              throw new TellableError(
                `${asked.host} gives indicator ${indicator} other columns than those before it. Make it a source of its own.`,
              );
            if (!header) await file.add(`${page.header}\n`);
            header = page.header;
            await file.add(page.body);
          }
          return { version: null };
        }),
    },
  ];
};
