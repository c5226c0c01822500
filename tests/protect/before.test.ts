import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publicationsIn, publishedBefore } from "../../loaders/protect/before.js";
import type { Figure } from "../../loaders/protect/figure.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shown-before-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const policy = readPolicies().find(({ id }) => id === "children")!;

function publish(id: string, rows: string[], by = policy): void {
  const openData = join(folder, id, "site", "open-data");
  mkdirSync(openData, { recursive: true });
  const header =
    "area_code,level,period,breakdown,category,numerator,denominator,value,status,basis,source,note,as_of";
  writeFileSync(join(openData, "good-level-of-development.csv"), [header, ...rows].join("\r\n"));
  writeFileSync(join(openData, "areas.csv"), "area_code,area_name,level,parent_code\r\nW1,One,ward,C\r\n");
  writeFileSync(
    join(folder, id, "publication.json"),
    JSON.stringify({ policy: { id: by.id, fingerprint: fingerprint(by) } }),
  );
}

const shown = (numerator: number | "c", denominator: number | "c", of = "all,all") =>
  `W1,ward,2024/25,${of},${numerator},${denominator},50,value,protected,Profile return,A note.,2025-08-01`;

const figure = {
  indicator: "good-level-of-development",
  level: "ward",
  area: "W1",
  period: "2024/25",
  breakdown: "all",
  category: "all",
} as Figure;

describe("what was shown before", () => {
  it("is each number of each publication, and no suppressed one", () => {
    publish("2026-09-01-120000", [shown(30, 60)]);
    publish("2026-10-01-120000", [shown("c", 65), shown(15, 30, "sex,female")]);
    const { wasShown } = publishedBefore(folder, policy);
    const told = (n: number) => [wasShown(figure, "numerator", n), wasShown(figure, "denominator", n)];
    expect([30, 60, 65].map(told)).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
    expect(wasShown({ ...figure, period: "2025/26" }, "numerator", 30)).toBe(false);
    expect(wasShown({ ...figure, breakdown: "sex", category: "female" }, "numerator", 15)).toBe(true);
  });

  it("is nothing of a publication that was not finished, or before there is any", () => {
    publish("1790000000000.next", [shown(30, 60)]);
    for (const place of [folder, join(folder, "none")]) {
      const { wasShown, served } = publishedBefore(place, policy);
      expect(wasShown(figure, "numerator", 30)).toBe(false);
      expect(served).toEqual([]);
    }
    publish("2026-09-01-120000", [shown(30, 60)]);
    expect(publicationsIn(folder)).toEqual(["2026-09-01-120000"]);
    expect(publicationsIn(join(folder, "none"))).toEqual([]);
  });
});

describe("what may stay as it was published", () => {
  const served = () => publishedBefore(folder, policy).served.map(({ denominator }) => denominator);

  it("is what the publication that is served says of protected figures", () => {
    publish("2026-09-01-120000", [shown(30, 60)]);
    publish("2026-10-01-120000", [shown(30, 65), shown(30, 70).replace("protected", "published")]);
    expect(served()).toEqual([65]);
    symlinkSync(join("2026-09-01-120000", "site"), join(folder, "current"));
    expect(served()).toEqual([60]);
    expect(publishedBefore(folder, policy).served[0]).toMatchObject({
      ...figure,
      numerator: 30,
      value: 50,
      lower: null,
      status: "value",
      source: "Profile return",
      note: "A note.",
      as_of: "2025-08-01",
    });
  });

  it("is nothing where another policy made it", () => {
    publish("2026-09-01-120000", [shown(30, 60)], { ...policy, protectionInterval: 5 });
    expect(served()).toEqual([]);
    expect(publishedBefore(folder, policy).wasShown(figure, "denominator", 60)).toBe(true);
  });
});
