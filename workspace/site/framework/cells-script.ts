import { TellableError } from "../../../loaders/store/safe-message.js";

const start = '<script type="module">';
const importOfDefine = /^import \{define(?: as defineCell)?\} from (".*");$/m;
const drawnCells = /<script type="module" src="([^"]*\/site\/drawn-cells\.[0-9a-f]{8}\.js)">/;

// Said before anything is shown: what was drawn at the build answers the usual question only.
const asked = '<script>if (location.search) document.documentElement.classList.add("ey-asked")</script>';

/** The script of a built page that defines its cells; undefined if it has none. */
export function cellsScript(html: string): string | undefined {
  const at = html.search(importOfDefine);
  if (at < 0) return undefined;
  const from = html.lastIndexOf(start, at) + start.length;
  return html.slice(from, html.indexOf("</script>", at));
}

/**
 * A built page whose cells take the place of what was drawn of them at the build, by components/site/drawn-cells.ts.
 * A page without cells is left as it is. Throws if a page is not as Framework 1.13 writes it.
 */
export function withDrawnCells(html: string): string {
  const script = cellsScript(html);
  if (script === undefined) return html;
  const path = drawnCells.exec(html)?.[1];
  if (!path)
    throw new TellableError(
      "The page does not load components/site/drawn-cells.ts. Framework may have been updated: bring workspace/site/framework/cells-script.ts up to date.",
    );
  return html
    .replace(
      importOfDefine,
      (_, client: string) =>
        `import {define as defineCell} from ${client};\nimport {replacing} from ${JSON.stringify(path)};\nconst define = replacing(defineCell);`,
    )
    .replace("</head>", `${asked}\n</head>`);
}

/** The address by which a cells' script loads components/site/drawn-cells.ts. */
export const drawnCellsModule = /\/site\/drawn-cells\.[0-9a-f]{8}\.js$/;
