import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { ZipFile } from "../../workspace/sample/write/zip.js";
import { isSoaking } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = "columns: [{ name: name, headers: { any: Name }, type: text, required: true }]";
const workbooks = (limits = "{}") => sourceFrom(`format: { type: xlsx }\nlimits: ${limits}\n${columns}`);
const json = (limits = "{}") => sourceFrom(`format: { type: json }\nlimits: ${limits}\n${columns}`);

async function workbook(rows: string[][], sheets = 1): Promise<void> {
  const data = Array.from({ length: sheets }, (_, i) => ({
    sheet: `Sheet ${i}`,
    data: rows.map((row) => row.map((value) => ({ value }))),
  }));
  writeFileSync(join(desk.inbox, "visits.xlsx"), await writeExcelFile(data as never).toBuffer());
}

/** A workbook of these parts, each of a text that may be repeated. */
async function archive(parts: Record<string, [text: string, times: number]>): Promise<void> {
  const zip = new ZipFile(join(desk.inbox, "visits.xlsx"));
  for (const [name, [text, times]] of Object.entries(parts)) {
    const entry = zip.open(name);
    for (let i = 0; i < times; i++) entry.write(Buffer.from(text));
    await entry.close();
  }
  zip.close();
}

describe("a workbook", () => {
  test("that unpacks to more than its source allows is refused before it fills memory", async () => {
    // As many megabytes as are allowed by themselves, in a soak.
    const most = isSoaking ? 200 : 50;
    const megabyte = "a".repeat(1_000_000);
    await archive({
      "xl/workbook.xml": ["<workbook/>", 1],
      "xl/worksheets/sheet1.xml": [megabyte, 1.5 * most],
    });
    const before = process.memoryUsage().rss;
    await expect(desk.check(workbooks(isSoaking ? "{}" : `{ unpackedMegabytes: ${most} }`))).rejects.toThrow(
      `visits.xlsx: Unpacked it is larger than ${most} MB. If that is right, raise limits: unpackedMegabytes in the registry; else ask the supplier to send it again.`,
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(most * 1e6);
  });

  test("with more sheets or rows than its source allows is refused, and one with as many is read", async () => {
    await workbook([["Name"], ["Amy"], ["Ben"]], 3);
    await expect(desk.check(workbooks("{ sheets: 2 }"))).rejects.toThrow("It has more than 2 sheets.");
    await expect(desk.check(workbooks("{ rows: 1 }"))).rejects.toThrow("It has more than 1 rows.");
    expect(await desk.check(workbooks("{ sheets: 3, rows: 2 }"))).toMatchObject([{ rows: 2 }]);
  });

  test("whose XML defines entities is refused", async () => {
    await archive({ "xl/workbook.xml": ['<!DOCTYPE a [<!ENTITY b "cccc">]><workbook>&b;</workbook>', 1] });
    await expect(desk.check(workbooks())).rejects.toThrow("It holds XML that defines entities");
  });

  test("that is cut short is refused in words", async () => {
    await archive({ "xl/workbook.xml": ["<workbook/>", 1] });
    desk.deliver("visits.xlsx", Buffer.from("PK\x03\x04 and nothing more"));
    await expect(desk.check(workbooks())).rejects.toThrow("It cannot be read as an Excel workbook.");
  });
});

describe("JSON", () => {
  test("nested deeper than its source allows, or than any parser bears, is refused in words", async () => {
    const nested = (depth: number) =>
      `[{"Name": "Amy", "more": ${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}]`;
    desk.deliver("visits.json", nested(40));
    await expect(desk.check(json())).rejects.toThrow("Its values are nested deeper than 32.");
    desk.deliver("visits.json", nested(30));
    expect(await desk.check(json())).toMatchObject([{ rows: 1 }]);
    desk.deliver("visits.json", nested(200_000));
    await expect(desk.check(json())).rejects.toThrow("Its values are nested deeper than 1000.");
    desk.deliver("visits.json", `[{"Name": "Amy", "more": ${"[".repeat(200_000)}${"]".repeat(200_000)}}]`);
    await expect(desk.check(json())).rejects.toThrow("Its values are nested deeper than 1000.");
  });

  test("with as many keys as only a mistake has is refused", async () => {
    const keys = Array.from({ length: 3_000 }, (_, i) => `"k${i}": 1`).join(", ");
    desk.deliver("visits.json", `[{"Name": "Amy", ${keys}}]`);
    await expect(desk.check(json())).rejects.toThrow("It has more than 2,000 columns, or keys.");
  });

  test("with more rows than its source allows is refused", async () => {
    desk.deliver("visits.json", '[{"Name": "Amy"}, {"Name": "Ben"}, {"Name": "Cai"}]');
    await expect(desk.check(json("{ rows: 2 }"))).rejects.toThrow(
      "It has more than 2 rows. If that is right, raise limits: rows in the registry",
    );
  });
});
