import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../messages/catalogue.js";
import { type Catalogues, catalogueHere } from "../messages/catalogues.js";
import { type Speaker, speaker } from "../messages/speaker.js";

const catalogues: Catalogues = {
  en: () => FileAttachment("../../data/messages-contact-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../data/messages-contact-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../data/messages-contact-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../data/messages-contact-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../data/messages-contact-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../data/messages-contact-pl.json").json<Catalogue>(),
  ro: () => FileAttachment("../../data/messages-contact-ro.json").json<Catalogue>(),
  so: () => FileAttachment("../../data/messages-contact-so.json").json<Catalogue>(),
};

/** Says the page's words in the language that the address asks for. */
export async function speakerOfContact(): Promise<Speaker> {
  return speaker(await catalogueHere(catalogues));
}
