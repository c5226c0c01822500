import type { Encoding } from "../files/encoding.js";

/** What a steward should know of how a text was encoded, in sentences. `mayDeclare`: its source may name an encoding. */
export function encodingRemarks({ mixed, doubtful }: Encoding, mayDeclare = false): string[] {
  const remarks: string[] = [];
  if (mixed)
    remarks.push(
      `It is written in two encodings: ${linesHold(mixed)} letters of Windows in a text that is UTF-8. Both were read.`,
    );
  if (doubtful)
    remarks.push(
      `It was read as windows-1252, and ${linesHold(doubtful)} signs that hardly a word has in it: letters are wrong. Ask the supplier to write it as UTF-8${mayDeclare ? ", or write its encoding under format, as in encoding: cp850 of DOS, or encoding: macintosh of an old Mac" : ""}.`,
    );
  return remarks;
}

const linesHold = ({ lines, first }: NonNullable<Encoding["mixed"]>): string =>
  `${lines === 1 ? "line" : "lines"} ${first.join(", ")}${lines > first.length ? " and others" : ""} hold${lines === 1 ? "s" : ""}`;
