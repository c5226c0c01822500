import type { Edition } from "./edition/editions.js";

// Drawn for low vision, with figures of one width; and a face for what is read as a text. Latin alone: a reader's own
// system has the letters of other scripts.
// `ascent` and `descent` are parts of the size. `until`: faces of the reader's system that stand in until it is there, each
// with how wide a text is in this face beside it, from letters as English has them. tokens.css has the same names.
const faces: readonly Face[] = [
  {
    family: "Atkinson Hyperlegible Next",
    weight: "200 800",
    file: "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    ascent: 0.984,
    descent: 0.316,
    until: [
      ["Sans until then", "200 549", ["Arial", "Liberation Sans"], 0.993],
      ["Sans until then", "550 800", ["Arial Bold", "Liberation Sans Bold"], 0.985],
      ["Sans until then, Linux", "200 549", ["DejaVu Sans"], 0.869],
      ["Sans until then, Linux", "550 800", ["DejaVu Sans Bold"], 0.825],
    ],
  },
  {
    family: "Source Serif 4",
    // One weight, which is 31 kB less than all: numbers in such texts are set in the other face.
    weight: "400",
    file: "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
    ascent: 1.036,
    descent: 0.335,
    until: [
      ["Serif until then", "400", ["Times New Roman", "Liberation Serif"], 1.179],
      ["Serif until then, Linux", "400", ["DejaVu Serif"], 0.924],
    ],
  },
];

interface Face {
  family: string;
  weight: string;
  file: string;
  ascent: number;
  descent: number;
  until: readonly (readonly [family: string, weight: string, local: readonly string[], width: number])[];
}

/**
 * The faces of an edition as links in its pages' head, from installed packages. The public edition has none: on a phone
 * they would weigh more than the page, and the system's own face is well known to its reader.
 */
export function fontLinks({ name }: Pick<Edition, "name">): string {
  if (name === "public") return "";
  return faces
    .map(
      ({ family, weight, file }) =>
        `<link rel="preload" as="font" type="font/woff2" crossorigin href="npm:${file}" data-family="${family}" data-weight="${weight}">`,
    )
    .join("\n");
}

const link =
  /<link rel="preload" as="font"[^>]*? href="([^"]+)" data-family="([^"]+)" data-weight="([^"]+)">/g;

/**
 * A page whose linked faces are declared, too. Framework gives a linked file its address, and gives none to what a style
 * sheet names, so this is done once the address is known. Each is asked for before anything is drawn; where it is not there
 * in time, the page is drawn in a face of the system that is made as wide and as high, so that no text moves under its
 * reader when it comes. On a narrow screen it does not come then.
 */
export function declareFonts(html: string): string {
  return html.replace(link, (whole, address, family, weight) => {
    const face = (display: string) =>
      `@font-face{font-family:"${family}";src:url("${address}") format("woff2");font-weight:${weight};font-display:${display}}`;
    return `${whole}\n<style>@media (min-width:${narrow}.01px){${face("swap")}}@media (max-width:${narrow}px){${face("optional")}}${untilThen(family)}</style>`;
  });
}

// A window of at most so many pixels: a sentence of three lines has a fourth for one letter more there, and moves all below.
// Such a page stays in the face that it was drawn in.
const narrow = 640;

function untilThen(name: string): string {
  const face = faces.find(({ family }) => family === name);
  const percent = (part: number) => `${Math.round(1000 * part) / 10}%`;
  return (face?.until ?? [])
    .map(([family, weight, local, width]) => {
      const sources = local.map((one) => `local("${one}")`).join(",");
      return `@font-face{font-family:"${family}";src:${sources};font-weight:${weight};size-adjust:${percent(width)};ascent-override:${percent(face!.ascent / width)};descent-override:${percent(face!.descent / width)};line-gap-override:0%}`;
    })
    .join("");
}
