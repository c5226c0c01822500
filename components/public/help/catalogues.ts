import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../../messages/catalogue.js";
import { type LanguageCode, languageIn } from "../../messages/languages.js";
import { type Speaker, speaker } from "../../messages/speaker.js";

/** The languages in which the page about help can be read. An attachment is fetched only when it is asked for. */
const catalogues: Partial<Record<LanguageCode, { json<T>(): Promise<T> }>> = {
  en: FileAttachment("../../../data/messages-help-en.json"),
  ur: FileAttachment("../../../data/messages-help-ur.json"),
  ar: FileAttachment("../../../data/messages-help-ar.json"),
  pl: FileAttachment("../../../data/messages-help-pl.json"),
  so: FileAttachment("../../../data/messages-help-so.json"),
  ro: FileAttachment("../../../data/messages-help-ro.json"),
};

/** Codes of the languages that the page has. */
export const offered = Object.keys(catalogues) as LanguageCode[];

/** Says the page's words in the language that the address asks for. */
export async function speakerOfPage(): Promise<Speaker> {
  const { code } = languageIn(location.search, offered);
  return speaker(await catalogues[code as LanguageCode]!.json<Catalogue>());
}
