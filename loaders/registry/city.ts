import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { readYaml } from "./read-yaml.js";

const authority = {
  name: z.string().min(1),
  /** ONS code of the local authority. */
  code: z.string().regex(/^E(0[6-9]|10)\d{6}$/, "must be an ONS code of a local authority, as in E08000025."),
  /** The education department's number for it. */
  dfeCode: z.string().regex(/^\d{3}$/, 'must be three digits in quotes, as in "330".'),
};

const citySchema = z.strictObject({
  ...authority,
  comparators: z.array(
    z.strictObject({ code: z.string(), name: z.string(), level: z.enum(["country", "region"]) }),
  ),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  language: z.string(),
  timeZone: z.string(),
  /** What open data say about who publishes them, and on what terms they may be used again. */
  openData: z.strictObject({
    publisher: z.string().min(1),
    licence: z.enum(["OGL-UK-3.0"]),
  }),
});

export type City = z.infer<typeof citySchema>;

/** Reads data/city.yaml. */
export function readCity(file = join(repositoryRoot, "data", "city.yaml")): City {
  return readYaml(file, citySchema);
}
