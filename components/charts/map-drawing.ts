import { element, svgElement, uniqueId } from "../element.js";
import { rectangle } from "./areas-within.js";

type Point = [number, number];

/** How a reader chooses areas on a map with a pointer. */
export type DrawingMode = "click" | "box" | "shape";

/** The choice between clicking and drawing, and a button that clears what was chosen. `areas` is what they choose, in the plural. */
export function drawingTools(
  areas: string,
  setMode: (mode: DrawingMode) => void,
  clear: () => void,
): HTMLElement {
  const name = uniqueId("mode");
  const ways: [DrawingMode, string][] = [
    ["click", "clicking"],
    ["box", "drawing a box"],
    ["shape", "drawing a shape"],
  ];
  const radios = ways.map(([mode, words]) => {
    const radio = element("input", { type: "radio", name, checked: mode === "click" });
    radio.addEventListener("input", (event) => {
      // Only a choice of areas is an input of the map.
      event.stopPropagation();
      setMode(mode);
    });
    return element("label", {}, radio, ` ${words}`);
  });
  return element(
    "fieldset",
    { class: "ey-tools" },
    element("legend", {}, `Choose ${areas} by`),
    ...radios,
    element("button", { type: "button", onclick: clear }, "Clear"),
  );
}

/**
 * Lets a pointer draw a box or a free shape on an SVG. `mode` is asked at each press; `done` gets the
 * outline in the SVG's own units when the pointer is lifted. A press without a move draws nothing;
 * Escape or a cancelled pointer gives the drawing up.
 */
export function drawOn(svg: SVGSVGElement, mode: () => DrawingMode, done: (outline: Point[]) => void): void {
  const trace = svgElement("path", { class: "ey-drawing" });
  svg.append(trace);
  let points: Point[] = [];
  let pointer: number | null = null;

  const outline = (): Point[] => {
    if (mode() === "shape") return points;
    return points.length < 2 ? [] : rectangle(points[0]!, points.at(-1)!);
  };
  const stop = () => {
    pointer = null;
    points = [];
    trace.removeAttribute("d");
    removeEventListener("keydown", giveUp);
  };
  const giveUp = (event: KeyboardEvent) => event.key === "Escape" && stop();

  svg.addEventListener("pointerdown", (event) => {
    if (mode() === "click" || event.button !== 0) return;
    event.preventDefault();
    pointer = event.pointerId;
    svg.setPointerCapture(pointer);
    points = [position(svg, event)];
    addEventListener("keydown", giveUp);
  });
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    points.push(position(svg, event));
    trace.setAttribute("d", `M${outline().join("L")}Z`);
  });
  svg.addEventListener("pointerup", (event) => {
    if (event.pointerId !== pointer) return;
    const drawn = outline();
    stop();
    if (drawn.length > 2) done(drawn);
  });
  svg.addEventListener("pointercancel", stop);
}

/** Where in an SVG a pointer is, in the SVG's own units. */
export function position(svg: SVGSVGElement, event: MouseEvent): Point {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()!.inverse());
  return [x, y];
}
