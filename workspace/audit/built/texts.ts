import { group } from "d3";
import { asideOf, linesOf } from "../../site/gate/html.js";
import { plainText } from "../../site/gate/plain-text.js";
import type { Fault } from "../cell.js";
import type { Merged } from "./agree.js";
import type { Area } from "./built-figure.js";

/** Words that a reader meets: a sentence, a description for those who cannot see a chart, a tooltip. */
export interface Text {
  place: string;
  text: string;
  /** The code of the area that it stands beside, where it does. */
  area?: string | undefined;
}

// A number of children but the hundred, say, that a share is of: “of every 100 children”.
const tells =
  /(?<!\d[,.]?|\bevery )\d[\d,.]*\s*(?:%|per ?cent\b|in (?:every )?\d+|(?:out )?of (?:the |all )?(?=\d)|(?:\w+ )?(?:children|child|boys?|girls?|babies|baby|pupils?|families)\b)|(?<=[:–—=]\s*)\d{1,3}(?:\.\d+)?$/gi;

/** The sentences of a page, with those of its attributes, its scripts and its data. */
export function textsOfPage(html: string, place: string): Text[] {
  return sentences([...linesOf(html), ...asideOf(html)].join("\n"), place);
}

/** The texts in a JSON value, each with the area of the object around it. */
export function textsOfJson(json: unknown, place: string, area?: string): Text[] {
  if (typeof json === "string") return sentences(json, place, area);
  if (typeof json !== "object" || json === null) return [];
  const { area: own, code, area_code } = json as Record<string, unknown>;
  const here = [own, code, area_code].find((value) => typeof value === "string") as string | undefined;
  return Object.values(json).flatMap((value) => textsOfJson(value, place, here ?? area));
}

function sentences(text: string, place: string, area?: string): Text[] {
  return text.split(/(?<=[.!?;])\s+|[\r\n]+/).flatMap((part) => {
    const plain = plainText(part).trim();
    return plain.search(tells) < 0 ? [] : [{ place, text: plain, area }];
  });
}

/** Texts that tell a number, other than those shown, of an area that has a suppressed figure. */
export function textFaults(
  texts: readonly Text[],
  areas: readonly Area[],
  merged: ReadonlyMap<string, Merged>,
): Fault[] {
  const small = areas.filter(({ level }) => ["locality", "ward", "lsoa"].includes(level));
  const longestFirst = [...small].sort((a, b) => b.name.length - a.name.length);
  const figures = group(merged.values(), ({ area }) => area);
  const about = ({ text, area }: Text) => {
    // A ward may be called as the end of another's name: who has been named in full is not named again by a part of it.
    const names = longestFirst.filter(({ name }) => isNamed(name, text)).map(({ name }) => name);
    const isPart = (name: string) =>
      !isNamed(
        name,
        names
          .filter((other) => other.length > name.length)
          .reduce((rest, other) => rest.replaceAll(other, ""), text),
      );
    const named = small.filter(
      ({ code, name }) => isNamed(code, text) || (isNamed(name, text) && !isPart(name)),
    );
    return named.length ? named : small.filter(({ code }) => code === area);
  };
  return texts.flatMap((sentence) =>
    about(sentence).flatMap(({ code, name }): Fault[] => {
      const own = figures.get(code) ?? [];
      if (!own.some(({ status }) => status === "suppressed")) return [];
      const shown = new Set(own.flatMap(numbersOf));
      const hasMoreThanAll = own.some(({ value }) => typeof value === "number" && value > 100);
      const { place, text } = sentence;
      const isOther = [...text.matchAll(tells)].some(({ 0: words, index }) => {
        const number = Number(/^[\d,.]*\d/.exec(words)![0].replaceAll(",", ""));
        return !shown.has(number) && !(hasMoreThanAll && isMoreThanAll(text, index));
      });
      const problem = `is told of in “${text.slice(0, 80)}”, though figures of it are suppressed`;
      return isOther ? [{ place, cell: name || code, problem }] : [];
    }),
  );
}

// More children than were counted as able to: “over 100 in every 100”.
function isMoreThanAll(text: string, at: number): boolean {
  return /\bover $/.test(text.slice(0, at)) && /^100 in every 100\b/.test(text.slice(at));
}

/** The numbers shown of a figure, as they are and in whole. */
function numbersOf({ numerator, denominator, value, lower, upper }: Merged): number[] {
  return [numerator, denominator, value, lower, upper].flatMap((n) =>
    typeof n === "number" ? [n, Math.round(n)] : [],
  );
}

function isNamed(name: string, text: string): boolean {
  const at = name ? text.indexOf(name) : -1;
  return at >= 0 && !/\w/.test(text[at - 1] ?? "") && !/\w/.test(text[at + name.length] ?? "");
}
