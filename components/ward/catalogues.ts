import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue } from "../messages/catalogue.js";
import { type Catalogues, catalogueHere } from "../messages/catalogues.js";
import { type Speaker, speaker } from "../messages/speaker.js";

const catalogues: Catalogues = {
  en: () => FileAttachment("../../data/messages-ward-en.json").json<Catalogue>(),
  ur: () => FileAttachment("../../data/messages-ward-ur.json").json<Catalogue>(),
  pa: () => FileAttachment("../../data/messages-ward-pa.json").json<Catalogue>(),
  bn: () => FileAttachment("../../data/messages-ward-bn.json").json<Catalogue>(),
  ar: () => FileAttachment("../../data/messages-ward-ar.json").json<Catalogue>(),
  pl: () => FileAttachment("../../data/messages-ward-pl.json").json<Catalogue>(),
  ro: () => FileAttachment("../../data/messages-ward-ro.json").json<Catalogue>(),
  so: () => FileAttachment("../../data/messages-ward-so.json").json<Catalogue>(),
};

/** Says the words of an area's page in the language that the address asks for. */
export async function speakerOfWard(): Promise<Speaker> {
  return speaker(await catalogueHere(catalogues));
}
