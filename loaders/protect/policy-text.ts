import { formatCount } from "../../components/words/numbers.js";
import type { Breakdown, Indicator } from "../registry/indicator.js";
import { isRestSecret, type Policy } from "../registry/policy.js";
import type { KnownFigure } from "./known.js";

type Named = Pick<Indicator, "id" | "shortName"> & Partial<Pick<Indicator, "pool">>;

/**
 * The policy as sentences for the page that shows protected figures, each with the setting that it is about. `theirs`: the
 * figures of which others publish a count exactly.
 */
export function policyText(
  policy: Policy,
  indicators: readonly Named[],
  theirs: readonly Pick<KnownFigure, "by">[] = [],
): { key: string; value: string; text: string }[] {
  const {
    smallestCount,
    protectionInterval,
    known,
    roundTo,
    zeros,
    allOrNothingFrom,
    smallestDenominator,
    leastContributors,
    decimals,
    oneDecimalFrom,
    publish,
  } = policy;
  const levels = levelNames.filter((level) => publish.levels[level]);
  return [
    { key: "policy", value: policy.id, text: policy.description },
    {
      key: "smallest-count",
      value: String(smallestCount),
      text: `A figure is not shown where fewer than ${smallestCount} children were counted, were counted out of, or are left over.`,
    },
    ...exceptions(policy, indicators),
    {
      key: "secondary",
      value: "yes",
      text: "Further figures are left out, so that none that is not shown can be worked out from the others: not by adding up and taking away, and not by setting them beside what was published earlier.",
    },
    {
      key: "held",
      value: "yes",
      text: "Figures of closed periods are corrected at intervals, once a correction does not tell of a few children.",
    },
    {
      key: "protection-interval",
      value: String(protectionInterval),
      text: `Nobody can come near a count that is not shown: when everything that is published and known has been put together, the least and the most that it can be must still lie ${protectionInterval} or more apart.`,
    },
    ...(known.length
      ? [
          {
            key: "known",
            value: String(theirs.length),
            text: theirs.length
              ? `Others publish exact figures that ours can be set beside. Where a count of theirs is ours, it counts as known: so it is for ${formatCount(theirs.length)} of our figures, published by ${list(publishers(theirs), "; ")}. All other figures are protected, also in the same tables.`
              : "Others publish exact figures that ours can be set beside. None of their counts is one of ours, so none of ours counts as known.",
          },
        ]
      : []),
    {
      key: "rounding",
      value: String(roundTo),
      text:
        roundTo === 1
          ? "Counts are exact."
          : `Counts are rounded to the nearest ${roundTo}, so they may not add up. Percentages are worked out from the rounded counts.`,
    },
    {
      key: "zeros",
      value: zeros,
      text:
        zeros === "shown"
          ? "Where nobody was counted, 0 is shown: it is not the same as a figure that is not shown."
          : "Where nobody was counted, the figure is not shown.",
    },
    ...(allOrNothingFrom
      ? [
          {
            key: "all-or-nothing",
            value: String(allOrNothingFrom),
            text: `That none or all of a group were counted is only shown where the group has at least ${allOrNothingFrom} children.`,
          },
        ]
      : []),
    ...(leastContributors
      ? [
          {
            key: "least-contributors",
            value: String(leastContributors),
            text: `A figure is not shown where fewer than ${leastContributors} schools or settings told of its children: it would be their own result.`,
          },
        ]
      : []),
    {
      key: "smallest-denominator",
      value: String(smallestDenominator),
      text: `Percentages and averages are only given of at least ${smallestDenominator} children. An average is only given where the share of the same children is, and neither it nor its interval where too few children can be away from an end of its scale. Where any average of a period is left out, the others of that period have no interval.`,
    },
    ...pooled(policy, indicators),
    {
      key: "decimals",
      value: String(decimals),
      text: `Percentages are given ${decimals ? "to one decimal" : "as whole numbers"}${oneDecimalFrom && !decimals ? `, and to one decimal of at least ${formatCount(oneDecimalFrom)} children` : ""}.`,
    },
    {
      key: "levels",
      value: levels.join(", "),
      text: `Figures are given for ${levelsInWords(publish.levels)}.`,
    },
    ...(withheldGroups(policy).length
      ? [
          {
            key: "withheld",
            value: String(withheldGroups(policy).length),
            text: `Not shown by themselves, but counted in totals: ${list(withheldGroups(policy))}.`,
          },
        ]
      : []),
    {
      key: "published",
      value: "unchanged",
      text: "Figures that national bodies have published for the city and for comparison are shown as they published them.",
    },
  ];
}

const levelNames = ["city", "locality", "ward", "lsoa"] as const;
const levelWords = { city: "the city", locality: "localities", ward: "wards", lsoa: "small areas" };

const breakdownWords: Record<Breakdown, string> = {
  sex: "sex",
  ethnic_group: "ethnic group",
  fsm: "free school meals",
  send: "special educational needs",
  deprivation_quintile: "deprivation",
};

function levelsInWords(levels: Policy["publish"]["levels"]): string {
  const shown = levelNames.filter((level) => levels[level]);
  const divided = shown.flatMap((level) => {
    const breakdowns = levels[level];
    return breakdowns?.length
      ? [`${levelWords[level]} by ${list(breakdowns.map((b) => breakdownWords[b]))}`]
      : [];
  });
  const whole = list(shown.map((level) => levelWords[level]));
  return `${whole}${divided.length ? `, and divided: ${divided.join("; ")}` : ", undivided"}`;
}

function exceptions(
  policy: Policy,
  indicators: readonly Named[],
): { key: string; value: string; text: string }[] {
  const ids = policy.publish.indicators.filter((id) => !isRestSecret(policy, id));
  const names = ids.map((id) => indicators.find((indicator) => indicator.id === id)?.shortName ?? id);
  const lines = ids.length
    ? [
        {
          key: "small-rest",
          value: ids.join(", "),
          text: `That few, or none, are left over is no harm, and is shown, for: ${list(names)}.`,
        },
      ]
    : [];
  return [
    ...lines,
    ...Object.entries(policy.publish.byIndicator).flatMap(([id, { levels }]) =>
      levels
        ? [
            {
              key: `levels-of-${id}`,
              value: Object.keys(levels).join(", "),
              text: `For ${indicators.find((indicator) => indicator.id === id)?.shortName ?? id} figures are only given for ${levelsInWords(levels)}.`,
            },
          ]
        : [],
    ),
  ];
}

function pooled(
  { publish }: Policy,
  indicators: readonly Named[],
): { key: string; value: string; text: string }[] {
  const names = indicators
    .filter(({ id, pool }) => pool && publish.indicators.includes(id))
    .map(({ shortName }) => shortName);
  return names.length
    ? [
        {
          key: "pooled",
          value: String(names.length),
          text: `Where areas have few children in each year, the children of several years are added up too, in blocks that do not overlap: ${list(names)}. A block and its years are protected together.`,
        },
      ]
    : [];
}

function withheldGroups({ publish }: Policy): string[] {
  return Object.entries(publish.withheld).flatMap(([breakdown, groups]) =>
    groups.map((group) => `“${group}” (${breakdownWords[breakdown as Breakdown]})`),
  );
}

function publishers(known: readonly { by: string }[]): string[] {
  return [...new Set(known.map(({ by }) => by))];
}

function list(words: string[], comma = ", "): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(comma)}${comma === ", " ? " " : comma}and ${words.at(-1)}`;
}
