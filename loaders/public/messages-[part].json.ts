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
const places = "places";
const tellOfPlaces = ["find", "ward"];
/** A page of one area says what the page of all says, and of its places: the page of all, which most read first, does without. */
const saidAs: Readonly<Record<string, string>> = { ward: "areas" };

export default publicPageDataset(import.meta.url, {
  title: "What pages say, in each language",
  schema,
  make: (): Record<string, Catalogue> =>
    Object.fromEntries(
      readTranslations().flatMap((translation) =>
        [...Object.keys(translation.messages), ...Object.keys(saidAs)]
          .filter((page) => page !== places)
          .map((page) => [`${page}-${translation.language}`, catalogueOf(translation, page)]),
      ),
    ),
});

/** The messages of a page with those that it shares, by keys without the page's name; what is shared keeps its name. */
export function catalogueOf(translation: Translation, page: string): Catalogue {
  const named = saidAs[page] ?? page;
  const known = [named, everywhere, ...(tellOfPlaces.includes(page) ? [places] : [])];
  const own = [...messagesOf(translation)].filter(([key]) => known.includes(key.split(".")[0]!));
  const short = (key: string) =>
    page !== everywhere && key.startsWith(`${named}.`) ? key.slice(named.length + 1) : key;
  return {
    language: translation.language,
    messages: Object.fromEntries(own.map(([key, message]) => [short(key), message])),
    awaiting: own.filter(([key]) => !isReviewed(translation, key)).map(([key]) => short(key)),
  };
}
