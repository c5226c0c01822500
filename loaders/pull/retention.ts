import { keptUntil } from "../registry/retention.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { datesOf } from "./extract-dates.js";
import { readIndex } from "./index-file.js";
import { removeWithheld, type Withheld, withheldOf, withhold } from "./withheld.js";

/**
 * Withholds the extracts whose retention ran out before `day` and removes their snapshots, the last good one of a source
 * too. Gives those that went now. Retention counts from the last day that an extract covers; where that is not known from
 * the publisher's date, else from the day on which it came. Files in the inbox are the council's: they stay, unread.
 */
export function endRetention(
  store: Store,
  sources: readonly Source[],
  day: string,
  log: (line: string) => void,
): Withheld[] {
  const deliveries = readIndex(store);
  const at = new Date().toISOString();
  const ended: Withheld[] = [];
  for (const source of sources) {
    const { retention } = source.governance;
    const gone = withheldOf(store, source.id);
    for (const delivery of deliveries) {
      if (delivery.source !== source.id || gone.has(delivery.sha256)) continue;
      const dates = datesOf(source, delivery, deliveries);
      const until = keptUntil(dates.covers?.to ?? dates.published ?? dates.received, retention);
      if (until === null || until >= day) continue;
      gone.add(delivery.sha256);
      ended.push({ source: source.id, sha256: delivery.sha256, why: "retention", at, covers: dates.covers });
      log(
        `REMOVED   ${source.id}: an extract ${dates.covers ? `that covers days up to ${dates.covers.to}` : `that came on ${dates.received}`} was to be kept for ${retention}, up to ${until}. It is not used any more. If its file still lies in the inbox, it is not read again: remove it there.`,
      );
    }
  }
  withhold(store, ended);
  removeWithheld(store);
  return ended;
}
