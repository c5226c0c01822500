import { expect, test } from "vitest";
import { readPolicy } from "../../loaders/registry/policy.js";
import { attackSite } from "../../workspace/audit/built/attack-site.js";
import { figures, write } from "./small-site.js";

const level = "good-level-of-development";
const site = (...lines: string[]) => write({ [`open-data/${level}.csv`]: figures(lines) });
const attacked = async (now: string, ...before: string[]) => {
  const { safe, changedTables, elsewhere, summary } = await attackSite(now, before, {
    policy: readPolicy(),
    known: [],
  });
  return { safe, changedTables, elsewhere, kept: Object.keys(summary) };
};

test("an attack on a site tells in which tables an earlier publication gives something away", async () => {
  const total = "locality L1 all all 100/200";
  const now = site(total, "ward W1 all all c", "ward W2 all all c");
  const alone = await attacked(now);
  expect(alone).toMatchObject({ safe: true, changedTables: [], elsewhere: 0 });
  const beside = await attacked(now, site(total, "ward W1 all all 45/90", "ward W2 all all c"));
  expect(beside).toMatchObject({
    safe: false,
    changedTables: [{ indicator: level, period: "2024/25" }],
    elsewhere: 0,
  });
  expect(beside.kept).toEqual(alone.kept);
  expect(beside.kept).not.toContain("changedTables");
});

test("what is given away whatever was published before is elsewhere", async () => {
  const now = site("ward W1 all all 4/105");
  expect(await attacked(now, site("ward W1 all all 60/105"))).toMatchObject({
    safe: false,
    changedTables: [],
    elsewhere: 1,
  });
});
