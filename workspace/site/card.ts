import { escapeUTF8 } from "entities";
import { addressIn, languages } from "../../components/messages/languages.js";
import type { City } from "../../loaders/registry/city.js";
import { type Edition, titleOf } from "./edition/editions.js";
import { imageName, publicAddressOf } from "./findable.js";

/** What is said of a page outside it. */
export interface About {
  title: string;
  description: string;
}

/**
 * What a search engine shows of a page, and what a message shows of a link to it (the Open Graph protocol). The page's own
 * address, its other languages and the picture want the site's address, and are left out where data/city.yaml has none.
 */
export function cardOf(edition: Edition, path: string, { title, description }: About, city: City): string {
  const meta = (name: string, content: string, kind = "property") =>
    `<meta ${kind}="${name}" content="${escapeUTF8(content)}">`;
  const site = publicAddressOf(edition, city);
  const address = site && new URL(`.${path.replace(/index$/, "")}`, site).href;
  return [
    "",
    meta("description", description, "name"),
    meta("og:type", "article"),
    meta("og:site_name", titleOf(edition, city.name)),
    meta("og:title", title),
    meta("og:description", description),
    ...(site && address
      ? [
          meta("og:url", address),
          meta("og:image", new URL(imageName, site).href),
          meta("og:image:width", "1200"),
          meta("og:image:height", "630"),
          ...languages.map(
            ({ code }) =>
              `<link rel="alternate" hreflang="${code}" href="${escapeUTF8(addressIn(address, code))}">`,
          ),
        ]
      : []),
    meta("twitter:card", site ? "summary_large_image" : "summary", "name"),
  ].join("\n");
}
