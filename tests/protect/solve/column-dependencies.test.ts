import { describe, expect, test } from "vitest";
import {
  ColumnDependencies,
  type Hierarchy,
} from "../../../loaders/protect/solve/table/column-dependencies.js";

const none: Hierarchy = new Map();
const wards: Hierarchy = new Map([["all", ["a", "b", "c"]]]);
/** Wards and the part of the city that each is in; of the whole city, both. */
const keys = [
  ["a", "north"],
  ["b", "north"],
  ["c", "south"],
  ["all", "north"],
  ["all", "south"],
  ["all", "city"],
];

describe("where a locality follows from a ward", () => {
  const parts: Hierarchy = new Map([["city", ["north", "south"]]]);
  const dependencies = new ColumnDependencies(keys, [wards, parts]);

  test("wards of a locality are those that lie in it", () => {
    expect(dependencies.children(["all", "north"], 0, ["a", "b", "c"])).toEqual([
      ["a", "north"],
      ["b", "north"],
    ]);
    expect(dependencies.children(["all", "city"], 0, ["a", "b", "c"])).toEqual([
      ["a", "north"],
      ["b", "north"],
      ["c", "south"],
    ]);
  });

  test("a ward is in one of a sum's localities", () => {
    expect(dependencies.children(["a", "city"], 1, ["north", "south"])).toEqual([["a", "north"]]);
    expect(dependencies.children(["c", "city"], 1, ["north", "south"])).toEqual([["c", "south"]]);
  });

  test("a ward is in a sum of localities that holds its own", () => {
    const levels: Hierarchy = new Map([
      ["city", ["above", "below"]],
      ["above", ["north"]],
      ["below", ["south"]],
    ]);
    const deeper = new ColumnDependencies(keys, [wards, levels]);
    expect(deeper.children(["a", "city"], 1, ["above", "below"])).toEqual([["a", "above"]]);
  });

  test("wards have their own locality where nothing says what the whole is the sum of", () => {
    const untold = new ColumnDependencies(keys, [wards, none]);
    expect(untold.children(["all", "city"], 0, ["a", "b", "c"])).toEqual([
      ["a", "north"],
      ["b", "north"],
      ["c", "south"],
    ]);
  });
});

describe("nothing follows", () => {
  test("where a category has two of the other column", () => {
    const mixed = new ColumnDependencies([...keys, ["a", "south"]], [wards, none]);
    expect(mixed.children(["all", "city"], 0, ["a", "b"])).toBeUndefined();
  });

  test("from what is no sum", () => {
    expect(new ColumnDependencies(keys, [none, none]).children(["a", "north"], 0, ["a"])).toBeUndefined();
  });

  test("where parts pair off one to one and sums do not follow, as by chance", () => {
    const pairs = [
      ["a", "x"],
      ["b", "y"],
      ["all", "x"],
      ["all", "y"],
    ];
    const two: Hierarchy = new Map([["all", ["a", "b"]]]);
    expect(new ColumnDependencies(pairs, [two, none]).children(["all", "x"], 0, ["a", "b"])).toBeUndefined();
    const same = [...pairs, ["c", "y"]];
    const three: Hierarchy = new Map([["all", ["a", "b", "c"]]]);
    expect(new ColumnDependencies(same, [three, none]).children(["all", "y"], 0, ["a", "b", "c"])).toEqual([
      ["b", "y"],
      ["c", "y"],
    ]);
  });

  test("of one group alone", () => {
    const one = keys.map(([ward]) => [ward!, "north"]);
    expect(new ColumnDependencies(one, [wards, none]).children(["all", "north"], 0, ["a"])).toBeUndefined();
  });
});
