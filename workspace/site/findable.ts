import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { escapeUTF8 } from "entities";
import { addressIn, languages } from "../../components/messages/languages.js";
import { type City, readCity } from "../../loaders/registry/city.js";
import type { Edition } from "./edition/editions.js";

/** The picture that a message shows beside a link to the site. */
export const imageName = "card.png";

/** Where the edition is served, with a slash at its end; undefined where data/city.yaml does not say. */
export function publicAddressOf(
  { name }: Pick<Edition, "name">,
  { publicAddress }: City,
): string | undefined {
  return name === "public" && publicAddress ? publicAddress.replace(/\/?$/, "/") : undefined;
}

/**
 * Writes what search engines and messages ask for into a built edition: a list of its pages (sitemaps.org 0.9), where the list
 * is, and the picture of links. None where the site's address is not known, as all of them name it. Returns them by path, as
 * a reader of text sees them. `paths`: of all pages. `day`: when they last changed, year-month-day.
 */
export function writeFindable(
  edition: Edition,
  output: string,
  { paths, day, city = readCity() }: { paths: Iterable<string>; day: string; city?: City },
): ReadonlyMap<string, string> {
  const site = publicAddressOf(edition, city);
  if (!site) return new Map();
  const files: [string, Buffer][] = [
    ["sitemap.xml", Buffer.from(sitemapOf(site, paths, day))],
    ["robots.txt", Buffer.from(`User-agent: *\nAllow: /\nSitemap: ${new URL("sitemap.xml", site).href}\n`)],
    [imageName, picture()],
  ];
  for (const [name, content] of files) writeFileSync(join(output, name), content);
  return new Map(files.map(([name, content]) => [name, content.toString("utf8")]));
}

function sitemapOf(site: string, paths: Iterable<string>, day: string): string {
  const urls = [...paths].sort().map((path) => {
    const address = new URL(`.${path.replace(/index$/, "")}`, site).href;
    const others = languages.map(
      ({ code }) =>
        `<xhtml:link rel="alternate" hreflang="${code}" href="${escapeUTF8(addressIn(address, code))}"/>`,
    );
    return `<url><loc>${escapeUTF8(address)}</loc><lastmod>${day}</lastmod>${others.join("")}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join("\n")}
</urlset>
`;
}

const size = { width: 1200, height: 630 };
const teal = [12, 107, 112] as const;

/** The three bars of the site's icon on white, as PNG (W3C, third edition): there are no letters in it to be translated. */
function picture(): Buffer {
  const bars = [
    { left: 330, top: 345, height: 170 },
    { left: 510, top: 230, height: 285 },
    { left: 690, top: 115, height: 400 },
  ];
  const lines = Array.from({ length: size.height }, (_, y) => {
    const line = Buffer.alloc(1 + size.width * 3, 255);
    line[0] = 0;
    for (const { left, top, height } of bars)
      if (y >= top && y < top + height) for (let x = left; x < left + 140; x += 1) line.set(teal, 1 + x * 3);
    if (y >= size.height - 24) for (let x = 0; x < size.width; x += 1) line.set(teal, 1 + x * 3);
    return line;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size.width, 0);
  header.writeUInt32BE(size.height, 4);
  // Eight bits for each of red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
