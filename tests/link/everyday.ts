import { pools } from "../../workspace/sample/names/pools.js";
import { byRank, Random } from "../../workspace/sample/random.js";
import { nhsNumber, type Rows, upn } from "./fixture.js";

/** Records of so many children who have nothing to do with a case, so that names are as common in a test as in a city. */
export function everydayRecords(children: number, seed = 1): Record<string, Rows> {
  const random = new Random(seed);
  const draws = Object.values(pools).map((pool) => ({
    forenames: [byRank(pool.female), byRank(pool.male)],
    surnames: byRank(pool.surnames, 14),
  }));
  const sources: Record<string, Rows> = {
    "child-health-register": [],
    "health-visiting-reviews": [],
    "funded-childcare-headcount": [],
    "eyfsp-return": [],
    "childrens-centre-registrations": [],
  };
  for (let i = 0; i < children; i++) {
    // The origins of a city like Birmingham, roughly.
    const origin = draws[random.chance(0.4) ? 0 : random.chance(0.55) ? 3 : random.below(draws.length)]!;
    const sex = random.below(2);
    const day = new Date(Date.UTC(2019, 0, 2 + random.below(1_700)));
    const child = {
      forename: origin.forenames[sex]!.draw(random),
      surname: origin.surnames.draw(random),
      date_of_birth: day.toISOString().slice(0, 10),
      postcode: `B${random.between(50, 79)} ${random.between(1, 9)}${letters(random)}`,
    };
    const known = { ...child, sex: ["female", "male"][sex]! };
    sources["child-health-register"]!.push({
      id: `e-r${i}`,
      nhs_number: nhsNumber(500_000_000 + 7 * i),
      ...known,
    });
    if (random.chance(0.5))
      sources["health-visiting-reviews"]!.push({
        id: `e-v${i}`,
        nhs_number: nhsNumber(500_000_000 + 7 * i),
        ...child,
      });
    if (random.chance(0.5))
      sources["funded-childcare-headcount"]!.push({ id: `e-h${i}`, ...known, period: "2024-autumn" });
    if (random.chance(0.3))
      sources["eyfsp-return"]!.push({
        id: `e-p${i}`,
        upn: upn(801_100_000_000 + i),
        ...known,
        period: "2024-25",
      });
    if (random.chance(0.2)) sources["childrens-centre-registrations"]!.push({ id: `e-c${i}`, ...known });
  }
  return sources;
}

const alphabet = "ABDEFGHJLNPQRSTUWXYZ";
const letters = (random: Random): string => random.pick([...alphabet]) + random.pick([...alphabet]);

/** Several worlds of records as one. */
export function together(...worlds: Record<string, Rows>[]): Record<string, Rows> {
  const all: Record<string, Rows> = {};
  for (const world of worlds)
    for (const [source, rows] of Object.entries(world)) all[source] = [...(all[source] ?? []), ...rows];
  return all;
}
