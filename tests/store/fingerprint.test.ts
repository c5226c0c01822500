import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codeHash, fingerprint, moduleClosure } from "../../loaders/store/fingerprint.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "code-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

test("the order of keys does not matter, the order of a list does", () => {
  expect(fingerprint({ a: 1, b: [1, 2] })).toBe(fingerprint({ b: [1, 2], a: 1 }));
  expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
});

test("a value that went through JSON has the same fingerprint", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (value) => fingerprint(JSON.parse(JSON.stringify(value))) === fingerprint(value),
    ),
  );
});

test("a module's hash changes with any module that it imports, however far", () => {
  write("a.ts", 'import { b } from "./b.js";\nexport const a = b;');
  write("b.ts", 'export { c as b } from "./c.js";');
  write("c.ts", "export const c = 1;");
  write("d.ts", "export const d = 1;");
  const before = codeHash(join(folder, "a.ts"));
  write("d.ts", "export const d = 2;");
  expect(codeHash(join(folder, "a.ts"))).toBe(before);
  write("c.ts", "export const c = 2;");
  expect(codeHash(join(folder, "a.ts"))).not.toBe(before);
});

test("modules that import each other are found once, dynamic imports too", () => {
  write("a.ts", 'import "./b.js";');
  write("b.ts", 'export const later = () => import("./a.js");');
  expect(moduleClosure(join(folder, "a.ts"))).toEqual([join(folder, "a.ts"), join(folder, "b.ts")]);
});
