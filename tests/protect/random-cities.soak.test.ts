import fc from "fast-check";
import { expect, it } from "vitest";
import { TellableError } from "../../loaders/store/safe-message.js";
import { cases, seed } from "../soak.js";
import { cityByRuleAlone, derivedOfCity, protectCity, randomCity } from "./random-city.js";

// Open: points behind averages are no equations of the search for what to suppress. They add up over areas and groups as
// counts do, and on so short a scale, of three goals and exact counts, they come nearer to a hidden count than they may in
// about one city of a hundred. This keeps it from growing; each one found is printed, to be made a test when it is solved.
const most = 0.04;

it(`few counts of random cities of seed ${seed} can be derived where averages of the same children are shown`, async () => {
  const told = { cities: 0, withAverages: 0, refused: 0, gaveAway: 0, derivable: 0 };
  await fc.assert(
    fc.asyncProperty(randomCity, async (city) => {
      told.cities++;
      const made = await protectCity(city).catch((error) => {
        if (!(error instanceof TellableError)) throw error;
        told.refused++;
      });
      if (!made) return;
      const derived = derivedOfCity(city, made.figures);
      if (derived.length) {
        told.derivable++;
        console.log(derived.join("; "), JSON.stringify({ ...city, policy: undefined }));
      }
      if (made.figures.some(({ indicator, value }) => indicator === "average-goals-met" && value !== null))
        told.withAverages++;
      // What is shown by the rule alone takes long to attack: of a few it is enough.
      if (told.cities % 4 !== 0) return;
      if (derivedOfCity(city, (await cityByRuleAlone(city)).figures).length) told.gaveAway++;
    }),
    cases(40, 120),
  );
  console.log(`Seed ${seed}: ${JSON.stringify(told)}`);
  expect(told.derivable).toBeLessThanOrEqual(Math.max(2, most * told.cities));
});
