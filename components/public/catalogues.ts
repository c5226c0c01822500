import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../messages/catalogue.js";
import { type Catalogues, catalogueHere } from "../messages/catalogues.js";
import { type Speaker, speaker } from "../messages/speaker.js";

const catalogues: Catalogues = {
  en: () => FileAttachment("../../data/messages-areas-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../data/messages-areas-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../data/messages-areas-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../data/messages-areas-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../data/messages-areas-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../data/messages-areas-pl.json").json<Catalogue>(),
  ro: () => FileAttachment("../../data/messages-areas-ro.json").json<Catalogue>(),
  so: () => FileAttachment("../../data/messages-areas-so.json").json<Catalogue>(),
};

/** Says the page's words in the language that the address asks for. */
export async function speakerOfAreas(): Promise<Speaker> {
  return speaker(await catalogueHere(catalogues));
}
