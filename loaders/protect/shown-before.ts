import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { csvParse } from "d3";
import type { Figure } from "./figure.js";

/** Whether a count of a figure has been shown as a number: no later suppression can take that back. */
export type ShownBefore = (figure: Figure, count: "numerator" | "denominator", number: number) => boolean;

/** Before there has been any publication. */
export const nothingShown: ShownBefore = () => false;

/** The names of the publications with open data in a folder; none if there is no such folder. */
export function publicationsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith(".next"))
    .map(({ name }) => name)
    .filter((name) => existsSync(openDataOf(folder, name)))
    .sort();
}

/** What the open data of the publications in a folder have shown. */
export function shownIn(folder: string): ShownBefore {
  const shown = new Set<string>();
  for (const publication of publicationsIn(folder)) {
    const openData = openDataOf(folder, publication);
    for (const name of readdirSync(openData).filter((file) => file.endsWith(".csv")))
      for (const row of csvParse(readFileSync(join(openData, name), "utf8")))
        for (const count of ["numerator", "denominator"] as const)
          if (/^\d+$/.test(row[count] ?? ""))
            shown.add(
              keyOf(
                { ...row, indicator: name.replace(/\.csv$/, ""), area: row.area_code },
                count,
                Number(row[count]),
              ),
            );
  }
  return (figure, count, number) => shown.has(keyOf({ ...figure }, count, number));
}

function openDataOf(folder: string, publication: string): string {
  return join(folder, publication, "site", "open-data");
}

function keyOf(row: Partial<Record<string, unknown>>, count: string, number: number): string {
  const { indicator, level, area, period, breakdown, category } = row;
  return [count, number, indicator, level, area, period, breakdown, category].join("\u0000");
}
