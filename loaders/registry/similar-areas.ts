import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { id } from "./indicator-fields.js";
import { RegistryError, readYaml } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");

export const similarAreasSchema = z.strictObject({
  /** The day on which the choice was made, as year-month-day. */
  asOf: z.iso.date("must be a date as year-month-day, as in 2026-11-29."),
  /** Who chose, and where the method is from. */
  source: text,
  /** How many areas are set beside one. */
  count: z.int().min(1).max(20),
  /** By what areas are alike. */
  characteristics: z
    .array(
      z.strictObject({
        /** The indicator whose newest figures are compared. */
        indicator: id,
        /** How much it counts beside the others. */
        weight: z.number().positive(),
        /** What it says of an area, for its readers. */
        why: text,
        /** It counts only where this other one has no figures. */
        unless: id.optional(),
      }),
    )
    .min(1, "must name at least one characteristic."),
});

export type SimilarAreas = z.infer<typeof similarAreasSchema>;

/** By what areas are alike, as data/similar-areas.yaml says. Throws a RegistryError where the file is wrong. */
export function readSimilarAreas(file = join(repositoryRoot, "data", "similar-areas.yaml")): SimilarAreas {
  return readYaml(file, similarAreasSchema);
}

/** Throws a RegistryError where a characteristic is no indicator, or none of who lives in an area. */
export function checkSimilarAreas(
  { characteristics }: SimilarAreas,
  indicators: readonly { id: string; theme: string }[],
): void {
  const themes = new Map(indicators.map(({ id, theme }) => [id, theme]));
  for (const [i, { indicator }] of characteristics.entries()) {
    const theme = themes.get(indicator);
    const place = `data/similar-areas.yaml: characteristics.${i}.indicator: ${indicator}`;
    if (theme === undefined) throw new RegistryError(`${place} is not in data/indicators. Correct it.`);
    if (!describing.includes(theme))
      throw new RegistryError(
        `${place} is about ${theme}. Areas are alike by who lives there: choose an indicator of the theme ${describing.join(" or ")}.`,
      );
  }
}

/** Themes of indicators that say who lives in an area, and not how children or services do there. */
const describing = ["deprivation", "people"];
