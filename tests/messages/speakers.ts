import { type Speaker, speaker } from "../../components/messages/speaker.js";
import { catalogueOf } from "../../loaders/public/messages-[part].json.js";
import { readTranslations } from "../../loaders/registry/translations.js";

/** Who says what a page says, in each language: the first is English. */
export function speakersOf(page: string): Speaker[] {
  return readTranslations()
    .filter(({ messages }) => messages[page === "ward" ? "areas" : page])
    .map((translation) => speaker(catalogueOf(translation, page)))
    .sort((a, b) => Number(b.code === "en") - Number(a.code === "en"));
}

/** Who says it in English. */
export function englishOf(page: string): Speaker {
  return speakersOf(page)[0]!;
}
