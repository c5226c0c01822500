import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { actions, presets } from "../../workspace/review/page/actions.js";

const guide = readFileSync(join(repositoryRoot, "docs", "guides", "review-matches.md"), "utf8");

test("the guide names every key", () => {
  for (const { sign } of Object.values(actions))
    expect(guide).toMatch(new RegExp(`^\\|[^|]*\`${sign}\``, "m"));
  expect(guide).toContain(`| \`1\` to \`${presets.length}\` |`);
});
