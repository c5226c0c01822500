import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { declareFonts, fontLinks } from "../../workspace/site/fonts.js";

test("pages for partners link faces that are installed, and the public's link none", () => {
  const files = [...fontLinks({ name: "workspace" }).matchAll(/href="npm:([^"]+)"/g)].map(
    ([, file]) => file!,
  );
  expect(files).toHaveLength(2);
  for (const file of files) expect(existsSync(join(repositoryRoot, "node_modules", file))).toBe(true);
  expect(fontLinks({ name: "public" })).toBe("");
});

test("a linked face is declared with the address that it has been given", () => {
  const address = "./_npm/some@1.0.0/a.0123abcd.woff2";
  const page = fontLinks({ name: "briefings" }).replace(/href="[^"]+"/, `href="${address}"`);
  const declared = declareFonts(page);
  expect(declared).toContain(`@font-face{font-family:"Atkinson Hyperlegible Next";src:url("${address}")`);
  expect(declared.match(/@font-face/g)).toHaveLength(2);
});
