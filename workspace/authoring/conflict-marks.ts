const marks = [/^<{7} /m, /^={7}\r?$/m, /^>{7} /m];

/** Whether a text has the marks that git leaves where two changes met. */
export function hasConflictMarks(text: string): boolean {
  return marks.every((mark) => mark.test(text));
}
