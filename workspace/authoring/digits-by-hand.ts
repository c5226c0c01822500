/** A number that somebody typed into prose. */
export interface DigitsByHand {
  /** Where it begins and ends in the page's text. */
  from: number;
  to: number;
  text: string;
}

// What stands in a page and is no prose, or has digits that no extract changes. The order matters: fences before spans.
const apart = [
  /^\uFEFF?---\r?\n[\s\S]*?\r?\n---[^\S\n]*$/m,
  /^[^\S\n]{0,3}(`{3,}|~{3,})[\s\S]*?^[^\S\n]{0,3}\1[^\S\n]*$/gm,
  /<!--[\s\S]*?-->/g,
  /<(script|style|pre|code)\b[\s\S]*?<\/\1>/gi,
  /(`+)(?!`)[\s\S]*?\1/g,
  // Expressions, with braces within them.
  /\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g,
  /<[a-z/][^>]*>/gi,
  /\]\([^)\n]*\)|https?:\/\/\S+/g,
  // Headings and numbered lists.
  /^#{1,6} .*$/gm,
  /^[^\S\n]*\d+[.)] /gm,
];
const month = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
const dates = [
  new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?(?: (?:and|to) \\d{1,2})? ${month}(?: \\d{4})?\\b`, "g"),
  new RegExp(`\\b${month} \\d{4}\\b`, "g"),
  /\b\d{4}-\d{2}-\d{2}\b/g,
  // Years, and years of school: 2025, 2025/26, 2025-26.
  /\b(?:19|20)\d{2}(?:[/–-]\d{2,4})?\b/g,
  /\b\d{1,2}:\d{2}\b|\b\d{1,2}(?:[.:]\d{2})? ?[ap]m\b/g,
];
// Names with digits: ASQ-3, E08000025, A4, C6viii.
const named = /[A-Za-z][A-Za-z]*-?\d[\w-]*/g;
const number = /[£€]?\d+(?:[,.]\d+)*(?: ?%)?/g;

/**
 * The numbers typed by hand in a page's prose: they stay as they are when the data change. Dates, headings, numbered lists, code,
 * addresses and names with digits are none.
 */
export function digitsByHand(text: string): DigitsByHand[] {
  let prose = text;
  for (const pattern of [...apart, ...dates, named])
    prose = prose.replace(pattern, (found) => found.replace(/[^\n]/g, " "));
  return [...prose.matchAll(number)].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    text: found,
  }));
}
