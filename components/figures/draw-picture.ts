import { svgElement } from "../element.js";

/** Pixels of the picture to one of the page: sharp on paper and on a screen of fine pixels. */
const sharpness = 2;
const margin = 20;

/** A figure as it stands on the page, as the text of an SVG file. Nothing of it is fetched from elsewhere. */
export function svgOf(figure: Element): string {
  return new XMLSerializer().serializeToString(pictureOf(figure));
}

/** A figure as it stands on the page, as a PNG. Throws if the browser cannot draw it. */
export async function pngOf(figure: Element): Promise<Blob> {
  const picture = pictureOf(figure);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(picture.getAttribute("width")) * sharpness;
  canvas.height = Number(picture.getAttribute("height")) * sharpness;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error("This browser cannot write a PNG. Save the figure as SVG.")),
    ),
  );
}

// What is operated is no part of a picture, nor what is told only to those who cannot see it.
const leftOut = "button, input, select, fieldset, details, script, .ey-hidden, .ey-readout, .ey-picture";

function pictureOf(figure: Element): SVGSVGElement {
  // What is scrolled inside the figure is drawn from its beginning.
  const scrolled = [...figure.querySelectorAll("*")].filter(({ scrollTop }) => scrollTop > 0);
  const back = scrolled.map((part) => [part, part.scrollTop] as const);
  for (const part of scrolled) part.scrollTop = 0;
  const { left, top, width } = figure.getBoundingClientRect();
  const drawn = [...partsOf(figure, [margin - left, margin - top])];
  for (const [part, position] of back) part.scrollTop = position;
  const [wide, high] = [
    Math.ceil(Math.max(width, ...drawn.map(({ right }) => right - margin)) + 2 * margin),
    Math.ceil(Math.max(...drawn.map(({ bottom }) => bottom)) + margin),
  ];
  return svgElement(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: wide,
      height: high,
      viewBox: `0 0 ${wide} ${high}`,
    },
    svgElement("rect", { width: wide, height: high, fill: paperOf(figure) }),
    ...drawn.map(({ node }) => node),
  );
}

/** A piece of the picture, and how far it reaches. */
interface Drawn {
  node: SVGElement;
  right: number;
  bottom: number;
}

function* partsOf(element: Element, by: [number, number]): Generator<Drawn> {
  const style = getComputedStyle(element);
  if (element.matches(leftOut) || style.display === "none" || style.visibility === "hidden") return;
  if (element instanceof SVGSVGElement) {
    yield drawnSvg(element, by);
    return;
  }
  yield* boxOf(element, style, by);
  for (const child of element.childNodes)
    if (child instanceof Element) yield* partsOf(child, by);
    else if (child instanceof Text) yield* linesOf(child, style, by);
}

function* boxOf(element: Element, style: CSSStyleDeclaration, [dx, dy]: [number, number]): Generator<Drawn> {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + dx, top + dy];
  const rectangle = (
    where: { x: number; y: number; width: number; height: number },
    fill: string,
  ): Drawn => ({
    node: svgElement("rect", { ...where, fill, rx: Number.parseFloat(style.borderTopLeftRadius) || 0 }),
    right: where.x + where.width,
    bottom: where.y + where.height,
  });
  if (!isClear(style.backgroundColor)) yield rectangle({ x, y, width, height }, style.backgroundColor);
  for (const side of ["Top", "Bottom", "Left", "Right"] as const) {
    const thick = Number.parseFloat(style[`border${side}Width`]);
    const colour = style[`border${side}Color`];
    if (!(thick > 0) || style[`border${side}Style`] === "none" || isClear(colour)) continue;
    const across = side === "Top" || side === "Bottom";
    yield rectangle(
      {
        x: side === "Right" ? x + width - thick : x,
        y: side === "Bottom" ? y + height - thick : y,
        width: across ? width : thick,
        height: across ? thick : height,
      },
      colour,
    );
  }
}

// A text a line as the page breaks it.
function* linesOf(text: Text, style: CSSStyleDeclaration, [dx, dy]: [number, number]): Generator<Drawn> {
  const lines: { words: string; box: DOMRect; right: number }[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const box = range.getClientRects()[0];
    if (!box || box.width === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.box.top - box.top) < 2) {
      line.words += ` ${word}`;
      line.right = box.right;
    } else lines.push({ words: word, box, right: box.right });
  }
  for (const { words, box, right } of lines) {
    const node = svgElement(
      "text",
      { x: box.left + dx, y: box.top + dy + ascentOf(style, box.height) },
      words,
    );
    copyStyle(style, node, textStyles);
    node.style.fill = style.color;
    yield { node, right: right + dx, bottom: box.bottom + dy };
  }
}

function drawnSvg(svg: SVGSVGElement, [dx, dy]: [number, number]): Drawn {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const node = svg.cloneNode(true) as SVGSVGElement;
  const copies = [node, ...node.querySelectorAll<SVGElement>("*")];
  [svg, ...svg.querySelectorAll("*")].forEach((original, i) => {
    copyStyle(getComputedStyle(original), copies[i]!, drawingStyles);
  });
  for (const name of ["class", "role", "tabindex", "aria-label", "aria-hidden", "aria-multiselectable"])
    for (const copy of copies) copy.removeAttribute(name);
  for (const [name, value] of Object.entries({ x: left + dx, y: top + dy, width, height }))
    node.setAttribute(name, String(value));
  return { node, right: left + dx + width, bottom: top + dy + height };
}

const textStyles = [
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "font-variant-numeric",
  "letter-spacing",
  "text-transform",
];
const drawingStyles = [
  ...textStyles,
  "display",
  "visibility",
  "opacity",
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "text-anchor",
  "dominant-baseline",
  "vector-effect",
  "overflow",
];

function copyStyle(style: CSSStyleDeclaration, node: SVGElement, names: readonly string[]): void {
  for (const name of names) node.style.setProperty(name, style.getPropertyValue(name));
}

let pen: CanvasRenderingContext2D | null | undefined;

function ascentOf(
  { fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration,
  height: number,
): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return 0.8 * height;
  pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  return pen.measureText("x").fontBoundingBoxAscent;
}

/** The first colour behind an element that hides what is below it; white where nothing does. */
function paperOf(element: Element | null): string {
  for (let at = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!isClear(backgroundColor)) return backgroundColor;
  }
  return "#ffffff";
}

function isClear(colour: string): boolean {
  return colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);
}
