import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { elementsOf } from "./html.js";

/** The addresses in a built page that lead nowhere in its folder. */
export function deadLinks(folder: string, page: string, html: string): string[] {
  const addresses = elementsOf(html).flatMap(({ attributes }) =>
    ["href", "xlink:href", "src", "poster"].flatMap((name) => attributes.get(name)?.trim() ?? []),
  );
  return [...new Set(addresses)]
    .filter((address) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?|$)/i.test(address))
    .filter((address) => !leadsSomewhere(folder, page, address));
}

function leadsSomewhere(folder: string, page: string, address: string): boolean {
  const path = decodeURI(address.replace(/[?#].*$/, ""));
  const target = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(page), path);
  if (target.startsWith("..")) return false;
  return [target, `${target}.html`, posix.join(target, "index.html")].some(
    (file) => existsSync(join(folder, file)) && statSync(join(folder, file)).isFile(),
  );
}

/**
 * Listens to what Framework says of links. It takes for broken what is written only after it has run, such as open
 * data, so links are looked at again when all is in place: `missed` are its broken links then, without those to files
 * of the folder. What is left leads to a part of a page that may be made when it is read.
 */
export class LinkListener {
  private readonly broken: [page: string, address: string][] = [];

  readonly logger = {
    log: (line = ""): void => {
      const [, page, address] = /^↳ (.+?) → (.+)$/.exec(stripVTControlCharacters(line)) ?? [];
      if (page && address) this.broken.push([page, address]);
    },
    warn: (line: string): void => {
      if (!/^Warning: \d+ broken links? \(\d+ validated\)$/.test(stripVTControlCharacters(line)))
        console.warn(line);
    },
    error: console.error,
  };

  missed(folder: string): string[] {
    return this.broken
      .filter(([, address]) => address.includes("#") || !leadsSomewhere(folder, "index.html", address))
      .map(([page, address]) => `${page}: links to ${address}, which was not found when the page was built`);
  }
}
