import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../messages/catalogue.js";
import { type Catalogues, catalogueHere } from "../messages/catalogues.js";
import { type Speaker, speaker } from "../messages/speaker.js";

const catalogues: Catalogues = {
  en: () => FileAttachment("../../data/messages-find-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../data/messages-find-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../data/messages-find-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../data/messages-find-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../data/messages-find-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../data/messages-find-pl.json").json<Catalogue>(),
  ro: () => FileAttachment("../../data/messages-find-ro.json").json<Catalogue>(),
  so: () => FileAttachment("../../data/messages-find-so.json").json<Catalogue>(),
};

/** Says the page's words in the language that the address asks for. */
export async function speakerOfFind(): Promise<Speaker> {
  return speaker(await catalogueHere(catalogues));
}
