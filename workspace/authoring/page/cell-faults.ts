import { parse } from "acorn";

export interface CellFault {
  /** Where in the page's text. */
  at: number;
  message: string;
}

const cell = /^(```+)[^\S\n]*(js|javascript)\b[^\n]*\n([\s\S]*?)^\1[^\S\n]*$/gm;
const opening = /^```+[^\S\n]*\w+[^\n]*$/gm;

/** What is no JavaScript in a page's cells, at its place: Framework tells such a fault without one. */
export function cellFaults(text: string): CellFault[] {
  const faults: CellFault[] = [];
  let end = 0;
  for (const found of text.matchAll(cell)) {
    end = found.index + found[0].length;
    const code = found[3]!;
    const start = found.index + found[0].indexOf("\n") + 1;
    const fault = faultOf(code);
    if (fault) faults.push({ at: Math.min(start + fault.at, text.length - 1), message: fault.message });
  }
  for (const open of text.slice(end).matchAll(opening))
    if (!text.slice(end + open.index + open[0].length).includes("\n```"))
      faults.push({
        at: end + open.index,
        message: "This cell has no end: a line of three back-ticks is missing.",
      });
  return faults;
}

function faultOf(code: string): { at: number; message: string } | undefined {
  const options = { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true } as const;
  try {
    parse(code, options);
    return undefined;
  } catch (error) {
    // A cell may be an expression that is no statement, such as an object.
    try {
      parse(`(${code}\n)`, options);
      return undefined;
    } catch {
      const { pos, message } = error as SyntaxError & { pos: number };
      return { at: pos, message: message.replace(/ \(\d+:\d+\)$/, "") };
    }
  }
}
