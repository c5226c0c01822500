import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";

// How a chart looks hangs on its styles, too: a change of them is a change of the drawing.
const styles = ["tokens.css", "style.css", "pages.css"]
  .flatMap((file) => [
    ...readFileSync(join(repositoryRoot, "components", file), "utf8").matchAll(/^[^{}]+\{[^}]*\}/gm),
  ])
  .map(([rule]) => rule.replace(/\/\*.*?\*\//gs, "").trim())
  .filter((rule) =>
    /^(?::root|\.ey-drawn|\.ey-area|\.ey-chosen-outline|\.ey-focus-outline|\.ey-minimap\b)/.test(rule),
  )
  .join("\n");
const mapStyles = ["map-colours.css", "map.css"]
  .map((file) => readFileSync(join(repositoryRoot, "components", file), "utf8"))
  .join("\n")
  .replace(/\/\*.*?\*\/\n/gs, "")
  .replace(/\n(?:@supports|@media).*?\n\}/gs, "");
const gap = 8;

/** A chart as one SVG file to look at: its drawings one below the other, a line an element, so that a difference can be read. */
export function drawingOf(chart: Element): string {
  const all = chart.matches("svg") ? [chart] : [...chart.querySelectorAll("svg")];
  // The small ones are pieces of a key, whose words are HTML.
  const drawings = all.filter((svg) => !svg.parentElement?.closest("svg") && sizeOf(svg)[1] > 20);
  let height = 0;
  const placed = drawings.map((svg) => {
    const copy = svg.cloneNode(true) as Element;
    const [wide, high] = sizeOf(svg);
    for (const [name, value] of Object.entries({ y: height, width: wide, height: high }))
      copy.setAttribute(name, String(value));
    height += high + gap;
    return copy.outerHTML;
  });
  const width = Math.max(...drawings.map((svg) => sizeOf(svg)[0]));
  const isMap = placed.some((drawing) => drawing.includes("ey-map-"));
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">`,
    `<style>\n${styles}${isMap ? mapStyles : ""}\n</style>`,
    ...placed,
    "</svg>",
  ];
  return `${withPlainIds(lines.join("\n").replace(/></g, ">\n<"))}\n`;
}

function sizeOf(svg: Element): [width: number, height: number] {
  const [, , wide, high] = (svg.getAttribute("viewBox") ?? "").split(/[ ,]+/).map(Number);
  const own = (name: string, otherwise = 0) => Number(svg.getAttribute(name) ?? otherwise);
  return [own("width", wide), own("height", high)];
}

/** Ids are counted through all that a page shows: in a drawing of its own a chart's begin with 1. */
function withPlainIds(text: string): string {
  const ids = [...new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!))];
  return ids.reduce((plain, id, i) => {
    const numberless = id.replace(/\d+/g, "");
    return plain
      .replaceAll(`"${id}"`, `"${numberless}${i + 1}"`)
      .replaceAll(`#${id})`, `#${numberless}${i + 1})`);
  }, text);
}
