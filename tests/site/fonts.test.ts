import { existsSync, readFileSync } from "node:fs";
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
  expect(declared.match(/font-display:swap/g)).toHaveLength(2);
});

test("until a face is there, others that the style sheet names stand in for it, as wide and as high", () => {
  const declared = declareFonts(fontLinks({ name: "briefings" }));
  expect(declared).toContain(
    '@font-face{font-family:"Sans until then";src:local("Arial"),local("Liberation Sans");font-weight:200 549;size-adjust:99.3%;ascent-override:99.1%;descent-override:31.8%;line-gap-override:0%}',
  );
  const tokens = readFileSync(join(repositoryRoot, "components", "tokens.css"), "utf8");
  for (const [, family] of declared.matchAll(/font-family:"([^"]+)"/g))
    expect(tokens).toContain(`"${family}"`);
});
