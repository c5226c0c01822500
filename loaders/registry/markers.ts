import type { markStatuses } from "../../components/words/status.js";

type Markers = Record<string, (typeof markStatuses)[number]>;

/** What the Government Analysis Function has official statistics write: letters, since 2021 in square brackets. */
const symbols = {
  c: "suppressed",
  z: "not_applicable",
  x: "not_available",
  u: "low_reliability",
  low: "rounds_to_zero",
} as const;

/** What publishers write in place of a number, by the name of a convention. They are compared without regard to case. */
export const markerPresets = {
  /** c, z, x, u and low, alone or in square brackets: the symbols of the Government Analysis Function. */
  symbols: { ...symbols, ...inBrackets(symbols) },
  /** Those, and what was written before them: an asterisk, two full stops, a colon, k for a number that rounds to nought. */
  statistics: {
    ...symbols,
    ...inBrackets(symbols),
    k: "rounds_to_zero",
    "[k]": "rounds_to_zero",
    "*": "suppressed",
    "**": "suppressed",
    "[*]": "suppressed",
    "..": "not_available",
    ":": "not_available",
    ".": "not_applicable",
    na: "not_available",
    "n/a": "not_applicable",
    dna: "not_available",
  },
  /** An asterisk, or a number below five or ten that is written as <5, ≤5, 1-4: how health services hide small numbers. */
  "small-numbers": {
    "*": "suppressed",
    "**": "suppressed",
    s: "suppressed",
    supp: "suppressed",
    suppressed: "suppressed",
    ...hidden([
      "<3",
      "<5",
      "<6",
      "<7",
      "<8",
      "<10",
      "<=5",
      "<=7",
      "≤5",
      "≤7",
      "1-4",
      "1–4",
      "1 to 4",
      "1-5",
      "1-7",
      "1 to 7",
    ]),
  },
} as const satisfies Record<string, Markers>;

export type MarkerPreset = keyof typeof markerPresets;

function inBrackets<T extends Markers>(markers: T): Markers {
  return Object.fromEntries(Object.entries(markers).map(([mark, status]) => [`[${mark}]`, status]));
}

function hidden(marks: readonly string[]): Markers {
  return Object.fromEntries(marks.map((mark) => [mark, "suppressed"]));
}

/** The markers of a preset. */
export function markersOf(name: MarkerPreset): Markers {
  return markerPresets[name];
}

/** The first preset that has all of these marks, in whatever case; undefined if none has. */
export function presetOf(marks: readonly string[]): MarkerPreset | undefined {
  const presets = Object.entries(markerPresets) as [MarkerPreset, Markers][];
  return presets.find(([, markers]) => marks.every((mark) => mark.toLowerCase() in markers))?.[0];
}
