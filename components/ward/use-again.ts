import { element, uniqueId } from "../element.js";
import { addressIn } from "../messages/languages.js";
import { formatDate } from "../words/format.js";
import type { WardInWords, WardMeasure } from "./ward.js";

/** How a figure of a ward is used elsewhere: its link, its file, the code that embeds it, and how to cite it. */
export function figureLinks(ward: WardInWords, measure: WardMeasure): HTMLElement {
  const { slug } = ward.data;
  const { say } = ward.speaker;
  const id = measure.known?.id ?? "";
  const area = uniqueId("embed");
  const code = element("textarea", { id: area, readonly: true, rows: 3, spellcheck: "false" });
  // The address is known only where the page is read.
  const tell = ({ currentTarget }: Event): void => {
    if (!(currentTarget as HTMLDetailsElement).open) return;
    code.value = embedCode(embedAddress(slug, id, ward.code), `${measure.known?.name ?? ""}, ${ward.name}`);
  };
  return element(
    "details",
    { class: "ey-use", ontoggle: tell },
    element("summary", {}, say("use")),
    element(
      "p",
      {},
      element("a", { href: `../open-data/${id}.csv` }, say("use.csv")),
      ". ",
      element("a", { href: `#${id}` }, say("use.link")),
      ". ",
      element("a", { href: `../areas/${slug}?figure=${id}` }, say("use.alone")),
      ". ",
      element("a", { href: `../contact?page=areas/${slug}&figure=${id}` }, say("use.mistake")),
      ".",
    ),
    element("label", { for: area }, say("use.code")),
    code,
    element("p", {}, say("use.cite", { text: citation(ward, measure) })),
  );
}

/** How a figure is cited, with its licence. */
function citation({ name, city, data }: WardInWords, { known }: WardMeasure): string {
  if (!known) return "";
  return `${known.name}, ${name}, ${city}, ${known.period}. ${known.source}, data as of ${formatDate(known.asOf)}. ${data.licence}.`;
}

function embedAddress(slug: string, id: string, code: string): string {
  return new URL(addressIn(`../areas/${slug}?figure=${id}#${id}`, code), document.baseURI).href;
}

/** In a frame of another page, leaves the one figure that the address names: its section alone, without the site around it. */
export function alone(): void {
  if (typeof location === "undefined") return;
  const figure = new URLSearchParams(location.search).get("figure");
  const section = figure && document.getElementById(figure);
  if (!section) return;
  document.documentElement.classList.add("ey-alone");
  section.classList.add("ey-only");
}

// The size holds on a phone, and nothing that a reader did elsewhere is told to the frame or by it.
function embedCode(address: string, title: string): string {
  return `<iframe src="${address}" title="${title.replaceAll('"', "&quot;")}" width="100%" height="420" style="border:0;max-width:40rem" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-scripts allow-same-origin allow-popups allow-downloads"></iframe>`;
}
