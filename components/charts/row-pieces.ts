import { afterFrame } from "../after-frame.js";
import { drawing } from "./marks.js";

/** Rows of a piece: paper can break between two pieces. */
const rowsOfPiece = 10;
/** Pieces that are seen before one scrolls, and how many of the others are drawn between two frames. */
const [inSight, atOnce] = [3, 4];

interface Waiting {
  fill: () => void;
  /** How often it may be out of the page when its turn comes: a cell takes what it shows out for a moment. */
  chances: number;
}

const waiting = new Map<SVGSVGElement, Waiting>();

/**
 * Rows below one another in pieces, each a drawing of its own. The first are drawn at once, and the rest once those are on
 * the screen, so that a ranking of hundreds of areas answers as quickly as a short one. `marksOf`: what is drawn of some rows
 * in a piece so many pixels high, and which of all rows is the first of them.
 */
export function rowPieces<T>(
  rows: readonly T[],
  { width, high }: { width: number; high: number },
  marksOf: (rows: readonly T[], height: number, from: number) => (Node | null)[],
): SVGSVGElement[] {
  return Array.from({ length: Math.ceil(rows.length / rowsOfPiece) }, (_, i) => {
    const from = i * rowsOfPiece;
    const piece = rows.slice(from, from + rowsOfPiece);
    const height = piece.length * high;
    const svg = drawing(width, height);
    const fill = () => svg.append(...marksOf(piece, height, from).filter((mark) => mark !== null));
    if (i < inSight || typeof IntersectionObserver === "undefined") fill();
    else fillLater(svg, fill);
    return svg;
  });
}

/** Draws now what waits in a part of the page, as it is printed or saved. */
export function fillPieces(within: Element): void {
  for (const svg of [...waiting.keys()]) if (within.contains(svg)) fillNow(svg);
}

function fillLater(svg: SVGSVGElement, fill: () => void): void {
  if (waiting.size === 0) afterFrame(fillSome);
  waiting.set(svg, { fill, chances: 2 });
}

function fillSome(): void {
  let filled = 0;
  for (const [svg, one] of [...waiting]) {
    if (filled === atOnce) break;
    if (svg.isConnected) {
      fillNow(svg);
      filled += 1;
    } else {
      // Else the ranking that it is of has been drawn anew.
      one.chances -= 1;
      if (one.chances === 0) waiting.delete(svg);
    }
  }
  if (waiting.size > 0) afterFrame(fillSome);
}

function fillNow(svg: SVGSVGElement): void {
  waiting.get(svg)?.fill();
  waiting.delete(svg);
}

if (typeof IntersectionObserver !== "undefined")
  addEventListener("beforeprint", () => fillPieces(document.documentElement));
