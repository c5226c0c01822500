import { element } from "../element.js";

type Box = { x: number; y: number; width: number; height: number };
type Point = [x: number, y: number];

/** A drawing that can be looked at more closely. */
export interface MapView {
  /** Buttons that bring it nearer, take it further away, and show all of it. */
  buttons: HTMLElement;
  /** How many pixels a unit of the drawing has on the screen. */
  scale(): number;
  /** What of the drawing is shown, in its units. */
  shown(): Box;
  /** Moves what is shown as little as needed to have a place in it. */
  show(place: Point): void;
}

const nearest = 16;
const step = 1.6;

/**
 * Zooming and panning of an SVG by its viewBox: with buttons, the wheel while Ctrl is held, two fingers, dragging, and the
 * keys + − 0 and Shift with arrows. One finger goes on scrolling the page. `changed` is called after each move and when the
 * drawing has another size. `mayDrag` says whether a press of the mouse moves the drawing.
 */
export function mapView(
  svg: SVGSVGElement,
  [width, height]: [number, number],
  { changed, mayDrag }: { changed: () => void; mayDrag: () => boolean },
): MapView {
  let box: Box = { x: 0, y: 0, width, height };
  let pressed: { pointer: number; at: Point; moved: boolean } | undefined;
  let dragged = false;
  let fingers: { middle: Point; apart: number } | undefined;

  const further = button("Zoom out", "−", () => zoom(1 / step));
  const all = button("Show all of the map", "⟲", () => set({ x: 0, y: 0, width, height }));
  const nearer = button("Zoom in", "+", () => zoom(step));
  const buttons = element(
    "div",
    { class: "ey-map-buttons", role: "group", "aria-label": "Zoom" },
    nearer,
    further,
    all,
  );

  for (const idle of [further, all]) idle.setAttribute("disabled", "");

  // As last laid out, which is nothing where it is not shown: to ask the drawing for it would have the whole page laid out at each change.
  let laidOut: { width: number; height: number } | undefined;
  const scale = (): number =>
    laidOut?.width && laidOut.height
      ? Math.min(laidOut.width / box.width, laidOut.height / box.height)
      : width / box.width;
  const set = (next: Box): void => {
    const zoomed = Math.min(width, next.width);
    const size = { width: zoomed, height: (zoomed * height) / width };
    box = {
      ...size,
      x: between(next.x, 0, width - size.width),
      y: between(next.y, 0, height - size.height),
    };
    svg.setAttribute("viewBox", [box.x, box.y, box.width, box.height].map(rounded).join(" "));
    svg.classList.toggle("ey-map-near", box.width < width);
    nearer.toggleAttribute("disabled", box.width <= width / nearest);
    further.toggleAttribute("disabled", box.width >= width);
    all.toggleAttribute("disabled", box.width >= width);
    changed();
  };
  const zoom = (factor: number, at: Point = middleOf(box)): void => {
    const size = between(box.width / factor, width / nearest, width);
    const share = size / box.width;
    set({
      x: at[0] - (at[0] - box.x) * share,
      y: at[1] - (at[1] - box.y) * share,
      width: size,
      height: box.height * share,
    });
  };
  const pan = (dx: number, dy: number) => set({ ...box, x: box.x + dx, y: box.y + dy });
  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()!.inverse());
    return [x, y];
  };

  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(2 ** (-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.004)), placeOf(event));
    },
    { passive: false },
  );
  svg.addEventListener("keydown", (event) => {
    const [dx, dy] = arrows[event.key] ?? [0, 0];
    if (event.key === "+" || event.key === "=") zoom(step);
    else if (event.key === "-" || event.key === "_") zoom(1 / step);
    else if (event.key === "0") set({ x: 0, y: 0, width, height });
    else if (event.shiftKey && (dx || dy)) pan((dx * box.width) / 5, (dy * box.height) / 5);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" && event.button === 0 && mayDrag() && box.width < width)
      pressed = { pointer: event.pointerId, at: [event.clientX, event.clientY], moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (pressed?.pointer !== event.pointerId) return;
    const [dx, dy] = [event.clientX - pressed.at[0], event.clientY - pressed.at[1]];
    if (!pressed.moved && Math.hypot(dx, dy) < 5) return;
    if (!pressed.moved) svg.setPointerCapture(event.pointerId);
    pressed = { ...pressed, at: [event.clientX, event.clientY], moved: true };
    pan(-dx / scale(), -dy / scale());
  });
  const released = () => {
    dragged = pressed?.moved ?? false;
    pressed = undefined;
  };
  svg.addEventListener("pointerup", released);
  svg.addEventListener("pointercancel", released);
  // The click that ends a drag chooses nothing.
  svg.addEventListener(
    "click",
    (event) => {
      if (dragged) event.stopImmediatePropagation();
      dragged = false;
    },
    true,
  );

  svg.addEventListener(
    "touchmove",
    (event) => {
      const [one, two] = event.touches;
      if (!one || !two) return;
      event.preventDefault();
      const now = {
        middle: [(one.clientX + two.clientX) / 2, (one.clientY + two.clientY) / 2] as Point,
        apart: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY),
      };
      if (fingers) {
        pan((fingers.middle[0] - now.middle[0]) / scale(), (fingers.middle[1] - now.middle[1]) / scale());
        zoom(now.apart / fingers.apart, placeOf({ clientX: now.middle[0], clientY: now.middle[1] }));
      }
      fingers = now;
    },
    { passive: false },
  );
  svg.addEventListener("touchend", () => (fingers = undefined));

  if (typeof ResizeObserver === "function")
    new ResizeObserver(([entry]) => {
      // A drawing that is out of the page for a moment has no size.
      if (entry!.contentRect.width > 0) laidOut = entry!.contentRect;
      changed();
    }).observe(svg);
  return {
    buttons,
    scale,
    shown: () => box,
    show([x, y]) {
      const [edgeX, edgeY] = [box.width / 8, box.height / 8];
      const isIn = (at: number, from: number, size: number) => at >= from && at <= from + size;
      if (isIn(x, box.x, box.width) && isIn(y, box.y, box.height)) return;
      set({
        ...box,
        x: between(box.x, x - box.width + edgeX, x - edgeX),
        y: between(box.y, y - box.height + edgeY, y - edgeY),
      });
    },
  };
}

const arrows: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function button(label: string, sign: string, press: () => void): HTMLButtonElement {
  return element("button", { type: "button", "aria-label": label, title: label, onclick: press }, sign);
}

function middleOf({ x, y, width, height }: Box): Point {
  return [x + width / 2, y + height / 2];
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
