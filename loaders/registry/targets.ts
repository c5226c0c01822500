import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { id } from "./indicator-fields.js";
import { periodOf } from "./periods.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");
const day = z.iso.date("must be a date as year-month-day, as in 2024-12-05.");

export const targetSchema = z
  .strictObject({
    /** Its short name, which is the file's too. */
    id,
    /** Id of the indicator that is to reach it: a percentage of children. */
    indicator: id,
    /** ONS code of the area whose goal it is. */
    area: text,
    /** What is to be reached, in percent. Left out where nobody here knows it: then `missing` says so. */
    value: z.number().gt(0).max(100).optional(),
    /** In place of a value: why there is none, and who can say it. Shown on the briefing. */
    missing: text.optional(),
    /** The first day of the school year by whose figures it is judged. */
    periodStart: day,
    /** How the words of whoever set it were read, where they leave the year open. */
    reading: text.optional(),
    /** Who set it, as a sentence names them. */
    setBy: text.optional(),
    /** The day on which it was set. */
    setOn: day.optional(),
    /** Where it is written. */
    source: z
      .strictObject({
        /** What the page is called. */
        title: text,
        /** Its address. */
        page: z.url("must be a web address, as in https://example.org/page."),
      })
      .optional(),
    /** The day on which somebody last looked. */
    checkedOn: day,
  })
  .superRefine(({ value, missing, source, setBy }, context) => {
    const wrong = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if ((value === undefined) === (missing === undefined))
      wrong(
        [],
        value === undefined
          ? "has neither value nor missing. Write the value, or as missing why there is none."
          : "has both value and missing. Take missing out: the value is known.",
      );
    if (value !== undefined && !source)
      wrong(["source"], "is missing: a goal without a source is not shown. Write its title and page.");
    if (value !== undefined && !setBy) wrong(["setBy"], "is missing. Write who set the goal.");
  });

export type Target = z.infer<typeof targetSchema>;

export const targetsFolder = join(repositoryRoot, "data", "targets");

/** Reads the goals that are kept. Throws a RegistryError that tells every mistake in every file. */
export function readTargets(folder = targetsFolder): Target[] {
  if (!existsSync(folder)) return [];
  const found = readYamlFolder(folder, targetSchema);
  const misnamed = found.filter(({ file, value }) => basename(file) !== `${value.id}.yaml`);
  if (misnamed.length > 0)
    throw new RegistryError(
      misnamed
        .map(
          ({ file, value }) =>
            `data/targets/${basename(file)}: id: is “${value.id}”. Name the file ${value.id}.yaml, or change the id.`,
        )
        .join("\n"),
    );
  return found.map(({ value }) => value);
}

/** What there is for goals to be about. */
export interface KnownToTargets {
  id: string;
  unit: string;
  polarity: string;
  period: string;
}

/** Throws a RegistryError where a goal is not of a yearly percentage of which more is better. */
export function checkTargets(targets: readonly Target[], indicators: readonly KnownToTargets[]): void {
  const mistakes = targets.flatMap((target) => {
    const mistake = mistakeOf(
      target,
      indicators.find(({ id }) => id === target.indicator),
    );
    return mistake ? [`data/targets/${target.id}.yaml: ${mistake}`] : [];
  });
  if (mistakes.length > 0) throw new RegistryError(mistakes.join("\n"));
}

function mistakeOf(target: Target, indicator: KnownToTargets | undefined): string | undefined {
  if (!indicator)
    return `indicator: there is no indicator “${target.indicator}” in data/indicators. Correct it.`;
  if (indicator.unit !== "percent" || indicator.polarity !== "high")
    return `indicator: “${target.indicator}” is not a percentage of which more is better. A goal is counted in children: choose one that is.`;
  const isYear = periodOf("academic_year", target.periodStart).start === target.periodStart;
  if (indicator.period !== "academic_year" || !isYear)
    return "periodStart: must be the first day of a school year, as in 2027-09-01, of an indicator that is counted by school years.";
  return undefined;
}
