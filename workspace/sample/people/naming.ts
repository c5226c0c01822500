import { type Origin, pools } from "../names/pools.js";
import { byRank, type Random, type Weighted } from "../random.js";

interface Draws {
  female: Weighted<string>;
  male: Weighted<string>;
  surnames: Weighted<string>;
}

const draws = Object.fromEntries(
  Object.entries(pools).map(([origin, pool]) => [
    origin,
    { female: byRank(pool.female), male: byRank(pool.male), surnames: byRank(pool.surnames, 14) },
  ]),
) as Record<Origin, Draws>;

const doubleBarrelled = 0.055;
/** Share of families in which a child's surname is not its siblings' (a parent's other name). */
const otherSurname: Partial<Record<Origin, number>> = {
  muslimSouthAsian: 0.16,
  eastAfrican: 0.1,
  arab: 0.08,
};
const otherSurnameElsewhere = 0.04;

/** The surname that a family's children mostly bear. */
export function familySurname(origin: Origin, random: Random): string {
  const surname = draws[origin].surnames.draw(random);
  if (!random.chance(doubleBarrelled)) return surname;
  const second = draws[origin === "british" || random.chance(0.5) ? "british" : origin].surnames.draw(random);
  return second === surname || surname.includes("-") || second.includes("-")
    ? surname
    : `${surname}-${second}`;
}

/** A child's surname: mostly the family's, by the customs of its origin. */
export function surnameFor(family: string, origin: Origin, sex: "female" | "male", random: Random): string {
  if (random.chance(otherSurname[origin] ?? otherSurnameElsewhere))
    return draws[origin].surnames.draw(random);
  if (origin === "sikh" && random.chance(0.3)) return sex === "male" ? "Singh" : "Kaur";
  if (origin === "eastEuropean" && sex === "female" && random.chance(0.7))
    return family.replace(/ski$/, "ska").replace(/cki$/, "cka");
  return family;
}

/** A forename that no sister or brother has. */
export function forenameFor(origin: Origin, sex: "female" | "male", taken: string[], random: Random): string {
  for (;;) {
    const name = draws[origin][sex].draw(random);
    if (!taken.includes(name)) return name;
  }
}
