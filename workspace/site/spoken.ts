import type { Edition } from "./edition/editions.js";

/**
 * What keeps a page of the public site from being read in English for a moment by who asked for another language: its text
 * is seen once it is told in that (components/messages/page-language.ts), or after three seconds.
 */
export function spokenHead({ name }: Edition): string {
  if (name !== "public") return "";
  return `<script>if (/[?&]lang=/.test(location.search)) document.documentElement.classList.add("ey-speaking");</script>
<style>.ey-speaking #observablehq-main { visibility: hidden; animation: ey-speak 0s 3s forwards; } @keyframes ey-speak { to { visibility: visible; } }</style>`;
}
