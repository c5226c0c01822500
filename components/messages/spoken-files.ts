import { type LanguageCode, languageIn, languages } from "./languages.js";

// Each page of the public site lies beside itself in every language that it speaks: find.html, find.ur.html.

const [first, ...others] = languages.map(({ code }) => code);
const spoken = new RegExp(`\\.(${others.join("|")})\\.html$`);

/** The file of a page in a language: “find.ur.html” of “find.html”. In the first language it is the page’s own. */
export function fileIn(file: string, code: LanguageCode): string {
  return code === first ? file : file.replace(/\.html$/, `.${code}.html`);
}

/** The language that a file of a built site is a page’s translation into; undefined if it is none. */
export function languageOfFile(file: string): LanguageCode | undefined {
  return spoken.exec(file)?.[1] as LanguageCode | undefined;
}

/** The page that a file translates: “find.html” of “find.ur.html”. Any other file is its own. */
export function originalOf(file: string): string {
  return file.replace(spoken, ".html");
}

/**
 * The files, the best first, in which a server looks for what an address asks for: the file itself, else a page, in the
 * language that the address asks for where there is one.
 */
export function filesFor(path: string, search: string): string[] {
  const { code } = languageIn(
    search,
    languages.map(({ code }) => code),
  );
  const pages = [`${path}.html`, `${path.replace(/\/$/, "")}/index.html`];
  return [path, ...new Set([...pages.map((page) => fileIn(page, code as LanguageCode)), ...pages])];
}
