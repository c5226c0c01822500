import { open } from "node:fs/promises";
import { type Limits, refuseManySheets } from "./bounds.js";
import { disguise } from "./encoding.js";
import { Unusable } from "./refused.js";
import { protectedByPassword, type Sheet, unreadable, type Workbook } from "./sheets.js";
import { openXlsx } from "./xlsx.js";
import { ZipParts } from "./zip-parts.js";

/**
 * Opens a workbook of Excel (.xlsx, .xlsm, .xls) or of OpenDocument. The rows of an .xlsx are read from the file as they are
 * asked for, a few at a time; the others are read whole.
 *
 * Throws Unusable if it is none, is larger than a source allows, is protected by a password, or is a binary .xlsb.
 */
export async function openWorkbook(file: string, limits: Limits): Promise<Workbook> {
  const start = await firstBytes(file);
  if (start.startsWith("PK\x03\x04")) {
    const parts = await ZipParts.open(file, limits);
    try {
      refuseOther(parts.names);
      refuseManySheets(
        parts.names.filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).length,
        limits,
      );
      if (!parts.has("content.xml")) return await openXlsx(parts);
    } catch (error) {
      await parts.close();
      throw error;
    }
    await parts.close();
  } else if (!start.startsWith("\xd0\xcf\x11\xe0")) throw await noWorkbook(file);
  // Heavy, and seldom wanted.
  const { readOther } = await import("./other-workbook.js");
  return { sheets: await readOther(file, limits), close: async () => {} };
}

/** Reads a workbook, and closes it whatever happens. */
export async function withWorkbook<T>(
  file: string,
  limits: Limits,
  read: (sheets: Sheet[]) => Promise<T>,
): Promise<T> {
  const { sheets, close } = await openWorkbook(file, limits);
  try {
    return await read(sheets);
  } finally {
    await close();
  }
}

function refuseOther(names: string[]): void {
  if (names.includes("xl/workbook.bin"))
    throw new Unusable(
      "It is a binary workbook (.xlsb).",
      "Ask the supplier to save it as .xlsx and send it again.",
    );
  if (names.includes("encryptedpackage") || names.includes("meta-inf/encryption.xml"))
    throw protectedByPassword();
  if (!names.some((name) => /^xl\/workbook\d*\.xml$|^content\.xml$/.test(name))) throw unreadable();
}

/** What to say of a file that is called a workbook and begins like none. */
async function noWorkbook(file: string): Promise<Unusable> {
  const truth = await disguise(file);
  if (!truth) return unreadable();
  return new Unusable(
    `It is not an Excel workbook but ${truth}.`,
    "Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString("latin1");
  } finally {
    await handle.close();
  }
}
