import { svgElement } from "../element.js";
import type { AreaShape } from "./area-shape.js";
import type { CityProjection } from "./projection.js";

type Box = { x: number; y: number; width: number; height: number };

/** Names and borders over a map: those of larger areas, and names of the areas themselves where they fit. */
export interface MapPlaces {
  /** Lies over the areas and takes no clicks. */
  element: SVGGElement;
  /** Writes the names that fit into what is shown, at so many pixels a unit. Areas in `first` come before others. */
  write(shown: Box, scale: number, first?: ReadonlySet<string>): void;
}

export interface MapPlacesOptions {
  projection: CityProjection;
  /** Larger areas whose borders are drawn and that are named first, the largest first. */
  around: readonly (readonly AreaShape[])[];
  /** Areas that are named where there is room. */
  named: readonly AreaShape[];
}

interface Place {
  code: string;
  /** 0 for the largest areas, if they are few. */
  rank: number;
  at: [number, number];
  /** Width and height of the area, in the drawing's units. */
  room: [number, number];
  /** How wide its longest line is, in heights of its letters, and how many lines there are. */
  width: number;
  lines: number;
  text: SVGTextElement;
}

/** Of so many larger areas each is named; of more, those whose name fits into them. */
const few = 12;

/** Pixels of a name's letters, by rank. */
const sizes = [13, 12, 12];
const lineHeight = 1.1;

/** Borders and names for a map: all names are made once, and those that fit are shown. */
export function mapPlaces({ projection, around, named }: MapPlacesOptions): MapPlaces {
  const borders = around.map((shapes, rank) =>
    svgElement("path", {
      class: `ey-map-border ey-map-border-${rank}`,
      d: shapes.map(({ geometry }) => projection.path(geometry)).join(""),
    }),
  );
  const isOfFew = around.length > 0 && around[0]!.length <= few;
  const places = [...around, named].flatMap((shapes, i) =>
    shapes.map((shape) => placeOf(shape, isOfFew ? i : Math.min(i + 1, sizes.length - 1), projection)),
  );
  const texts = places.map(({ text }) => text);
  return {
    element: svgElement("g", { class: "ey-map-places", "aria-hidden": "true" }, ...borders, ...texts),
    write(shown, scale, first = new Set()) {
      const taken: Box[] = [];
      const order = [...places].sort(
        (a, b) =>
          Number(first.has(b.code)) - Number(first.has(a.code)) ||
          a.rank - b.rank ||
          b.room[0] * b.room[1] - a.room[0] * a.room[1],
      );
      for (const place of order) {
        const size = sizes[place.rank]! / scale;
        const [width, height] = [place.width * size, place.lines * lineHeight * size];
        const box = { x: place.at[0] - width / 2, y: place.at[1] - height / 2, width, height };
        const fits = place.rank === 0 || first.has(place.code) || fitsInto(place, width, height);
        const isWritten = fits && isInside(box, shown) && !taken.some((other) => overlap(box, other));
        if (isWritten) taken.push(box);
        if (isWritten) place.text.setAttribute("font-size", String(rounded(size, 2)));
        place.text.setAttribute("visibility", isWritten ? "visible" : "hidden");
      }
    },
  };
}

function placeOf(shape: AreaShape, rank: number, projection: CityProjection): Place {
  const outline = projection.outline(shape.geometry);
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const room: [number, number] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  const lines = inLines(shape.name);
  const at = middleOf(outline) ?? projection.project(shape.centre);
  const text = svgElement(
    "text",
    { class: `ey-map-name ey-map-name-${rank}`, visibility: "hidden", "text-anchor": "middle" },
    ...lines.map((line, i) =>
      svgElement(
        "tspan",
        {
          x: rounded(at[0], 1),
          y: rounded(at[1], 1),
          dy: `${rounded((i - (lines.length - 1) / 2) * lineHeight + 0.35, 2)}em`,
        },
        line,
      ),
    ),
  );
  return {
    ...{ code: shape.code, rank, at, room, text, lines: lines.length },
    width: Math.max(...lines.map((line) => line.length)) * (rank === 0 ? 0.72 : 0.53),
  };
}

// An area is rarely as wide as its box where its name stands.
function fitsInto({ room }: Place, width: number, height: number): boolean {
  return width <= room[0] * 0.95 && height <= room[1] * 0.8;
}

/** A long name in two lines, parted where they are most alike in length. */
function inLines(name: string): string[] {
  if (name.length <= 11) return [name];
  const gaps = [...name.matchAll(/ (?!&)/g)].map(({ index }) => index);
  const [gap] = gaps.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2));
  return gap === undefined ? [name] : [name.slice(0, gap), name.slice(gap + 1)];
}

// Where the outline balances, if that lies inside it.
function middleOf(outline: readonly [number, number][]): [number, number] | undefined {
  let [area, x, y, crossings] = [0, 0, 0, 0];
  const sides = outline.map((from, i) => [from, outline[(i + 1) % outline.length]!] as const);
  for (const [[x0, y0], [x1, y1]] of sides) {
    const cross = x0 * y1 - x1 * y0;
    area += cross / 2;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  const at: [number, number] = [x / (6 * area), y / (6 * area)];
  for (const [[x0, y0], [x1, y1]] of sides)
    if (y0 > at[1] !== y1 > at[1] && at[0] < x0 + ((at[1] - y0) * (x1 - x0)) / (y1 - y0)) crossings += 1;
  return crossings % 2 === 1 ? at : undefined;
}

function isInside(box: Box, shown: Box): boolean {
  return (
    box.x >= shown.x &&
    box.y >= shown.y &&
    box.x + box.width <= shown.x + shown.width &&
    box.y + box.height <= shown.y + shown.height
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// A length in a drawing, short.
function rounded(length: number, digits: number): number {
  return Math.round(length * 10 ** digits) / 10 ** digits;
}
