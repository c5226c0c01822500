/** Digits that stand in a page's prose because somebody typed them: they go stale in silence. */
export interface HandTyped {
  /** Of the page's file. */
  line: number;
  /** The digits, with what is written together with them: `12.4%`. */
  number: string;
  /** The line that they stand in. */
  text: string;
}

// Each is blanked, so that lines and columns stay.
const noProse = [
  /^\uFEFF?---\r?\n[\s\S]*?\r?\n---[^\S\n]*(?:\r?\n|$)/,
  /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[`~]*[ \t]*$/gm,
  /<!--[\s\S]*?-->/g,
  /<(script|style|pre|code)\b[\s\S]*?<\/\1>/gi,
  /<[a-z/][^>]*>/gi,
  /(`+)(?!`)[^\n]*?\1/g,
  /\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g,
  /\]\([^)\n]*\)/g,
  /https?:\/\/\S+/g,
  /^\s*\d+[.)] /gm,
];
// Days, years and school years do not change; nor does a name such as Ofsted's 5th or a form's P45.
const month = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
const stands = [
  new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)? ${month}(?: \\d{4})?\\b`, "g"),
  new RegExp(`\\b${month} \\d{1,4}\\b`, "g"),
  /\b(?:19|20)\d\d(?:[/–-](?:\d\d){1,2})?\b/g,
  /[A-Za-z]\d+/g,
];

/** The digits typed by hand in a page's prose. Code, links, dates, years and the numbers of lists are no such thing. */
export function handTyped(text: string): HandTyped[] {
  const blank = (found: string) => found.replace(/[^\n]/g, " ");
  const prose = [...noProse, ...stands].reduce((left, pattern) => left.replace(pattern, blank), text);
  const lines = text.split(/\r?\n/);
  return prose.split("\n").flatMap((line, i) =>
    [...line.matchAll(/[£€]?\d[\d,.]*(?:\d|%)?%?/g)].map(([number]) => ({
      line: i + 1,
      number: number.replace(/[,.]$/, ""),
      text: lines[i]!.trim(),
    })),
  );
}
