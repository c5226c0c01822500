import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { figureCells, figureColumns } from "../../components/tables/file-figures.js";
import { publicationsIn, publishedBefore } from "../../loaders/protect/before.js";
import type { Figure, PublicFigure } from "../../loaders/protect/protect-figure.js";
import { currentCode, readCity } from "../../loaders/registry/city.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { csvText } from "../../loaders/store/csv.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";
import { readBuilt, withCurrentCodes } from "../../workspace/audit/built/read-built.js";

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

describe("publications of the form before", () => {
  // A letter stood in place of a number, a locality went by its name, and the source by its title.
  const header =
    "area_code,area_name,level,period,period_start,breakdown,category,numerator,denominator,value,lower,upper,status,basis,source,note,as_of";
  const old = [
    "North,North,locality,2024/25,2024-09-01,all,all,120,200,60,53,67,value,protected,Profile return,SAMPLE: invented.,2025-08-01",
    "South,South,locality,2024/25,2024-09-01,all,all,c,c,c,,,suppressed,protected,Profile return,SAMPLE: invented.,2025-08-01",
    "North,North,ward,2024/25,2024-09-01,all,all,x,x,x,,,not_available,protected,Profile return,,2025-08-01",
  ];
  const now = [
    "BSOL003,North,locality,gld,GLD,2024/25,2024-09-01,2025-08-31,all,all,120,200,60,53,67,percent,value,,protected,eyfsp-return,Profile return,,2025-08-01,true",
    "BSOL005,South,locality,gld,GLD,2024/25,2024-09-01,2025-08-31,all,all,,,,,,percent,suppressed,c,protected,eyfsp-return,Profile return,,2025-08-01,true",
    "North,North,ward,gld,GLD,2024/25,2024-09-01,2025-08-31,all,all,,,,,,percent,not_available,x,protected,eyfsp-return,Profile return,,2025-08-01,true",
  ];
  const put = (id: string, lines: string[]) => {
    publish(id, []);
    writeFileSync(join(folder, id, "site", "open-data", "good-level-of-development.csv"), lines.join("\r\n"));
  };

  it("are read as those of today, with the codes of today", () => {
    put("2026-09-01-120000", [header, ...old]);
    const before = publishedBefore(folder, policy);
    put("2026-10-01-120000", [figureColumns.map(({ name }) => name).join(","), ...now]);
    const after = publishedBefore(folder, policy);
    const bare = (figures: readonly PublicFigure[]) =>
      figures.map(({ source: _source, note: _note, ...rest }) => rest);
    expect(bare(before.served)).toEqual(bare(after.served));
    expect(
      before.served.map(({ level, area, numerator, status }) => [level, area, numerator, status]),
    ).toEqual([
      ["locality", "BSOL003", 120, "value"],
      ["locality", "BSOL005", null, "suppressed"],
      ["ward", "North", null, "not_available"],
    ]);
    expect([before.served[0]!.source, after.served[0]!.source]).toEqual(["Profile return", "eyfsp-return"]);
    expect(before.wasShown({ ...figure, level: "locality", area: "BSOL003" }, "numerator", 120)).toBe(true);
  });

  it("are attacked beside those of today as the same areas", async () => {
    put("2026-09-01-120000", [header, ...old]);
    writeFileSync(
      join(folder, "2026-09-01-120000", "site", "open-data", "areas.csv"),
      "area_code,area_name,level,parent_code\r\nNorth,North,locality,E08000025\r\nW1,One,ward,North\r\n",
    );
    const built = withCurrentCodes(
      await readBuilt(join(folder, "2026-09-01-120000", "site"), (id) => id === "good-level-of-development"),
      (level, code) => currentCode(readCity(), level, code),
    );
    expect(built.figures.map(({ level, area, numerator }) => [level, area, numerator])).toEqual([
      ["locality", "BSOL003", 120],
      ["locality", "BSOL005", "suppressed"],
      ["ward", "North", undefined],
    ]);
    expect(built.areas.map(({ code, parent }) => [code, parent])).toEqual([
      ["BSOL003", "E08000025"],
      ["W1", "BSOL003"],
    ]);
  });
});

it("reads a gap back as it was written, whichever of the two percentages is the greater", () => {
  const gap = {
    area_code: "W1",
    area_name: "One",
    level: "ward",
    indicator: "good-level-of-development-gap",
    indicator_name: "The gap",
    unit: "percentage points",
    period: "2024/25",
    period_start: "2024-09-01",
    breakdown: "all",
    category: "all",
    numerator: null,
    denominator: null,
    status: "value",
    basis: "protected",
    source: "eyfsp-return",
    source_title: "Profile return",
    note: null,
    as_of: "2025-08-01",
    sample: false,
  } as const;
  const values: [number, number, number][] = [
    [-4.3, -9, 0.4],
    [-0.5, -1.2, -0.1],
    [12, 3, 21.5],
  ];
  publish("2026-09-01-120000", []);
  writeFileSync(
    join(folder, "2026-09-01-120000", "site", "open-data", `${gap.indicator}.csv`),
    csvText([
      figureColumns.map(({ name }) => name),
      ...values.map(([value, lower, upper]) => figureCells({ ...gap, value, lower, upper })),
    ]),
  );
  const { served } = publishedBefore(folder, policy);
  expect(served.map(({ value, lower, upper }) => [value, lower, upper])).toEqual(values);
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
