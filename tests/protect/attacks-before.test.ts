import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedBefore } from "../../loaders/protect/before.js";
import { type PublicFigure, suppressedFigure } from "../../loaders/protect/protect-figure.js";
import { attackSite } from "../../workspace/audit/built/attack-site.js";
import { foundIn, scratchFolder, write } from "../audit/small-site.js";
import {
  exact,
  measured,
  openData,
  protectedFigures,
  rounding,
  shownOf,
  smallWard,
} from "./attacked-city.js";

const ward = (area: string) => `good-level-of-development, ward ${area}, 2024/25`;

describe("yesterday's publication minus today's", () => {
  const [yesterday, today] = [measured(["ward W1 all all 60/105"]), measured(["ward W1 all all 61/106"])];

  it("shows one child arriving in exact counts, and nothing in rounded ones", async () => {
    const [before, now] = await Promise.all([yesterday, today].map((day) => protectedFigures(day, exact)));
    const [a, b] = [before!, now!].map(({ figures }) => shownOf(figures, "W1")!) as [Shown, Shown];
    expect([b.x - a.x, b.n - a.n]).toEqual([1, 1]);
    expect(
      await foundIn(openData(now!.figures), { rule: exact, before: [openData(before!.figures)] }),
    ).toEqual([
      `${ward("W1")}: was shown as 60 and is shown as 61: 1 child more`,
      `${ward("W1")}: denominator: was shown as 105 and is shown as 106: 1 child more`,
    ]);
    const rounded = await Promise.all([yesterday, today].map((day) => protectedFigures(day, rounding)));
    const [then, since] = rounded.map(({ figures }) => openData(figures)) as [Files, Files];
    expect(since).toEqual(then);
    expect(await foundIn(since, { before: [then] })).toEqual([]);
  });

  it("shows no more of a rounded count that moves a step than that 1 to 9 came", async () => {
    const [then, since] = await Promise.all(
      ["ward W1 all all 62/105", "ward W1 all all 63/106"].map(async (line) =>
        openData((await protectedFigures(measured([line]), rounding)).figures),
      ),
    );
    const roundsTo = (shown: number) => [0, 1, 2, 3, 4].map((k) => shown - 2 + k);
    const changes = new Set(roundsTo(60).flatMap((a) => roundsTo(65).map((b) => b - a)));
    expect([...changes].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await foundIn(since!, { before: [then!] })).toEqual([]);
  });

  it("publish refuses exact counts that show one child arriving, as its attack on the built files fails", async () => {
    const folders = await Promise.all(
      [yesterday, today].map(async (day) => write(openData((await protectedFigures(day, exact)).figures))),
    );
    const [before, now] = folders as [string, string];
    const options = { policy: exact, known: [] };
    expect((await attackSite(now, [], options)).safe).toBe(true);
    const { safe, lines } = await attackSite(now, [before], options);
    expect(safe).toBe(false);
    expect(lines.join("\n")).toContain("was shown as 60 and is shown as 61: 1 child more");
  });

  it("gives away a ward that is hidden now by another that was shown then, unless that is reckoned with", async () => {
    const then = measured(["ward W2 all all 30/60"]);
    const since = measured(["locality L1 all all 34/82", "ward W1 all all 4/22", "ward W2 all all 30/60"]);
    const before = openData((await protectedFigures(then, exact)).figures);
    const blind = (await protectedFigures(since, exact)).figures;
    expect([shownOf(blind, "W1"), shownOf(blind, "W2")]).toEqual([undefined, undefined]);
    // Ward W2 had 30 of 60, as it has now: W1 has 34 − 30 of 82 − 60.
    const whole = shownOf(blind, "L1")!;
    expect([whole.x - 30, whole.n - 60]).toEqual([4, 22]);
    expect(await foundIn(openData(blind), { rule: exact, before: [before] })).toEqual(
      expect.arrayContaining([`${ward("W1")}: 4–4`, `${ward("W1")}: denominator: 22–22`]),
    );
    const { figures } = await protectedFigures(since, exact, {
      before: publishedBefore(published(before), exact),
    });
    expect(shownOf(figures, "L1")).toBeUndefined();
    expect(await foundIn(openData(figures), { rule: exact, before: [before] })).toEqual([]);
  });
});

type Shown = { x: number; n: number };
type Files = Record<string, string>;

/** A folder of publications that holds one, of these files. */
function published(files: Files): string {
  const folder = scratchFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, "2026-11-23-120000", "site", name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

describe("figures protected in another run", () => {
  it("are hidden alike: two patterns together would give away what each hides", async () => {
    const city = measured(smallWard);
    const runs: PublicFigure[][] = [];
    for (const figures of [city, city.toReversed(), city])
      runs.push((await protectedFigures(figures, exact)).figures);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    const first = openData(runs[0]!);
    expect(await foundIn(first, { rule: exact, before: [first] })).toEqual([]);
    // Another run that hid the locality in place of the ward would give both away.
    const other = (await protectedFigures(city, exact, { together: false })).figures.map((figure) =>
      ["L1", "C"].includes(figure.area) ? suppressedFigure(figure) : figure,
    );
    expect(shownOf(runs[0]!, "W2")).toBeUndefined();
    const [whole, part] = [shownOf(runs[0]!, "L1")!, shownOf(other, "W2")!];
    expect([whole.x - part.x, whole.n - part.n]).toEqual([4, 40]);
    expect(await foundIn(first, { rule: exact, before: [openData(other)] })).toContain(`${ward("W1")}: 4–4`);
  });
});
