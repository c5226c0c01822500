import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { languages } from "../../components/messages/languages.js";
import { type Edition, rootFolder } from "./edition/editions.js";

const english = languages[0].code;

/**
 * What keeps a page of the public site from being read in one language for a moment by who asked for another, where the
 * server did not send that (components/messages/spoken-files.ts): its text is seen once it is told in that
 * (components/messages/page-language.ts), or after three seconds. A page that is in English whatever is asked for is seen
 * at once. `path`: the page's, as "/find".
 */
export function spokenHead(edition: Edition, path: string): string {
  if (edition.name !== "public" || isInEnglishAlone(join(rootFolder(edition), `${path}.md`))) return "";
  return `<script>{const {classList, dataset} = document.documentElement; if ((new URLSearchParams(location.search).get("lang") || "${english}") !== (dataset.spoken || "${english}")) classList.add("ey-speaking");}</script>
<style>.ey-speaking #observablehq-main { visibility: hidden; animation: ey-speak 0s 3s forwards; } @keyframes ey-speak { to { visibility: visible; } }</style>`;
}

function isInEnglishAlone(file: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8").includes("englishPage(");
}
