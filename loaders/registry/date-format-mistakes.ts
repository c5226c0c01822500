/**
 * What is wrong with the formats of a date or a time, as strptime writes them: what they would read wrongly, or never. A sentence
 * each, to stand behind the place.
 */
export function dateFormatMistakes(formats: readonly string[]): string[] {
  return [...formats.flatMap(mistakesOf), ...tellSwapped(formats)];
}

function mistakesOf(format: string): string[] {
  const letters = lettersOf(format);
  const has = (...some: string[]): boolean => some.some((letter) => letters.includes(letter));
  const isKnown = letters.every((letter) => letter !== "" && "dmbByYHIMSfpaAj%".includes(letter));
  if (!isKnown || !has("y", "Y")) return [`“${format}” must be written with percent signs, as in %d/%m/%Y.`];
  const twice = letters.find((letter, i) => letter !== "%" && letters.indexOf(letter) < i);
  const wrong: string[] = [];
  if (twice === "m") wrong.push("has the month, %m, twice. Write %M for minutes.");
  else if (twice) wrong.push(`has %${twice} twice. Leave one out.`);
  if (has("M", "S") && !has("H", "I")) wrong.push("has minutes, %M, and no hours. Write %m for months.");
  if (has("d") && !has("m", "b", "B")) wrong.push("has a day and no month. Write %m, %b or %B.");
  if (!has("d", "j"))
    wrong.push(
      `has no day, and each date would be the first of its ${has("m", "b", "B") ? "month" : "year"}. Write ${has("m", "b", "B") ? "type: text" : "type: integer"}, or ask for whole dates.`,
    );
  if (has("I") && !has("p"))
    wrong.push("has hours of twelve, %I, and no %p for AM or PM. Write %H, or both.");
  if (has("p") && !has("I")) wrong.push("has AM or PM, %p, and hours of twenty-four. Write %I for hours.");
  return wrong.map((sentence) => `“${format}” ${sentence}`);
}

/** Two formats between which nobody can choose: 01/02/2026 would be the first of February, or the second of January. */
function tellSwapped(formats: readonly string[]): string[] {
  const swapped = (format: string): string =>
    plain(format).replace(/%[dm]/g, (part) => (part === "%d" ? "%m" : "%d"));
  const known = new Set(formats.map(plain));
  const both = formats.find((format) => swapped(format) !== plain(format) && known.has(swapped(format)));
  return both === undefined
    ? []
    : [
        `“${both}” and the same with day and month the other way round read 01/02 as two days. Leave one out.`,
      ];
}

const plain = (format: string): string => format.replaceAll("%-", "%");
const lettersOf = (format: string): string[] =>
  [...format.matchAll(/%-?(.)?/g)].map(([, letter]) => letter ?? "");
