import { describe, expect, test } from "vitest";
import { houseFaults, readImports, roomOf } from "./house.js";

const imports = readImports();

test("the house stands: no circle, no arrow up, each room where it belongs", () => {
  expect(imports.size).toBeGreaterThan(300);
  expect(houseFaults(imports)).toEqual([]);
});

describe("a fault that is planted is told", () => {
  const planted = (file: string, ...used: string[]) => {
    return houseFaults(new Map(imports).set(file, [...(imports.get(file) ?? []), ...used]));
  };

  test("a circle, with the files along it", () => {
    const faults = planted("loaders/registry/read-yaml.ts", "loaders/registry/source.ts");
    expect(faults.some((f) => f.startsWith("A circle of imports") && f.includes("read-yaml.ts"))).toBe(true);
  });

  test.each([
    ["from the ground", "loaders/store/lock.ts", "loaders/refresh/refresh.ts"],
    ["across a floor", "loaders/files/encoding.ts", "loaders/pull/pull.ts"],
    ["out of the loaders", "loaders/protect/protect.ts", "workspace/audit/rule.ts"],
    ["from what judges to what builds", "workspace/site/gate/html.ts", "workspace/site/build.ts"],
  ])("an arrow up %s", (_, file, used) => {
    expect(planted(file, used)).toContainEqual(expect.stringContaining(`${file}: imports ${used}`));
  });

  test("a component that reaches for data, and a loader that draws", () => {
    expect(planted("components/charts/bars.ts", "loaders/store/database.ts")).toContainEqual(
      expect.stringContaining("a component imports"),
    );
    expect(planted("loaders/explore/areas.ts", "components/charts/bars.ts")).toContainEqual(
      expect.stringContaining("which is for pages"),
    );
  });

  test("a public page data set that reaches for what is not protected", () => {
    expect(planted("loaders/public/summary.json.ts", "loaders/measure/measure.ts")).toContainEqual(
      expect.stringContaining("is public, and reaches into loaders/measure"),
    );
  });

  test("Framework's own modules outside their room", () => {
    expect(planted("workspace/serve/serve.ts", "@observablehq/framework/dist/build.js")).toContainEqual(
      expect.stringContaining("Only workspace/site/framework may"),
    );
  });

  test("a room that nobody gave a floor", () => {
    expect(planted("loaders/attic/box.ts", "loaders/store/lock.ts")).toContainEqual(
      expect.stringContaining("loaders/attic: is a room without a floor"),
    );
  });
});

test("what lies deeper belongs to the room around it", () => {
  expect(roomOf("loaders/link/model/schema.ts")).toBe("loaders/link");
  expect(roomOf("workspace/audit/built/counts.ts")).toBe("workspace/audit/built");
  expect(roomOf("loaders/page-dataset.ts")).toBe("loaders");
});
