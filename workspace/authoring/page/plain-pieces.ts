/** What Markdown has to put in: round what is chosen, or at the cursor. */
export const markdown: [title: string, before: string, after: string][] = [
  ["Heading", "\n## ", "\n"],
  ["Bold", "**", "**"],
  ["Emphasis", "*", "*"],
  ["List", "\n- ", "\n"],
  ["Link", "[", "](https://)"],
  ["Table", "\n| Area | What we know |\n|---|---|\n| ", " | |\n"],
  ["Note", '\n<div class="note">\n\n', "\n\n</div>\n"],
];
/** What a question's answer has to put into a sentence. */
export const numbers: [title: string, of: string][] = [
  ["All areas together", "number(asked.city)"],
  ["The lowest area", "number(asked.lowest)"],
  ["The highest area", "number(asked.highest)"],
  ["Name of the lowest", "asked.lowest.name"],
  ["Name of the highest", "asked.highest.name"],
  ["The indicator", "asked.indicator"],
  ["The period", "asked.period"],
];
