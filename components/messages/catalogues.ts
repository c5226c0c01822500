import type { Catalogue } from "./catalogue.js";
import { type LanguageCode, languageIn, languages } from "./languages.js";

/** The catalogues of a page by language. Each is fetched only where it is read. */
export type Catalogues = Record<LanguageCode, () => Promise<Catalogue>>;

/** The catalogue of the language that the address asks for. */
export function catalogueHere(catalogues: Catalogues): Promise<Catalogue> {
  const { code } = languageIn(
    location.search,
    languages.map(({ code }) => code),
  );
  return catalogues[code as LanguageCode]();
}
