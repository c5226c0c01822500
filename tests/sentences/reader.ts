/** A table as a reader sees it. */
export interface Table {
  caption: string;
  header: string[];
  /** Texts of cells. The first names the row. */
  rows: string[][];
}

/** A text of a page, with the tables that it can be held against. */
export interface Passage {
  text: string;
  kind: "title" | "description" | "sentence" | "origin" | "cell" | "label";
  /** The table of the same figure, or those that the same cell of the page shows. */
  beside: readonly Table[];
  onPage: readonly Table[];
}

/** What is wrong with a text, in words. */
export interface Fault {
  rule: string;
  detail: string;
}

/** A number in a text. */
export interface Numeral {
  /** As written, without a unit: "−7.9", "1,234". */
  text: string;
  value: number;
  unit: "%" | "points" | "";
  start: number;
  end: number;
}

export const numeral = "[−-]?\\d[\\d,]*(?:\\.\\d+)?";

/** The numbers of a text in order; those in dates, periods, names of files and ordinals are no figures. */
export function numeralsOf(text: string): Numeral[] {
  const found: Numeral[] = [];
  const pattern = new RegExp(`(?<![\\w/.–-])(${numeral})(%| percentage points?)?(?![\\w/])`, "g");
  for (const match of text.matchAll(pattern)) {
    const written = match[1]!.replace(/,$/, "");
    const start = match.index;
    found.push({
      text: written,
      value: numberOf(written),
      unit: match[2] === "%" ? "%" : match[2] ? "points" : "",
      start,
      end: start + match[0].length,
    });
  }
  return found;
}

/** The number that a text writes: "−1,234.5" → -1234.5; NaN for another text. */
export function numberOf(text: string): number {
  const plain = text.replaceAll(",", "").replace("−", "-").replace(/ ?%$/, "").trim();
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** A text in sentences. A full stop in a number or before a small letter ends none. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!])\s+(?=[A-Z“0-9−])/);
}

type Rule = (text: string) => string | undefined;

/** Nouns that pages count. */
const nouns: Record<string, string> = {
  area: "areas",
  "small area": "small areas",
  ward: "wards",
  locality: "localities",
  authority: "authorities",
  city: "cities",
  child: "children",
  source: "sources",
  record: "records",
  row: "rows",
  column: "columns",
  extract: "extracts",
  period: "periods",
  pair: "pairs",
  level: "levels",
  comparison: "comparisons",
  bit: "bits",
  step: "steps",
  day: "days",
  year: "years",
  month: "months",
  week: "weeks",
  figure: "figures",
  place: "places",
  group: "groups",
  other: "others",
  neighbour: "neighbours",
  measure: "measures",
  indicator: "indicators",
  "two-year-old": "two-year-olds",
  team: "teams",
};
const plurals = Object.values(nouns).join("|");
const singulars = Object.keys(nouns).join("|");

/** What is wrong with a text whatever it stands beside. */
export const textRules: Record<string, Rule> = {
  // Of many areas some lie on the wrong side by chance alone.
  "a count of areas that leaves chance out": (text) =>
    sentencesOf(text)
      .filter((sentence) => !/chance/.test(sentence))
      .map(
        (sentence) =>
          /\b(\d+|none) (?:of \d+ )?(?:wards?|localities)(?: (?:is|are) (?:lower|higher|worse|better|below|above)|, fewer)\b/i.exec(
            sentence,
          )?.[0],
      )
      .find((found) => found !== undefined),

  "a value that is none": (text) => /\b(NaN|undefined|null|Infinity)\b|\[object|\$\{/.exec(text)?.[0],

  "spaces and brackets": (text) =>
    /\S {2,}\S| [,;:.)](?!\w)|\( |\(\)|\[\]|“”|\(\s*[,;]|[,;:]\s*[,;.]|(?<!\.)\.\.(?!\.)|:\s*$(?<!:)/.exec(
      text,
    )?.[0],

  "a word twice": (text) => /\b(the|in|of|to|is|are|a|and|at|by|for|old|from) \1\b/i.exec(text)?.[0],

  "an age that is no age": (text) =>
    /\b(today|tomorrow|yesterday|after today|no extract|not agreed) (old|ago)\b|\b0 days (old|ago)\b|-\d+ days/.exec(
      text,
    )?.[0],

  "one of many, or many of one": (text) =>
    new RegExp(`(?<![\\d,.]|to |[–-])\\b1 (${plurals})\\b`).exec(text)?.[0] ??
    new RegExp(
      `(?<![\\d,.])\\b(?!(?:19|20)\\d\\d )(0|[2-9]|[1-9][\\d,]*\\d) (${singulars})\\b(?!-|’|(?<=other) \\w)`,
    ).exec(text)?.[0] ??
    new RegExp(`\\b1 (${singulars}) (are|were|have|lie|do)\\b`).exec(text)?.[0] ??
    new RegExp(
      `(?<!\\b(?:[Nn]one|[Oo]ne|[Ee]ach) of (?:the |these )?)(?<![\\d,.])\\b(0|[2-9]|[1-9][\\d,]*\\d) (${plurals}) (is|was|has|lies|does)\\b`,
    ).exec(text)?.[0],

  "a count of nothing": (text) =>
    new RegExp(
      `\\b(?:none|0|all) of 0\\b|\\bof 0 (?:${plurals})\\b|(?<![\\d,.]|\\d to )\\b0 (?:(?!bits)(?:${plurals})|are|were|have|do|lie)\\b`,
      "i",
    ).exec(text)?.[0],

  // A sign and a word that says the same would turn the meaning round.
  "a sign beside its word": (text) =>
    /[−-]\d[\d.,]*%?(?: percentage points?)?(?: to [−-]?\d[\d.,]*%?(?: percentage points?)?)? (lower|higher|below|above|less|more|fewer|down|up)\b/.exec(
      text,
    )?.[0] ?? /\b(lower|higher|below|above) \(95% interval (?:from )?[−-][^)]*\)/.exec(text)?.[0],

  "an interval that does not hold": intervalFault,
  "a change that goes the other way": directionFault,
  "a difference that its parts do not give": differenceFault,
};

function intervalFault(text: string): string | undefined {
  const side = "(?: (lower|higher))?";
  const pattern = new RegExp(
    `95% interval (?:from )?(${numeral})%?(?: percentage points?)?${side} to (${numeral})%?(?: percentage points?)?${side}`,
    "g",
  );
  for (const found of text.matchAll(pattern)) {
    const [whole, near, nearSide, far, farSide] = found;
    const signed = (size: string, of: string | undefined) => (of === "lower" ? -1 : 1) * numberOf(size);
    const ends = [signed(near!, nearSide ?? farSide), signed(far!, farSide)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    if (!farSide && numberOf(near!) > numberOf(far!)) return `${whole}: the wrong way round`;
    if (farSide && !nearSide && numberOf(near!) > numberOf(far!)) return `${whole}: the wrong way round`;
    if (nearSide === farSide && nearSide) return `${whole}: one side told twice`;
    // What the interval is of stands before it: a difference told by its side, or a percentage with its counts.
    const of = new RegExp(`(${numeral})(?:%| percentage points?| [a-z]+)? (lower|higher) \\($`).exec(
      text.slice(0, found.index),
    );
    const value = of ? signed(of[1]!, of[2]) : percentageBefore(text.slice(0, found.index));
    if (value !== undefined && (value < ends[0] - 0.051 || value > ends[1] + 0.051))
      return `${whole}: does not hold ${value}`;
  }
  return undefined;
}

// "57.1% (123 of 215; 95% interval": the percentage that the interval is of.
function percentageBefore(text: string): number | undefined {
  const found = new RegExp(`(${numeral})% \\([^)]*$`).exec(text);
  return found ? numberOf(found[1]!) : undefined;
}

function directionFault(text: string): string | undefined {
  for (const sentence of sentencesOf(text)) {
    const told = /\b(up from|down from|the same as|a (?:wider|narrower) gap than) (?=[−-]?\d)/.exec(sentence);
    if (!told) continue;
    const before = numeralsOf(sentence.slice(told.index)).at(0);
    const places = (text: string) => text.split(".")[1]?.length ?? 0;
    const now = numeralsOf(sentence).find(
      // The number of a small area belongs to its name: "Green 03: 1 in 2026, the same as 1 in 2025".
      ({ start, end, unit, text: written }) =>
        start < told.index &&
        sentence[end] !== ":" &&
        unit === before?.unit &&
        places(written) === places(before.text),
    );
    if (!before || !now) return `${told[0]}without two numbers`;
    const change = now.value - before.value;
    const widening = Math.abs(now.value) - Math.abs(before.value);
    const isTrue = {
      "up from": change > 0,
      "down from": change < 0,
      "the same as": change === 0,
      "a wider gap than": widening > 0,
      "a narrower gap than": widening < 0,
    }[told[1]!];
    if (!isTrue) return `${now.text} is not ${told[0]}${before.text}`;
  }
  return undefined;
}

// "67.4% …, and 62.0% …. That is 5.3 percentage points lower": 5.4 by what stands there.
function differenceFault(text: string): string | undefined {
  const sentences = sentencesOf(text);
  for (const [i, sentence] of sentences.entries()) {
    // "That is" speaks of the sentence before it.
    const told = sentence.startsWith("That is") && i > 0 ? `${sentences[i - 1]} ${sentence}` : sentence;
    const numerals = numeralsOf(told);
    for (const [j, numeral] of numerals.entries()) {
      if (
        numeral.unit !== "points" ||
        !/^ (lower|higher|below|above|less|more|fewer)/.test(told.slice(numeral.end))
      )
        continue;
      const [a, b] = numerals
        .slice(0, j)
        .filter(
          ({ unit, text: written, end }) => unit === "%" && !isLevelOfInterval(written, told.slice(end)),
        )
        .slice(-2);
      if (!a || !b) continue;
      const difference = (Math.round(10 * a.value) - Math.round(10 * b.value)) / 10;
      if (Math.abs(Math.abs(difference) - numeral.value) > 1e-9)
        return `${numeral.text} beside ${a.text} and ${b.text}`;
    }
  }
  return undefined;
}

/** True of the 95% of a 95% interval, and of the 99.8% of limits: they are no figures. */
export function isLevelOfInterval(written: string, after: string): boolean {
  return /^(?:95|99\.8)$/.test(written) && /^ (?:confidence )?(?:interval|limit)/.test(after);
}

/** What is wrong with a text by itself. */
export function faultsOfText(text: string): Fault[] {
  return Object.entries(textRules).flatMap(([rule, check]) => {
    const detail = check(text);
    return detail === undefined ? [] : [{ rule, detail }];
  });
}
