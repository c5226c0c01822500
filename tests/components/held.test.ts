import { expect, it } from "vitest";
import { heldOf, heldSources } from "../../components/briefing/held.js";
import type { Freshness } from "../../loaders/briefings/freshness.json.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { briefing, figure } from "./small-briefing.js";

standInBrowser();

type Source = Freshness["sources"][number];

const source = (id: string, given: Partial<Source>): Source => ({
  ...{ id, title: `The ${id}`, kind: "records", cadence: "annual", nextDue: null },
  ...{ covers: { from: "2024-09-01", to: "2025-08-31" }, published: null, received: "2025-09-10" },
  ...{ asOf: "2025-08-31", asOfIs: "covered", keepsUntil: "2026-12-31", cannotJudge: null },
  ...{ extracts: [], rows: 1, rejected: 0, refused: [] },
  ...given,
});
const data = briefing({ wards: [figure({ value: 60, source: "The return", source_id: "return" })] });
const told = (...sources: Source[]) => heldOf(data, { sources } as Freshness, "2026-11-30");

it("tells which sources behind the figures are late, old or refused, and what rests on them", () => {
  const late = told(
    source("return", { keepsUntil: "2026-08-31" }),
    source("other", { keepsUntil: "2020-01-01" }),
  );
  expect(late.text).toBe(
    "1 of the 1 source of these figures is late or out of date, or has a newest extract that was refused.",
  );
  expect(heldSources(late).textContent).toBe(
    "The return: Out of date since 1 September 2026; covers up to 31 August 2025, 456 days ago. It is behind: good-level-of-development.",
  );
  expect(heldSources(late).querySelector("a")!.getAttribute("href")).toBe("./catalogue#return");
});

it("counts no days of what covers a time that is not over", () => {
  const [late] = told(
    source("return", { nextDue: "2026-01-01", covers: { from: "2026-09-01", to: "2027-08-31" } }),
  ).sources;
  expect(late).toMatchObject({ state: "Overdue by 333 days", covers: "covers up to 31 August 2027" });
});

it("says so where none is, and leaves sources out that no figure rests on", () => {
  const none = told(source("return", {}), source("other", { keepsUntil: "2020-01-01" }));
  expect(none.text).toBe("None of the 1 source of these figures is known to be out of date.");
  expect(heldSources(none).hidden).toBe(true);
  expect(heldOf(briefing({}), { sources: [] } as unknown as Freshness, "2026-11-30").text).toBe(
    "No figure of this briefing has come yet.",
  );
});
