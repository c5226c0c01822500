import { join } from "node:path";
import { expect, test } from "vitest";
import { minified } from "../../workspace/site/framework/minified.js";

const text = "// Why.\nexport function doubled(value) {\n  const twice = value * 2;\n  return twice;\n}\n";

test("a module of our own is sent in fewer letters and does the same; packages are left as they are", async () => {
  const code = String(await minified(join("dist", "_import", "components", "doubled.0a1b2c3d.js"), text));
  expect(code.length).toBeLessThan(0.6 * text.length);
  const { doubled } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(doubled(21)).toBe(42);
  expect(await minified(join("dist", "_npm", "doubled@1.0.0", "0a1b2c3d.js"), text)).toBe(text);
});
