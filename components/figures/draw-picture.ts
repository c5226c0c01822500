import { fillPieces } from "../charts/row-pieces.js";
import { svgElement } from "../element.js";

/** Pixels of the picture to one of the page: sharp on paper and on a screen of fine pixels. */
const sharpness = 2;
const margin = 20;
const xmlns = "http://www.w3.org/2000/svg";

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

// What is told only to those who cannot see it is no part of a picture; what is operated is hidden by style.css meanwhile.
const leftOut = ".ey-hidden, script";

function pictureOf(figure: Element): SVGSVGElement {
  fillPieces(figure);
  figure.classList.add("ey-pictured");
  try {
    return drawn(figure);
  } finally {
    figure.classList.remove("ey-pictured");
  }
}

function drawn(figure: Element): SVGSVGElement {
  const { left, top, width } = figure.getBoundingClientRect();
  const parts = [...partsOf(figure, [margin - left, margin - top])];
  const [wide, high] = [
    Math.ceil(Math.max(width + margin, ...parts.map(({ right }) => right)) + margin),
    Math.ceil(Math.max(...parts.map(({ bottom }) => bottom)) + margin),
  ];
  return svgElement(
    "svg",
    { xmlns, width: wide, height: high, viewBox: `0 0 ${wide} ${high}` },
    svgElement("rect", { width: wide, height: high, fill: paperOf(figure) }),
    ...parts.map(({ node }) => node),
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
    for (const name of ofText) node.style.setProperty(name, style.getPropertyValue(name));
    node.style.fill = style.color;
    yield { node, right: right + dx, bottom: box.bottom + dy };
  }
}

function drawnSvg(svg: SVGSVGElement, [dx, dy]: [number, number]): Drawn {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const node = svg.cloneNode(true) as SVGSVGElement;
  copyStyles(svg, node);
  for (const [name, value] of Object.entries({ x: left + dx, y: top + dy, width, height }))
    node.setAttribute(name, String(value));
  return { node, right: left + dx + width, bottom: top + dy + height };
}

const ofText = [
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "font-variant-numeric",
  "letter-spacing",
  "text-transform",
];
const inherited = [
  ...ofText,
  "text-anchor",
  "visibility",
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
];
const own = { display: "inline", opacity: "1", "vector-effect": "none", "dominant-baseline": "auto" };
const forThePage = ["class", "role", "tabindex", "aria-label", "aria-hidden", "aria-selected"];

// What style sheets and variables of the page give, written where it differs from what stands around it.
function copyStyles(from: Element, to: SVGElement, around?: CSSStyleDeclaration): void {
  const style = getComputedStyle(from);
  for (const name of forThePage) to.removeAttribute(name);
  for (const name of inherited) {
    const value = style.getPropertyValue(name);
    if (to.getAttribute(name)?.includes("var(")) to.removeAttribute(name);
    if (value !== around?.getPropertyValue(name)) to.style.setProperty(name, value);
  }
  for (const [name, usual] of Object.entries(own)) {
    const value = style.getPropertyValue(name);
    if (around && value !== usual) to.style.setProperty(name, value);
  }
  [...from.children].forEach((child, i) => {
    copyStyles(child, to.children[i] as SVGElement, style);
  });
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
