/**
 * Expressions in indicator files: SQL over the columns of one source, cut down to what a condition needs.
 * Column names, texts in single quotes, numbers, comparisons, arithmetic, and the words and functions
 * listed here. No other function, no sub-query and no second statement can be written.
 */
const words = new Set(
  "and or not in is null like between true false interval day month year date case when then else end".split(
    " ",
  ),
);
const functions = new Set(["coalesce", "greatest", "least", "date_diff"]);
const token = /\s+|'(?:[^']|'')*'|\d+(?:\.\d+)?|[a-z_][a-z0-9_]*|<=|>=|<>|!=|[-+*/=<>(),]/giy;

/** What is wrong with an expression, in words for its author, or undefined if nothing is. */
export function expressionMistake(expression: string): string | undefined {
  let depth = 0;
  let end = 0;
  for (const { text, next } of tokens(expression)) {
    end += text.length;
    if (text === "(") depth++;
    if (text === ")" && --depth < 0) return "has a closing bracket without an opening one.";
    if (text === "-" && next === "-") return "has two minus signs together. Write a note as a YAML comment.";
    if (/^(select|from)$/i.test(text))
      return `has a sub-query (“${text}”). A condition may only use the columns of its own source.`;
    if (
      /^[a-z_]/i.test(text) &&
      next === "(" &&
      !words.has(text.toLowerCase()) &&
      !functions.has(text.toLowerCase())
    )
      return `uses the function “${text}”. Only ${[...functions].join(", ")} may be used.`;
  }
  if (end < expression.length)
    return `cannot be read from “${expression.slice(end, end + 12)}” on. Use column names, 'texts', numbers, and, or, not, in, is null, between.`;
  if (depth) return "has an opening bracket without a closing one.";
  return undefined;
}

/** The column names that an expression uses, each once. */
export function expressionNames(expression: string): string[] {
  const names = [...tokens(expression)]
    .map(({ text }) => text.toLowerCase())
    .filter((text) => /^[a-z_]/.test(text) && !words.has(text) && !functions.has(text));
  return [...new Set(names)];
}

function* tokens(expression: string): Generator<{ text: string; next: string }> {
  token.lastIndex = 0;
  const found: string[] = [];
  for (let match = token.exec(expression); match; match = token.exec(expression)) found.push(match[0]);
  for (let i = 0; i < found.length; i++)
    yield { text: found[i]!, next: found.slice(i + 1).find((t) => t.trim()) ?? "" };
}
