import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePackage, findPackage } from "../../workspace/site/framework/bundle.js";
import { answerFromNodeModules } from "../../workspace/site/framework/packages.js";

const original = globalThis.fetch;
beforeAll(() => answerFromNodeModules());
afterAll(() => {
  globalThis.fetch = original;
});

const file = (path: string) => fetch(`https://cdn.jsdelivr.net/npm/${path}`);
const registry = (path: string) => fetch(`https://registry.npmjs.org/${path}`);
const d3 = findPackage("d3")!;

describe("what Framework asks of the registry", () => {
  test("is the installed version, asked for a tag or for all", async () => {
    expect(await (await registry("d3/latest")).json()).toMatchObject({ version: d3.version });
    expect(Object.keys((await (await registry("@turf/turf")).json()).versions)).toEqual([
      findPackage("@turf/turf")!.version,
    ]);
  });
});

describe("what Framework asks of the file host", () => {
  test("is a module that shares what package.json names and bundles the rest", async () => {
    const plot = findPackage("@observablehq/plot")!;
    const response = await file(`@observablehq/plot@${plot.version}/+esm`);
    expect(response.headers.get("content-type")).toBe("application/javascript");
    const imports = [...(await response.text()).matchAll(/from\s*"([^"]+)"/g)].map((match) => match[1]);
    expect([...new Set(imports)]).toEqual([`../../d3@${d3.version}/_esm.js`]);
  });

  test("is a file as it is", async () => {
    const response = await file(`d3@${d3.version}/LICENSE`);
    expect(await response.text()).toContain("Copyright");
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
  });

  test("is refused with the remedy: not installed, another version, no such file", async () => {
    await expect(file("no-such-package-here@1.0.0/+esm")).rejects.toThrow(
      'npm:no-such-package-here is not installed. Run "npm install no-such-package-here" and start again.',
    );
    await expect(file("d3@5.0.0/+esm")).rejects.toThrow(
      `npm:d3@5.0.0 is not what is installed, which is ${d3.version}. Write npm:d3, without a version.`,
    );
    await expect(file(`d3@${d3.version}/none.css`)).rejects.toThrow(
      `npm:d3/none.css: d3 ${d3.version} has no such file.`,
    );
  });
});

test("DuckDB extensions and jsr are refused with the remedy", async () => {
  await expect(fetch("https://extensions.duckdb.org/v1/x.wasm")).rejects.toThrow("attach Arrow or CSV");
  await expect(fetch("https://npm.jsr.io/@std/x")).rejects.toThrow("Install the package from npm");
});

describe("a bundle", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function load(name: string): Promise<Record<string, unknown>> {
    const path = join(folder, `${name.replaceAll("/", "-")}.mjs`);
    writeFileSync(path, await bundlePackage(findPackage(name)!));
    return import(/* @vite-ignore */ pathToFileURL(path).href);
  }

  test("of an older package has its names and a default", async () => {
    const module = await load("yaml");
    expect(typeof module.parse).toBe("function");
    const older = await load("semver");
    expect(typeof older.satisfies).toBe("function");
    expect(typeof (older.default as { satisfies: unknown }).satisfies).toBe("function");
  });

  test("keeps a default export", async () => expect(typeof (await load("htl")).html).toBe("function"));

  test("of Zod says what is wrong in English, and carries no other language", async () => {
    const { z } = (await load("zod")) as unknown as typeof import("zod");
    expect(z.string().safeParse(1).error?.issues[0]?.message).toContain("expected string, received number");
    const text = await bundlePackage(findPackage("zod")!);
    expect(text).not.toMatch(/Entrada inválida|Ungültige Eingabe/);
  });
});
