import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fillPieces, rowPieces } from "../../components/charts/row-pieces.js";
import { svgElement } from "../../components/element.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const frames: (() => void)[] = [];

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", class {});
  vi.stubGlobal("requestAnimationFrame", (next: () => void) => frames.push(next));
  vi.stubGlobal("setTimeout", (next: () => void) => next());
});
afterEach(() => {
  while (frames.length > 0) frames.shift()!();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const rows = Array.from({ length: 95 }, (_, i) => i);
const pieces = () =>
  rowPieces(rows, { width: 100, high: 20 }, (piece, height, from) => [
    svgElement("desc", {}, `${piece.length} ${height} ${from}`),
    ...piece.map((row) => svgElement("text", {}, String(row))),
    null,
  ]);
const drawn = (svgs: readonly Element[]) => svgs.map((svg) => svg.querySelectorAll("text").length);

test("the pieces that are seen first are drawn at once, and the others after the frame, each once", () => {
  const svgs = pieces();
  document.body.append(...svgs);
  expect(svgs.map((svg) => svg.getAttribute("height"))).toEqual([...Array(9).fill("200"), "100"]);
  expect(drawn(svgs)).toEqual([10, 10, 10, 0, 0, 0, 0, 0, 0, 0]);
  frames.shift()!();
  expect(drawn(svgs)).toEqual([10, 10, 10, 10, 10, 10, 10, 0, 0, 0]);
  frames.shift()!();
  expect(drawn(svgs)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5]);
  expect(frames).toEqual([]);
  expect(svgs.map((svg) => svg.querySelector("desc")!.textContent)).toEqual([
    ...Array.from({ length: 9 }, (_, i) => `10 200 ${i * 10}`),
    "5 100 90",
  ]);
  expect(svgs.flatMap((svg) => [...svg.querySelectorAll("text")].map((text) => text.textContent))).toEqual(
    rows.map(String),
  );
});

test("of a ranking that was drawn anew meanwhile nothing more is drawn", () => {
  const [old, next] = [pieces(), pieces()];
  document.body.append(...old);
  document.body.replaceChildren(...next);
  while (frames.length > 0) frames.shift()!();
  expect(drawn(old)).toEqual([10, 10, 10, 0, 0, 0, 0, 0, 0, 0]);
  expect(drawn(next).at(-1)).toBe(5);
});

test("one that is out of the page for a moment is drawn when it is back", () => {
  const svgs = pieces();
  frames.shift()!();
  document.body.append(...svgs);
  while (frames.length > 0) frames.shift()!();
  expect(drawn(svgs).at(-1)).toBe(5);
});

test("what is printed or saved is drawn whole before", () => {
  const svgs = pieces();
  document.body.append(...svgs);
  fillPieces(document.body);
  expect(drawn(svgs).at(-1)).toBe(5);
});

test("where nothing tells what is in sight, as at the build, all is drawn at once", () => {
  vi.stubGlobal("IntersectionObserver", undefined);
  expect(drawn(pieces()).at(-1)).toBe(5);
});
