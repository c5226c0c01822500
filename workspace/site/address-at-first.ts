import type { Edition } from "./edition/editions.js";
import { askedFirstIn } from "./edition/pages.js";
import { pageSourceOf } from "./page-file.js";

const id = "ey-asked-first";
const begin = `<script type="application/json" id="${id}">`;

// Before any cell reads the address. One that says anything of this itself is whole: what it leaves out was taken back.
const put = `<script>{const asked=JSON.parse(document.querySelector("#${id}").textContent),given=new URLSearchParams(location.search);if(!asked.some(([name])=>given.has(name))){for(const [name,text] of asked)given.set(name,text);history.replaceState(history.state,"",location.pathname+"?"+given+location.hash)}}</script>`;

/**
 * What puts into a page's address what its front matter has its controls show at first, where the address says nothing of
 * it; nothing for a page that says nothing. `path`: the page's, as "/explore/take-up".
 */
export function addressAtFirst(edition: Edition, path: string): string {
  const asked = Object.entries(askedFirstIn(pageSourceOf(edition, path) ?? ""));
  return asked.length === 0
    ? ""
    : `${begin}${JSON.stringify(asked).replaceAll("<", "\\u003c")}</script>\n${put}`;
}

/** The search part that a page with addressAtFirst gives its address; empty for any other page. */
export function searchAtFirst(html: string): string {
  const [, asked] = /<script type="application\/json" id="ey-asked-first">([^<]*)<\/script>/.exec(html) ?? [];
  return asked === undefined ? "" : `?${new URLSearchParams(JSON.parse(asked) as string[][])}`;
}

/**
 * A built page whose address gets what the page asks at first when the rest of its head has run: what that finds in the
 * address is from its reader.
 */
export function putLast(html: string): string {
  return html.includes(put) ? html.replace(put, "").replace("</head>", () => `${put}\n</head>`) : html;
}
