import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Catalogue } from "../../../components/messages/catalogue.js";
import type { LanguageCode } from "../../../components/messages/languages.js";
import { languageOfFile, originalOf } from "../../../components/messages/spoken-files.js";
import { elementsOf, linesOf, saidByCell } from "./html.js";
import { plainText } from "./plain-text.js";

/**
 * What is wrong with a page’s translation, a file as “find.ur.html”: the page is not there, it does not say which language
 * it is in, it tells a number that the page does not, or it does not say that it awaits review. Of any other file, nothing.
 */
export function translationFaults(folder: string, file: string, html: string): string[] {
  const code = languageOfFile(file);
  if (code === undefined) return [];
  const original = originalOf(file);
  if (!existsSync(join(folder, original))) return [`translates ${original}, which is not there`];
  return [
    ...languageFaults(html, code),
    ...numberFaults(numbersOf(readFileSync(join(folder, original), "utf8")), html, code).map(
      (number) =>
        `says ${number} where ${original} does not. Correct data/translations/${code}.yaml: a number that is always the same is better said in words`,
    ),
    ...reviewFaults(folder, file, html, code),
  ];
}

function languageFaults(html: string, code: LanguageCode): string[] {
  const own = elementsOf(html).find(({ name }) => name === "html");
  return own?.attributes.get("lang") === code ? [] : [`does not say that it is in the language ${code}`];
}

// What a page’s cells read of messages is asked for in its head.
function reviewFaults(folder: string, file: string, html: string, code: LanguageCode): string[] {
  const name = new RegExp(`/messages-[\\w-]+-${code}\\.[0-9a-f]{8}\\.json$`);
  const catalogues = elementsOf(html)
    .filter(({ name, attributes }) => name === "link" && attributes.get("rel") === "preload")
    .map(({ attributes }) => posix.join(posix.dirname(file), attributes.get("href") ?? ""))
    .filter((path) => name.test(path) && existsSync(join(folder, path)))
    .map((path) => JSON.parse(readFileSync(join(folder, path), "utf8")) as Catalogue);
  if (catalogues.length === 0) return [`reads no messages in the language ${code}`];
  const lines = new Set(linesOf(html).map((line) => plainText(line).trim()));
  const isMarked = (words: string | undefined) => words !== undefined && lines.has(plainText(words).trim());
  return catalogues.every(
    ({ awaiting, messages }) => awaiting.length === 0 || isMarked(messages["site.awaitingReview"]),
  )
    ? []
    : ["does not say that its translation awaits review"];
}

interface Told {
  html: string;
  byCell: ReadonlyMap<string, ReadonlySet<string>>;
  anywhere: ReadonlySet<string>;
}

// The gate looks at the translations of a page one after the other.
let last: Told | undefined;

/** The numbers that a page tells. */
function numbersOf(html: string): Told {
  if (last?.html !== html) {
    const byCell = new Map([...saidByCell(html)].map(([cell, text]) => [cell, englishNumbers(text)]));
    last = { html, byCell, anywhere: new Set([...byCell.values()].flatMap((numbers) => [...numbers])) };
  }
  return last;
}

/** The numbers that a page’s translation tells and the page does not, each cell beside the same one. */
function numberFaults({ byCell, anywhere }: Told, translation: string, code: LanguageCode): string[] {
  const read = readerIn(code);
  const found = [...saidByCell(translation)].flatMap(([cell, text]) => {
    // What stands around the cells, as a description for search engines, is taken from some of them.
    const known = (cell && byCell.get(cell)) || anywhere;
    return [...withPlainDigits(text).matchAll(number)]
      .map(([written]) => written)
      .filter((written) => !read(written).some((parts) => parts.every((part) => known.has(part))));
  });
  return [...new Set(found)];
}

const number = /\d+(?:[.,:\u066b\u066c\u00a0\u202f'’]\d+)*/g;
const timeOfDay = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/;

function englishNumbers(text: string): Set<string> {
  return new Set(
    [...withPlainDigits(text).matchAll(number)].flatMap(([written]) => [
      written,
      written.replaceAll(",", ""),
      ...written.split(/[^\d.,]/),
    ]),
  );
}

/** Reads a number as a language may write it: as it stands, by its separators, or as a time of day by the clock of 24 hours. */
function readerIn(code: LanguageCode): (written: string) => string[][] {
  const parts = new Intl.NumberFormat([code, "en-GB"], { numberingSystem: "latn" }).formatToParts(
    1_234_567.5,
  );
  const sign = (type: string, otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  const [group, decimal] = [sign("group", ","), sign("decimal", ".")];
  return (written) => {
    const [, hours, minutes] = timeOfDay.exec(written) ?? [];
    return [
      [written],
      [written.replaceAll(group, "").replace(decimal, ".")],
      ...(hours && minutes
        ? [[String(Number(hours) % 12 || 12), ...(minutes === "00" ? [] : [minutes])]]
        : []),
    ];
  };
}

// Every script’s digits stand in a row from nought to nine.
const noughts = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66];

function withPlainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const at = digit.codePointAt(0)!;
    const nought = noughts.find((one) => at >= one && at <= one + 9);
    return nought === undefined ? digit : String(at - nought);
  });
}
