import { element } from "../element.js";
import { fileName } from "../tables/table.js";

/**
 * Buttons that save a figure as a picture, with its title, unit, source and sample mark: SVG to be edited and printed, PNG for
 * slides. `name` is what the file is called.
 */
export function pictureButtons(figure: () => Element, name: () => string): HTMLElement {
  const buttonFor = (type: "svg" | "png", as: (figure: Element) => Promise<Blob>) =>
    element(
      "button",
      {
        type: "button",
        "aria-label": `Save as a picture: ${type.toUpperCase()}`,
        onclick: async () => save(await as(figure()), `${fileName(name())}.${type}`),
      },
      type.toUpperCase(),
    );
  return element(
    "span",
    { class: "ey-picture" },
    buttonFor("svg", async (drawn) => new Blob([(await drawing()).svgOf(drawn)], { type: "image/svg+xml" })),
    buttonFor("png", async (drawn) => (await drawing()).pngOf(drawn)),
  );
}

// Few readers save a picture, and a public page must stay small.
function drawing(): Promise<typeof import("./draw-picture.js")> {
  return import("./draw-picture.js");
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
