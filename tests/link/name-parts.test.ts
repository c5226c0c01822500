import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { namesFile, readNameLists } from "../../loaders/link/name-lists.js";
import { NameReader } from "../../loaders/link/name-parts.js";

const forenames = new NameReader("forename");
const surnames = new NameReader("surname");

test.each([
  ["MUHAMMAD ALI", "ALI"],
  ["MD RAYAN", "RAYAN"],
  ["BIBI AMINA", "AMINA"],
  ["AMINA BIBI", "AMINA"],
  ["ABDUL RAHMAN", "RAHMAN"],
  ["ABDULRAHMAN", "RAHMAN"],
  ["ABD AL RAHMAN", "RAHMAN"],
  ["MUHAMMADALI", "ALI"],
  ["ABDULLAHI", "ABDULLAHI"],
  ["MUHAMMAD", "MUHAMMAD"],
  ["SYED MUHAMMAD", "SYED MUHAMMAD"],
  ["SARA JANE", "SARA JANE"],
  ["MIA", "MIA"],
])("what is distinctive in %s is %s", (name, core) => {
  expect(forenames.read(name).core).toBe(core);
});

test.each([
  ["TEWODROS", "TEDROS"],
  ["KHADIJA", "KHADIIJO"],
  ["ABDIRAHMAN", "CABDIRAXMAAN"],
  ["ABDUL KAREEM", "ABDULKARIM"],
  ["YUSUF", "YUUSUF"],
  ["MUHAMMAD", "MOHD"],
  ["ALI HASAN", "HASSAN ALI"],
])("%s and %s are forms of one name", (one, other) => {
  const [a, b] = [forenames.read(one), forenames.read(other)];
  expect(a.words).toEqual(b.words);
});

test.each([
  ["CIAN", "IAN"],
  ["AMINA", "AMNA"],
  ["ABDULLAH", "ABDUL RAHMAN"],
  ["ELLA", "BELLA"],
])("%s and %s are not", (one, other) => {
  expect(forenames.read(one).words).not.toEqual(forenames.read(other).words);
});

test("surnames are read by their own lists as well, and one may be no more than a title", () => {
  expect(surnames.read("GEBRE MARIAM")).toMatchObject(surnames.read("GEBREMARIAM"));
  expect(surnames.read("MUHAMMAD REHMAN").core).toBe("REHMAN");
  expect(surnames.read("CHOUDHURY").words).toEqual(surnames.read("CHAUDHRY").words);
  expect(surnames.read("BEGUM")).toMatchObject({ onlyShared: true, onlyTitles: true });
  expect(surnames.read("MOHAMMED")).toMatchObject({ onlyShared: true, onlyTitles: false });
});

test("a mistake in the lists is told with its line and what to write", () => {
  const folder = mkdtempSync(join(tmpdir(), "names-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "names.yaml");
  const text = readFileSync(namesFile, "utf8");
  const line = text.split("\n").findIndex((one) => one.includes("  - AHMED ")) + 1;
  writeFileSync(file, text.replace("  - AHMED ", "  - Ahmed "));
  expect(() => readNameLists(file)).toThrow(`names.yaml:${line}: forms.`);
  expect(() => readNameLists(file)).toThrow("in capital letters without accents");
  writeFileSync(file, text.replace("  - AHMED ", "  - AHMED AHMED "));
  expect(() => readNameLists(file)).toThrow("has a name twice. Remove one.");
});
