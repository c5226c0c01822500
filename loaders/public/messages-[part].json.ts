import { z } from "zod";
import type { Catalogue } from "../../components/messages/catalogue.js";
import { publicPageDataset } from "../page-dataset.js";
import { isReviewed, messagesOf, readTranslations, type Translation } from "../registry/translations.js";

const schema = z.object({
  language: z.string(),
  messages: z.record(z.string(), z.string()),
  awaiting: z.array(z.string()),
});

/** What every page says besides its own: the frame, the choice of a language, and where a message awaits review. */
const everywhere = "site";

/** What pages say that tell of places for families. */
const shared: Readonly<Record<string, readonly string[]>> = { find: ["places"], areas: ["places"] };
const parts = Object.values(shared).flat();

export default publicPageDataset(import.meta.url, {
  title: "What pages say, in each language",
  schema,
  make: (): Record<string, Catalogue> =>
    Object.fromEntries(
      readTranslations().flatMap((translation) =>
        Object.keys(translation.messages)
          .filter((page) => !parts.includes(page))
          .map((page) => [`${page}-${translation.language}`, catalogueOf(translation, page)]),
      ),
    ),
});

/** The messages of a page with those that it shares, by keys without the page's name; what is shared keeps its name. */
export function catalogueOf(translation: Translation, page: string): Catalogue {
  const known = [page, everywhere, ...(shared[page] ?? [])];
  const own = [...messagesOf(translation)].filter(([key]) => known.includes(key.split(".")[0]!));
  const short = (key: string) =>
    page !== everywhere && key.startsWith(`${page}.`) ? key.slice(page.length + 1) : key;
  return {
    language: translation.language,
    messages: Object.fromEntries(own.map(([key, message]) => [short(key), message])),
    awaiting: own.filter(([key]) => !isReviewed(translation, key)).map(([key]) => short(key)),
  };
}
