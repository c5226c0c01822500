import { describe, expect, it } from "vitest";
import { suppressedFigure } from "../../loaders/protect/protect-figure.js";
import { foundIn } from "../audit/small-site.js";
import {
  exact,
  measured,
  openData,
  protectedFigures,
  servedBefore,
  shownOf,
  smallWard,
} from "./attacked-city.js";

const lines = smallWard;
const other = "asq-communication";
const reviews = measured(["ward W3 all all 60/100"], other);
const hiddenIn = (figures: Awaited<ReturnType<typeof protectedFigures>>["figures"]) =>
  figures.filter(({ status }) => status === "suppressed").map(({ area }) => area);
const set = { indicator: "good-level-of-development", period: "2024/25" };

describe("figures that were published before", () => {
  it("keep what was suppressed beside others while all that was shown reads the same", async () => {
    const first = await protectedFigures(measured(lines), exact);
    expect(hiddenIn(first.figures)).toEqual(["W1", "W2"]);
    // Published with the locality and the city hidden in place of W2, as another solver might.
    const swapped = (await protectedFigures(measured(lines), exact, { together: false })).figures.map((f) =>
      ["L1", "C"].includes(f.area) ? suppressedFigure(f) : f,
    );
    const again = await protectedFigures(measured(lines), exact, { before: servedBefore(swapped) });
    expect(hiddenIn(again.figures).sort()).toEqual(["C", "L1", "W1"]);
    expect(again.held).toEqual([]);
    expect(await foundIn(openData(again.figures), { rule: exact, before: [openData(swapped)] })).toEqual([]);
  });

  it("are protected anew once one of them reads otherwise, may no longer be shown, or is new", async () => {
    const first = (await protectedFigures(measured(lines), exact)).figures;
    const before = servedBefore(
      first.map((f) =>
        f.area === "W4" ? { ...f, numerator: null, denominator: null, status: "suppressed" } : f,
      ),
    );
    const changed = [
      lines.with(3, "locality L2 all all 80/200").with(4, "ward W3 all all 30/100"),
      lines.with(4, "ward W3 all all 3/100"),
      [...lines, "ward W3 sex female 20/50"],
    ];
    expect(hiddenIn((await protectedFigures(measured(lines), exact, { before })).figures)).toContain("W4");
    for (const now of changed.slice(0, 1))
      expect(hiddenIn((await protectedFigures(measured(now), exact, { before })).figures)).not.toContain(
        "W4",
      );
    expect(hiddenIn((await protectedFigures(measured(changed[1]!), exact, { before })).figures)).toContain(
      "W3",
    );
    const { figures } = await protectedFigures(measured(changed[2]!), exact, { before });
    expect(shownOf(figures, "W3", "female")).toEqual({ x: 20, n: 50 });
  });

  it("stay as they were published where they are to be held, and say so; others are renewed", async () => {
    const first = (await protectedFigures([...measured(lines), ...reviews], exact)).figures;
    const now = measured(lines.with(6, "city C all all 202/402").with(3, "locality L2 all all 102/202"));
    const newer = reviews.map((figure) => ({ ...figure, numerator: 80, as_of: "2026-08-01" }));
    const options = { before: servedBefore(first), remedies: { hold: [set], hide: [] } };
    const { figures, held } = await protectedFigures(
      [...now.map((figure) => ({ ...figure, as_of: "2026-08-01" })), ...newer],
      exact,
      options,
    );
    expect(held).toEqual(["good-level-of-development 2024/25"]);
    const of = (indicator: string, list = figures) => list.filter((f) => f.indicator === indicator);
    expect(of(set.indicator)).toEqual(of(set.indicator, first).map((figure) => ({ ...figure, note: null })));
    expect(of(other)).toMatchObject([{ value: 80, as_of: "2026-08-01", note: null }]);
  });

  it("are suppressed where they must be, with what would give them away", async () => {
    const figure = { ...set, level: "ward", area: "W3", breakdown: "all", category: "all" };
    const { figures } = await protectedFigures(measured(lines), exact, {
      remedies: { hold: [], hide: [figure] },
    });
    expect(hiddenIn(figures)).toEqual(["W1", "W2", "W3", "W4"]);
    expect(await foundIn(openData(figures), { rule: exact })).toEqual([]);
  });

  it("are held with all that shares counts with them", async () => {
    const categories = ["yes", "no"].map((c) => `ward W3 fsm ${c} 40/80`);
    const gap = { ...measured(["ward W3 all all 0/1"], "good-level-of-development-fsm-gap")[0]!, value: 0 };
    const first = (await protectedFigures([...measured(categories), gap], exact)).figures;
    expect(first.map(({ indicator, value }) => [indicator, value])).toContainEqual([gap.indicator, 0]);
    const now = measured(["ward W3 fsm yes 41/80", categories[1]!]);
    const { figures } = await protectedFigures([...now, gap], exact, {
      before: servedBefore(first),
      remedies: { hold: [set], hide: [] },
    });
    expect(figures.map(({ indicator, value, note }) => [indicator, value, note])).toEqual(
      first.map(({ indicator, value }) => [indicator, value, null]),
    );
  });
});
