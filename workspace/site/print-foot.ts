import { formatDate } from "../../components/words/format.js";
import { readCity } from "../../loaders/registry/city.js";
import { currentStore } from "../../loaders/store/paths.js";
import { type Edition, titleOf } from "./edition/editions.js";
import { manifestOf } from "./manifest-of.js";

/**
 * What runs at the foot of every printed page, as a style in the page's head: whether the figures are invented, how new
 * the data are, which page of which site it is, and how many sheets there are. A paper that leaves the office has lost its address.
 */
export function printFoot(edition: Edition, path: string): string {
  const manifest = manifestOf(currentStore());
  const left = [
    manifest?.sample && "Sample data: invented.",
    manifest?.knownOn && `As it was known on ${formatDate(manifest.knownOn)}.`,
    manifest?.asOf && `Data to ${formatDate(manifest.asOf)}.`,
    "Sources: under each figure.",
  ].filter(Boolean);
  const right = `${titleOf(edition, readCity().name)}, ${path.replace(/\/index$/, "/")}`;
  return `<style>@media print{@page{@bottom-left{content:${text(left.join(" "))}}@bottom-right{content:${text(right)} " · " counter(page) " of " counter(pages)}}}</style>`;
}

// A CSS string: every sign that could end it, or the style, is written as its number.
function text(words: string): string {
  return `"${words.replace(/[^\p{L}\p{N} .,:/-]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
