import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkDigests, readDigests } from "../../loaders/registry/digests.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readSources } from "../../loaders/registry/source.js";
import { checkTargets, readTargets } from "../../loaders/registry/targets.js";
import { fences } from "./guide.js";

const folder = mkdtempSync(join(tmpdir(), "guides-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sources = readSources();
const indicators = readIndicators(sources);

it("the goal of the guide is one that is kept", () => {
  const [text] = fences("targets.md", "yaml example");
  writeFileSync(join(folder, "reviews-2028.yaml"), text!);
  const targets = readTargets(folder);
  checkTargets(targets, indicators);
  expect(targets.map(({ value }) => value)).toEqual([72]);
});

it.each(fences("digests.md", "yaml example"))(
  "the digests of the guide are ones that are sent: %#",
  (text) => {
    const file = join(folder, "digests.yml");
    writeFileSync(file, text);
    const digests = readDigests(file);
    checkDigests(digests, { indicators, sources });
    expect(digests.recipients).toHaveLength(1);
  },
);

it("an indicator that there is not is told by name", () => {
  const digests = readDigests();
  const asked = { ...digests, recipients: [{ id: "a", indicators: ["nothing"] }] } as typeof digests;
  expect(() => checkDigests(asked, { indicators, sources })).toThrow(
    "data/digests.yaml: a: indicators: there is none called “nothing” in data/indicators. Correct it.",
  );
});
