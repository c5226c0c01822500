import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { floors, readImports, roomOf } from "../house/house.js";

/** Arrows of a Mermaid flow chart, from each box to those that it points at. */
type Picture = Map<string, Set<string>>;

const guide = readFileSync(join(repositoryRoot, "CONTRIBUTING.md"), "utf8");
const chart = /```mermaid\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";

describe("the picture of the house in CONTRIBUTING", () => {
  const arrows = readPicture(chart);

  test("has every room", () => {
    expect([...arrows.keys()].sort()).toEqual(
      [...new Set([...floors.flat().map(boxOf), "components", "docs"])].sort(),
    );
  });

  test("has no circle, and no arrow up", () => {
    for (const [room, others] of arrows) {
      expect(reach(arrows, room), room).not.toContain(room);
      for (const other of others) expect(floorOf(other), `${room} --> ${other}`).toBeLessThan(floorOf(room));
    }
  });

  test("has a way, along its arrows, for every import between rooms", () => {
    const imports = [...readImports()].flatMap(([file, used]) =>
      used
        .filter((one) => /^(components|loaders|workspace)\//.test(one))
        .map((one) => ({ file, one, from: boxOf(roomOf(file)), to: boxOf(roomOf(one)) })),
    );
    const between = imports.filter(({ from, to }) => from !== to && !isOnlyShape(from, to));
    expect(between.length).toBeGreaterThan(100);
    const astray = between.filter(({ from, to }) => !reach(arrows, from).has(to));
    expect(astray.map(({ file, one }) => `${file} imports ${one}`)).toEqual([]);
  });

  test("would be found wrong by an import that goes up", () => {
    expect(reach(arrows, "loaders/store")).not.toContain("loaders/link");
    expect(reach(arrows, "loaders/link")).toContain("loaders/store");
  });
});

/** The box that a room stands in: the workspace has one, and so has what page data sets are declared with. */
function boxOf(room: string): string {
  if (room === "loaders") return "loaders/page-dataset.ts";
  return /^(workspace|components)\b/.exec(room)?.[0] ?? room;
}

/** Components lie under all floors, and pages above. The ground is one floor, and the registry above the store on it. */
function floorOf(box: string): number {
  if (box === "components") return -2;
  if (box === "docs") return floors.length;
  if (box === "loaders/store") return -1;
  return floors.findIndex((rooms) => rooms.map(boxOf).includes(box));
}

/** Components know what page data sets look like, and the store what a source is called: types, and no arrow. */
function isOnlyShape(from: string, to: string): boolean {
  return from === "components" || (from === "loaders/store" && to === "loaders/registry");
}

function readPicture(text: string): Picture {
  const boxes = [...text.matchAll(/^\s*(\w+)\["([\w./-]+)/gm)].map(([, id, name]) => [id!, name!] as const);
  const names = new Map(boxes);
  const arrows: Picture = new Map([...names.values()].map((name) => [name, new Set()]));
  for (const [, left, right] of text.matchAll(/^\s*([\w &]+?) --> ([\w &]+)$/gm))
    for (const from of left!.split(" & "))
      for (const to of right!.split(" & ")) arrows.get(names.get(from)!)!.add(names.get(to)!);
  return arrows;
}

function reach(arrows: Picture, from: string, seen = new Set<string>()): Set<string> {
  for (const to of arrows.get(from) ?? [])
    if (!seen.has(to)) {
      seen.add(to);
      reach(arrows, to, seen);
    }
  return seen;
}
