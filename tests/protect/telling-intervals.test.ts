import { expect, test } from "vitest";
import type { PublicFigure } from "../../loaders/protect/protect-figure.js";
import { tellingIntervals } from "../../loaders/protect/telling-intervals.js";
import type { Indicator } from "../../loaders/registry/indicator.js";

const ofProfile = { denominator: { source: "profile", id: "assessed" } };
const indicators = [
  {
    id: "good-level",
    kind: "proportion",
    records: { ...ofProfile, numerator: { source: "profile", id: "good" } },
  },
  { id: "average", kind: "mean", records: { ...ofProfile, numerator: { column: "goals" } } },
  { id: "take-up", kind: "proportion" },
  { id: "points", kind: "mean" },
] as unknown as Indicator[];

const figure = (indicator: string, more: Partial<PublicFigure>): PublicFigure =>
  ({
    ...{ indicator, level: "ward", area: "W1", period: "2024/25", breakdown: "all", category: "all" },
    ...{ value: 16, lower: null, upper: null, status: "value", basis: "protected", ...more },
  }) as PublicFigure;
const hidden = (indicator: string, more: Partial<PublicFigure> = {}) =>
  figure(indicator, { area: "W2", value: null, status: "suppressed", ...more });
const average = (more: Partial<PublicFigure> = {}) => figure("average", { lower: 15, upper: 17, ...more });

test("an average's interval tells of any suppressed figure of the same children, in any area or group", () => {
  const telling = average();
  expect(tellingIntervals([telling, hidden("good-level")], indicators)).toEqual([telling]);
  expect(tellingIntervals([telling, hidden("average", { category: "girls" })], indicators)).toEqual([
    telling,
  ]);
});

test("also one end of it alone, but not the average without", () => {
  const ends = [average({ upper: null }), average({ lower: null })];
  const without = average({ lower: null, upper: null });
  expect(tellingIntervals([...ends, without, hidden("good-level")], indicators)).toEqual(ends);
});

test("not where nothing is suppressed, other children are, or another period's", () => {
  for (const other of [
    [],
    [hidden("take-up")],
    [hidden("good-level", { period: "2023/24" })],
    // What others published is no secret of ours.
    [hidden("good-level", { basis: "published" })],
  ])
    expect(tellingIntervals([average(), ...other], indicators)).toEqual([]);
});

test("not the interval of a share, nor of an average that others published", () => {
  const share = figure("good-level", { lower: 60, upper: 70 });
  const published = average({ basis: "published" });
  expect(tellingIntervals([share, published, hidden("good-level")], indicators)).toEqual([]);
});

test("of several periods together also those of one of them", () => {
  const pooled = average({ period: "2023/24 to 2024/25" });
  const single = hidden("good-level", { period: "2023/24" });
  expect(tellingIntervals([pooled, single], indicators)).toEqual([pooled]);
  const before = hidden("good-level", { period: "2022/23" });
  expect(tellingIntervals([pooled, before], indicators)).toEqual([]);
});
