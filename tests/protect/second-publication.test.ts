import fc from "fast-check";
import { expect, it } from "vitest";
import type { PublicFigure } from "../../loaders/protect/protect-figure.js";
import { attackSite } from "../../workspace/audit/built/attack-site.js";
import { write } from "../audit/small-site.js";
import { cases } from "../soak.js";
import { measured, openData, protectedFigures, rounding, servedBefore } from "./attacked-city.js";

interface Child {
  ward: string;
  sex: string;
  fsm: string;
  met: boolean;
}

const localityOf: Record<string, string> = { W1: "L1", W2: "L1", W3: "L2", W4: "L2" };

const child: fc.Arbitrary<Child> = fc.record({
  ward: fc.constantFrom(...Object.keys(localityOf)),
  sex: fc.constantFrom("female", "male"),
  fsm: fc.constantFrom("yes", "no", "no"),
  met: fc.constantFrom(true, true, true, false),
});
const children = (minLength: number, maxLength: number) =>
  fc.array(child, { minLength, maxLength, size: "max" });

/** The figures of all areas, undivided and divided, as lines for `measured`. */
function linesOf(all: readonly Child[]): string[] {
  const counts = new Map<string, [met: number, of: number]>();
  for (const { ward, sex, fsm, met } of all)
    for (const area of [`ward ${ward}`, `locality ${localityOf[ward]}`, "city C"])
      for (const group of ["all all", `sex ${sex}`, `fsm ${fsm}`]) {
        const [x, n] = counts.get(`${area} ${group}`) ?? [0, 0];
        counts.set(`${area} ${group}`, [x + (met ? 1 : 0), n + 1]);
      }
  return [...counts].map(([of, [x, n]]) => `${of} ${x}/${n}`);
}

const attack = (figures: PublicFigure[], before: PublicFigure[][] = []) =>
  attackSite(
    write(openData(figures)),
    before.map((each) => write(openData(each))),
    { policy: rounding, known: [] },
  );

it("tells of nobody who came or went since the first, renewed or held as the attack says", async () => {
  const seen = { renewed: 0, held: 0 };
  await fc.assert(
    fc.asyncProperty(
      children(300, 700),
      fc.oneof(children(0, 8), children(150, 300)),
      fc.nat(8),
      async (then, come, gone) => {
        const first = (await protectedFigures(measured(linesOf(then)), rounding)).figures;
        expect((await attack(first)).found).toEqual([]);
        const now = measured(linesOf([...then.slice(gone), ...come]));
        const before = servedBefore(first);
        const second = (await protectedFigures(now, rounding, { before })).figures;
        const { safe, changedTables, changingFigures, elsewhere } = await attack(second, [first]);
        seen[safe ? "renewed" : "held"]++;
        if (safe) return;
        expect(elsewhere).toBe(0);
        const remedies = { hold: [...changedTables, ...changingFigures], hide: [] };
        const held = (await protectedFigures(now, rounding, { before, remedies })).figures;
        expect((await attack(held, [first])).found).toEqual([]);
      },
    ),
    { ...cases(3), endOnFailure: true },
  );
  expect(Math.min(seen.renewed, seen.held)).toBeGreaterThan(0);
});
