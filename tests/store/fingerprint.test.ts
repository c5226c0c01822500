import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codeHash, fingerprint } from "../../loaders/store/fingerprint.js";

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

const hashOf = (name: string) => codeHash([join(folder, name)])[0];

test("a module's hash changes with any module that it imports, however far, also later", () => {
  write(
    "a.ts",
    'import { b } from "./b.js";\nexport const a = b;\nexport const later = () => import("./e.js");',
  );
  write("b.ts", 'export { c as b } from "./c.js";');
  write("c.ts", "export const c = 1;");
  write("d.ts", "export const d = 1;");
  write("e.ts", "export const e = 1;");
  const before = hashOf("a.ts");
  write("d.ts", "export const d = 2;");
  expect(hashOf("a.ts")).toBe(before);
  write("c.ts", "export const c = 2;");
  const after = hashOf("a.ts");
  expect(after).not.toBe(before);
  write("e.ts", "export const e = 2;");
  expect(hashOf("a.ts")).not.toBe(after);
});

test("a file that comes to lie in another's place counts, and so does one that goes", () => {
  write("a.ts", 'import { b } from "./b";\nexport const a = b;');
  write("b.js", "export const b = 1;");
  const before = hashOf("a.ts");
  expect(hashOf("a.ts")).toBe(before);
  write("b.ts", "export const b = 2;");
  expect(hashOf("a.ts")).not.toBe(before);
  rmSync(join(folder, "b.ts"));
  expect(hashOf("a.ts")).toBe(before);
});

test("what does not run does not count: types, comments, layout and what nobody uses", () => {
  write("a.ts", 'import type { B } from "./b.js";\nimport { c } from "./c.js";\nexport const a: B = c;');
  write("b.ts", "export type B = number;\nexport const b = 1;");
  write("c.ts", "export const c = 1;");
  const before = hashOf("a.ts");
  write("b.ts", "export type B = number | string;\nexport const b = 2;");
  write("c.ts", "// One.\nexport const c =\n  1;\nexport const unused = () => 2;");
  expect(hashOf("a.ts")).toBe(before);
});

test("hashes are of the modules in their order, whichever are asked for together", () => {
  write("a.ts", "export const a = 1;");
  write("b.ts", "export const b = 1;");
  const [a, b] = codeHash([join(folder, "a.ts"), join(folder, "b.ts")]);
  expect([hashOf("a.ts"), hashOf("b.ts")]).toEqual([a, b]);
  expect(a).not.toBe(b);
});

test("a module with a mistake has a hash of its own, and the others keep theirs", () => {
  write("a.ts", "export const a = 1;");
  write("b.ts", "export const b = ;");
  const [a, b] = codeHash([join(folder, "a.ts"), join(folder, "b.ts")]);
  expect(a).toBe(hashOf("a.ts"));
  write("b.ts", "export const b = ,;");
  expect(hashOf("b.ts")).not.toBe(b);
});
