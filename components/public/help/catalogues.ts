import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../../messages/catalogue.js";
import { type LanguageCode, languageIn } from "../../messages/languages.js";
import { type Speaker, speaker } from "../../messages/speaker.js";

/** The languages in which the page about help can be read. Each is fetched only where it is read. */
const catalogues: Partial<Record<LanguageCode, () => Promise<Catalogue>>> = {
  en: () => FileAttachment("../../../data/messages-help-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../../data/messages-help-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../../data/messages-help-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../../data/messages-help-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../../data/messages-help-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../../data/messages-help-pl.json").json<Catalogue>(),
  so: () => FileAttachment("../../../data/messages-help-so.json").json<Catalogue>(),
  ro: () => FileAttachment("../../../data/messages-help-ro.json").json<Catalogue>(),
};

/** Codes of the languages that the page has. */
export const offered = Object.keys(catalogues) as LanguageCode[];

/** Says the page's words in the language that the address asks for. */
export async function speakerOfPage(): Promise<Speaker> {
  const { code } = languageIn(location.search, offered);
  return speaker(await catalogues[code as LanguageCode]!());
}
