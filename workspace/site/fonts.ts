import type { Edition } from "./edition/editions.js";

// Drawn for low vision, with figures of one width; and a face for what is read as a text. Latin alone: a reader's own
// system has the letters of other scripts.
const faces = [
  {
    family: "Atkinson Hyperlegible Next",
    weight: "200 800",
    file: "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  },
  {
    family: "Source Serif 4",
    // One weight, which is 31 kB less than all: numbers in such texts are set in the other face.
    weight: "400",
    file: "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
  },
];

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
 * sheet names, so this is done once the address is known. It is asked for before anything is drawn; where it is not there in
 * time, the page stays in the system's face, so that no text moves under its reader.
 */
export function declareFonts(html: string): string {
  return html.replace(
    link,
    (whole, address, family, weight) =>
      `${whole}\n<style>@font-face{font-family:"${family}";src:url("${address}") format("woff2");font-weight:${weight};font-display:optional}</style>`,
  );
}
