import type { Point } from "./search.js";

/** The halves of a postcode, however it is written; undefined where a text is none. */
export function postcodeHalves(text: string): [outward: string, inward: string] | undefined {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const [, outward, inward] = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(bare) ?? [];
  return outward && inward ? [outward, inward] : undefined;
}

/** Where a postcode lies, in the file of its first half; undefined where it is not in it. */
export function placeOfPostcode(units: string, inward: string): (Point & { ward: string }) | undefined {
  const line = units.split(";").find((unit) => unit.startsWith(`${inward} `));
  if (!line) return undefined;
  const [, latitude, longitude, ward = ""] = line.split(" ");
  return { latitude: Number(latitude), longitude: Number(longitude), ward };
}
