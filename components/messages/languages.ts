/** A language that pages for families can be read in. */
export interface Language {
  /** As addresses and the `lang` of a page write it. */
  code: string;
  /** What its speakers call it. */
  name: string;
  direction: "ltr" | "rtl";
}

/** The languages, the one that messages are first written in ahead. */
export const languages = [
  { code: "en", name: "English", direction: "ltr" },
  { code: "ur", name: "اردو", direction: "rtl" },
  { code: "pa", name: "ਪੰਜਾਬੀ", direction: "ltr" },
  { code: "bn", name: "বাংলা", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl" },
  { code: "pl", name: "Polski", direction: "ltr" },
  { code: "ro", name: "Română", direction: "ltr" },
  { code: "so", name: "Soomaali", direction: "ltr" },
] as const satisfies readonly Language[];

export type LanguageCode = (typeof languages)[number]["code"];

const inAddress = "lang";

/** The language that an address asks for among those that a page has; the first of them where it asks for none of these. */
export function languageIn(search: string, offered: readonly LanguageCode[]): Language {
  const asked = new URLSearchParams(search).get(inAddress);
  return languages.find(({ code }) => code === asked && offered.includes(code)) ?? languages[0];
}

/** An address in a language: the first one has no mark, so that an address has one form. */
export function addressIn(href: string, code: string): string {
  const [, path = "", search = "", hash = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(href) ?? [];
  const parameters = new URLSearchParams(search);
  parameters.delete(inAddress);
  if (code !== languages[0].code) parameters.set(inAddress, code);
  const written = parameters.toString();
  return `${path}${written && `?${written}`}${hash}`;
}
