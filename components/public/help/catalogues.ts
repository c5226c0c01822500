import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../../messages/catalogue.js";
import { type Catalogues, catalogueHere } from "../../messages/catalogues.js";
import { type Speaker, speaker } from "../../messages/speaker.js";

const catalogues: Catalogues = {
  en: () => FileAttachment("../../../data/messages-help-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../../data/messages-help-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../../data/messages-help-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../../data/messages-help-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../../data/messages-help-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../../data/messages-help-pl.json").json<Catalogue>(),
  ro: () => FileAttachment("../../../data/messages-help-ro.json").json<Catalogue>(),
  so: () => FileAttachment("../../../data/messages-help-so.json").json<Catalogue>(),
};

/** Says the page's words in the language that the address asks for. */
export async function speakerOfPage(): Promise<Speaker> {
  return speaker(await catalogueHere(catalogues));
}
