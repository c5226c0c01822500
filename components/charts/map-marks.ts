import { svgElement } from "../element.js";

/** A point on a map. */
export interface MapMark {
  id: string;
  name: string;
  /** Longitude and latitude. */
  at: readonly [number, number];
  /** Of what is there now, what might come, and what might go. */
  kind: "there" | "new" | "gone";
  /** What a click on it does, if anything. */
  press?: () => void;
}

/** Points over a map. They are not in the way of the tab key: whatever a press does can be done elsewhere. */
export interface MapMarks {
  element: SVGGElement;
  /** Draws points at so many pixels a unit of the drawing, so that they are as large however near it is. */
  draw(marks: readonly MapMark[], scale: number): void;
}

const pixels = { there: 3.5, new: 8, gone: 5 };

/** An empty layer of points; `project` gives a place's position in the drawing. */
export function mapMarks(project: (at: [number, number]) => [number, number]): MapMarks {
  const layer = svgElement("g", { "aria-hidden": "true" });
  let drawn: readonly MapMark[] = [];
  return {
    element: layer,
    draw(marks, scale) {
      if (marks !== drawn) layer.replaceChildren(...marks.map((mark) => circleOf(mark, project)));
      drawn = marks;
      for (const [i, { kind }] of marks.entries())
        layer.children[i]!.setAttribute("r", String(Math.round((100 * pixels[kind]) / scale) / 100));
    },
  };
}

function circleOf(
  { name, at, kind, press }: MapMark,
  project: (at: [number, number]) => [number, number],
): SVGCircleElement {
  const [x, y] = project([...at]);
  const circle = svgElement(
    "circle",
    {
      class: `ey-map-point ey-map-point-${kind}${press ? " ey-map-point-press" : ""}`,
      cx: Math.round(x * 10) / 10,
      cy: Math.round(y * 10) / 10,
    },
    svgElement("title", {}, name),
  );
  if (press) circle.addEventListener("click", press);
  return circle;
}
