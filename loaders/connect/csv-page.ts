import { createReadStream } from "node:fs";
import { RecordScanner } from "../files/record-scanner.js";

/** A part of a table, as a service answers it. */
export interface CsvPage {
  /** Its first line. */
  header: string;
  /** All that follows, as it came, with a line end. */
  body: string;
  /** Records after the header; a cell may have line ends in it, and blank lines are none. */
  rows: number;
}

/** Takes a part of a table apart, without a byte-order mark. */
export function csvPage(text: string): CsvPage {
  const bytes = Buffer.from(text.replace(/^\ufeff/, ""));
  let header = "";
  let from = 0;
  let rows = -1;
  const scanner = new RecordScanner(comma, (record) => {
    if (record.end === record.start) return true;
    if (++rows === 0) {
      header = record.bytes.toString("utf8", record.start, record.end);
      from = record.end;
    }
    return true;
  });
  scanner.push(bytes);
  scanner.end();
  const body = bytes.toString("utf8", from).replace(/^\r?\n/, "");
  return { header, body: body === "" || body.endsWith("\n") ? body : `${body}\n`, rows: Math.max(rows, 0) };
}

/** Records of a file after its header. */
export async function csvRows(file: string): Promise<number> {
  let records = 0;
  const scanner = new RecordScanner(comma, (record) => {
    if (record.end > record.start) records++;
    return true;
  });
  for await (const chunk of createReadStream(file)) scanner.push(chunk as Buffer);
  scanner.end();
  return Math.max(records - 1, 0);
}

const comma = 0x2c;
