import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { readYaml } from "./read-yaml.js";

const authority = {
  /** What its people call it. */
  name: z.string().min(1),
  /** ONS code of the local authority. */
  code: z.string().regex(/^E(0[6-9]|10)\d{6}$/, "must be an ONS code of a local authority, as in E08000025."),
  /** The education department's number for it. */
  dfeCode: z.string().regex(/^\d{3}$/, 'must be three digits in quotes, as in "330".'),
};

export const citySchema = z.strictObject({
  ...authority,
  /** The areas that it is set beside, besides its statistical neighbours. */
  comparators: z.array(
    z.strictObject({
      /** Its ONS code. */
      code: z.string(),
      /** What pages call it. */
      name: z.string(),
      /** What kind of area it is. */
      level: z.enum(["country", "region"]),
    }),
  ),
  /** Codes of localities by their names, and who gives them; a look-up may have names alone. */
  localities: z
    .strictObject({
      /** Who gives the codes. */
      authority: z.string().min(1),
      /** The code of each locality, by its name. */
      codes: z.record(z.string().min(1), z.string().min(1)),
    })
    .optional(),
  /** The box that a map shows: west, south, east and north in degrees. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** The language of its pages. */
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language tag, as in en-GB."),
  /** The time zone by which a day begins. */
  timeZone: z.string().refine(isTimeZone, "must be the name of a time zone, as in Europe/London."),
  /** Where the public site is served, as in https://early-years.example.gov.uk/. Without it pages have no card with a picture and there is no list of pages for search engines. */
  publicAddress: z.url({ protocol: /^https$/ }).optional(),
  /** What open data say about who publishes them, and on what terms they may be used again. */
  openData: z.strictObject({
    /** The body that publishes. */
    publisher: z.string().min(1),
    /** The licence of what is published. */
    licence: z.enum(["OGL-UK-3.0"]),
    /** An office that the public may ask, by e-mail or on a page; without one the publisher stands alone. */
    contact: z
      .strictObject({
        /** What the office is called. */
        name: z.string().min(1),
        /** Its address for e-mail. */
        email: z.email().optional(),
        /** Its page on the web. */
        page: z.url().optional(),
      })
      .refine(({ email, page }) => email ?? page, "must have an email or a page.")
      .optional(),
  }),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export type City = z.infer<typeof citySchema>;

/** Reads data/city.yaml. */
export function readCity(file = join(repositoryRoot, "data", "city.yaml")): City {
  return readYaml(file, citySchema);
}

/** How the code of an area begins that nobody has given one. */
export const uncoded = "uncoded:";

/** The code of a locality that only its name is known of: the city's for it, else one that says that there is none. */
export function localityCode({ localities }: Pick<City, "localities">, name: string): string {
  const words =
    name
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return localities?.codes[name] ?? `${uncoded}${words.join("-")}`;
}

/** Who gave an area its code; null if nobody did, or it is not known. */
export function codeAuthority({ localities }: Pick<City, "localities">, code: string): string | null {
  if (/^[A-Z]\d{8}$/.test(code)) return "Office for National Statistics";
  return localities && Object.values(localities.codes).includes(code) ? localities.authority : null;
}

/** The code that an area goes by now: a locality once went by its name. */
export function currentCode(city: Pick<City, "localities">, level: string, code: string): string {
  return level === "locality" ? (city.localities?.codes[code] ?? code) : code;
}
