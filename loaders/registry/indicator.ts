import { basename, join } from "node:path";
import { repositoryRoot } from "../store/paths.js";
import { indicatorMistakes } from "./indicator-mistakes.js";
import { type Indicator, indicatorSchema, type Published } from "./indicator-schema.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";
import { readSources, type Source } from "./source.js";

export {
  type Breakdown,
  breakdowns,
  categories,
  notKnown,
  type PeriodType,
  type Theme,
  themes,
} from "./indicator-fields.js";
export {
  type Among,
  type Count,
  type Counted,
  type Indicator,
  indicatorSchema,
  type Pool,
  type Published,
} from "./indicator-schema.js";

export const indicatorsFolder = join(repositoryRoot, "data", "indicators");

/**
 * Reads the indicator definitions, in page order, and checks them against the sources that they name.
 * Throws a RegistryError that tells every mistake in every file.
 */
export function readIndicators(sources: Source[] = readSources(), folder = indicatorsFolder): Indicator[] {
  const found = readYamlFolder(folder, indicatorSchema);
  const mistakes = found.flatMap(({ file, value }) => {
    const own =
      basename(file) === `${value.id}.yaml`
        ? []
        : [`id: is “${value.id}”. Name the file ${value.id}.yaml, or change the id.`];
    return [
      ...own,
      ...indicatorMistakes(
        value,
        sources,
        found.map((f) => f.value),
      ),
    ].map((m) => `data/indicators/${basename(file)}: ${m}`);
  });
  if (mistakes.length) throw new RegistryError(mistakes.join("\n"));
  return found.map((f) => f.value).sort((a, b) => a.position - b.position || a.id.localeCompare(b.id));
}

/** The sources that an indicator is made from, local ones first. */
export function sourcesOf(indicator: Indicator, indicators: Indicator[] = []): string[] {
  const ids: string[] = [];
  if (indicator.records) {
    const { numerator, denominator } = indicator.records;
    if ("source" in numerator) ids.push(numerator.source);
    else if (numerator.record) ids.push(numerator.record.source);
    ids.push(denominator.source);
  }
  const base = indicator.gap && indicators.find((i) => i.id === indicator.gap!.indicator);
  if (base?.records) ids.push(...sourcesOf({ ...base, published: [] }));
  ids.push(...indicator.published.map((p) => p.source));
  return [...new Set(ids)];
}

/** Sources which together give an indicator, and the levels that they can give it for. */
export interface Way {
  sources: string[];
  levels: string[];
}

/** The ways in which an indicator can come, best first: counted from local extracts, or read from a publication. */
export function waysTo(indicator: Indicator, indicators: Indicator[] = []): Way[] {
  const { records, gap, published } = indicator;
  const base = gap && indicators.find((i) => i.id === gap.indicator);
  return [
    ...(records
      ? [
          {
            sources: sourcesOf({ ...indicator, published: [] }),
            // A register of settings places them in wards at the nearest.
            levels:
              "source" in records.numerator && records.numerator.source === "settings-register"
                ? local
                : ["lsoa", ...local],
          },
        ]
      : []),
    ...(base ? waysTo(base) : []),
    ...published.map(({ source, of = "areas" }) => ({
      sources: [source],
      levels: levelsOf[of],
    })),
  ];
}

const local = ["ward", "locality", "city"];
const levelsOf = {
  areas: ["city"],
  "small areas": ["lsoa", ...local],
  "middle areas": ["msoa", ...local],
  wards: local,
} satisfies Record<NonNullable<Published["of"]>, string[]>;

/** The most points that a child can have where an average is of how many of some columns hold; undefined where its scale has no such end. */
export function topOf({ records }: Pick<Indicator, "records">): number | undefined {
  return records && "among" in records.numerator ? records.numerator.total?.columns.length : undefined;
}
