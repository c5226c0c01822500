import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../messages/catalogue.js";
import { type Catalogues, catalogueHere } from "../messages/catalogues.js";
import { type SpokenPage, spokenPage } from "../messages/page-language.js";
import { speaker } from "../messages/speaker.js";

const catalogues: Catalogues = {
  en: () => FileAttachment("../../data/messages-site-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../data/messages-site-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../data/messages-site-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../data/messages-site-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../data/messages-site-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../data/messages-site-pl.json").json<Catalogue>(),
  ro: () => FileAttachment("../../data/messages-site-ro.json").json<Catalogue>(),
  so: () => FileAttachment("../../data/messages-site-so.json").json<Catalogue>(),
};

/** A page that is in English alone: its frame, and that it is, in the language that the address asks for. */
export async function englishPage(title: string): Promise<SpokenPage> {
  return spokenPage(speaker(await catalogueHere(catalogues)), { title, englishOnly: true });
}
