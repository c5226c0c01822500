import { describe, expect, test } from "vitest";
import {
  alike,
  type Decay,
  floatingCatchment,
  inZones,
  zoneWeights,
} from "../../components/access/catchment.js";

describe("two-step floating catchment", () => {
  // W. Luo and F. Wang (2003), doi:10.1068/b29120, figure 3: eleven residents, two physicians, catchments of half an hour.
  test("comes to the figures of Luo and Wang’s own example", () => {
    const near = (places: number[]) =>
      Array.from({ length: 11 }, (_, i) => (places.includes(i + 1) ? 20 : 40));
    const [a, b] = [near([1, 2, 3, 4, 6, 7, 9, 10]), near([4, 5, 8, 11])];
    const distances = a.map((minutes, i) => [minutes, b[i]!]);
    const access = floatingCatchment(Array(11).fill(1), [1, 1], distances, alike(30));
    expect(access).toEqual([0.125, 0.125, 0.125, 0.375, 0.25, 0.125, 0.125, 0.25, 0.125, 0.125, 0.25]);
  });

  // The published example of the Python package sdc-catchment: three places of 100 people at 0, 1 and 2, providers of 10 at
  // 0 and 2, Gaussian decay of scale 1.
  test("with a decay in both steps comes to the figures of another package", () => {
    const gaussian: Decay = (d) => Math.exp(-(d ** 2) / 2);
    const distances = [0, 1, 2].map((home) => [0, 2].map((at) => Math.abs(home - at)));
    const access = floatingCatchment([100, 100, 100], [10, 10], distances, gaussian);
    expect(access.map((share) => share.toFixed(6))).toEqual(["0.065179", "0.069641", "0.065179"]);
  });

  // The case study of the same package: five places of unlike size, three providers, the Gaussian of scale 2 cut off at 4.
  test("with a decay that ends comes to that package’s case study", () => {
    const homes = [
      [0, 0],
      [3, 1],
      [6, 0],
      [1, 4],
      [5, 5],
    ] as const;
    const clinics = [
      [1, 1],
      [5, 1],
      [4, 5],
    ] as const;
    const ending: Decay = (d) => (d <= 4 ? Math.exp(-(d ** 2) / (2 * 2 ** 2)) : 0);
    const distances = homes.map(([x, y]) => clinics.map(([east, north]) => Math.hypot(x - east, y - north)));
    const access = floatingCatchment([1200, 800, 1500, 600, 2000], [20, 15, 30], distances, ending);
    expect(access.map((share) => Number((1000 * share).toFixed(3)))).toEqual([
      9.647, 12.242, 6.071, 8.459, 14.724,
    ]);
  });

  test("in zones whose weights are all one is the method without zones", () => {
    const { children, places, distances } = someCity();
    const zones = floatingCatchment(children, places, distances, inZones(3, [1, 1, 1]));
    expect(zones).toEqual(floatingCatchment(children, places, distances, alike(3)));
  });

  test("gives children all places that reach a child, and no more", () => {
    const { children, places, distances } = someCity();
    for (const decay of [alike(1), alike(4), inZones(2), inZones(5)]) {
      const access = floatingCatchment(children, places, distances, decay);
      const given = children.reduce((sum, n, i) => sum + n * access[i]!, 0);
      const reaching = places.filter((_, j) =>
        children.some((n, i) => n > 0 && decay(distances[i]![j]!) > 0),
      );
      expect(given).toBeCloseTo(
        reaching.reduce((sum, n) => sum + n, 0),
        6,
      );
    }
  });
});

test("a place counts by the third of the way that it is in", () => {
  const decay = inZones(3);
  expect([0, 0.5, 1, 1.01, 2, 2.5, 3, 3.01].map(decay)).toEqual([
    ...[1, 1, 1],
    ...[zoneWeights[1], zoneWeights[1]],
    ...[zoneWeights[2], zoneWeights[2], 0],
  ]);
});

/** Nine small areas and four settings on a line of eight kilometres; one setting lies far away from all. */
function someCity() {
  const homes = [0, 0.4, 1.1, 1.9, 2, 3.3, 4.8, 6.2, 8];
  const settings = [0.2, 2.1, 5, 40];
  return {
    children: homes.map((_, i) => (i * 7) % 30),
    places: [20, 45, 60, 500],
    distances: homes.map((home) => settings.map((at) => Math.abs(home - at))),
  };
}

// A Gaussian that is 1 at the door, exp(-d²/β): some β gives both weights as they are written, to two places.
test("the weights of zones are one Gaussian’s, at the door and at each third of the way", () => {
  const [, second, third] = zoneWeights;
  const betas = (at: number, written: number) =>
    [written - 0.005, written + 0.005].map((weight) => -(at ** 2) / Math.log(weight));
  const [near, far] = [betas(10, second), betas(20, third)];
  expect(Math.max(near[0]!, far[0]!)).toBeLessThan(Math.min(near[1]!, far[1]!));
});
