import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { standIns } from "../../loaders/store/stand-in.js";
import { figureLines, figuresWithFile } from "../../workspace/figures-with-file.js";
import { earlier, type SmallCity, smallCity, twoSources } from "../small-city.js";

let city: SmallCity;
beforeAll(async () => {
  city = await smallCity({ sources: twoSources, without: earlier });
});
afterAll(() => city.remove());

test("a file is tried for the figures that it would move, and the store stays as it is", async () => {
  const { store } = await refresh();
  const folder = join(city.inbox, "eyfsp-return");
  const name = readdirSync(folder).sort()[0]!;
  const lines = readFileSync(join(folder, name), "latin1").trimEnd().split(/\r?\n/);
  const corrected = join(city.folder, name);
  writeFileSync(corrected, `${lines.slice(0, -60).join("\n")}\n`, "latin1");
  const held = [store.manifest, store.identity, store.analysis].map((file) => readFileSync(file));
  const environment = { ...process.env };

  const found = await figuresWithFile(store, corrected, { id: "eyfsp-return" });
  expect(found).toMatchObject({ refused: [], failures: [] });
  const whole = found.moves.find(
    ({ indicator, level }) => indicator === "good-level-of-development" && level === "city",
  );
  expect(whole?.causes).toEqual(["corrected"]);
  expect(whole?.from?.denominator).toBeGreaterThan(whole!.to!.denominator!);
  expect(figureLines(found, readIndicators(), "Sample City").join("\n")).toMatch(
    /Figures that would move with it:\n(.*\n)*.*Sample City .+ \(.+\) → .+ \(.+\): (up|down|the same), a corrected extract/,
  );

  writeFileSync(corrected, "Nothing\nthat fits\n");
  const refused = await figuresWithFile(store, corrected, { id: "eyfsp-return" });
  expect(refused.moves).toEqual([]);
  expect(refused.refused).toHaveLength(1);
  expect(figureLines(refused, readIndicators(), "Sample City")[0]).toMatch(
    /^ {2}A refresh with it would fail: /,
  );

  for (const [i, file] of [store.manifest, store.identity, store.analysis].entries())
    expect(readFileSync(file).equals(held[i]!)).toBe(true);
  expect(process.env).toEqual(environment);
  expect(existsSync(join(standIns(store), "with-a-file"))).toBe(false);
});
