import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Edition, rootFolder } from "./edition/editions.js";

/**
 * What keeps a page of the public site from being read in English for a moment by who asked for another language: its text
 * is seen once it is told in that (components/messages/page-language.ts), or after three seconds. A page that is in English
 * whatever is asked for is seen at once. `path`: the page's, as "/find".
 */
export function spokenHead(edition: Edition, path: string): string {
  if (edition.name !== "public" || isInEnglishAlone(join(rootFolder(edition), `${path}.md`))) return "";
  return `<script>if (/[?&]lang=/.test(location.search)) document.documentElement.classList.add("ey-speaking");</script>
<style>.ey-speaking #observablehq-main { visibility: hidden; animation: ey-speak 0s 3s forwards; } @keyframes ey-speak { to { visibility: visible; } }</style>`;
}

function isInEnglishAlone(file: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8").includes("englishPage(");
}
