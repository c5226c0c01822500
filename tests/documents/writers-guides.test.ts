import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";

// What the screens for writers, reviewers and publishers are made of. What they do is walked in tests/browser/whole-way.soak.test.ts.
const rooms = ["workspace/authoring", "workspace/site", "components/claims"];

test.each(["write-in-the-browser", "review-pages"])(
  "every button and heading that the guide %s names is on the screens",
  (guide) => {
    const screens = rooms.flatMap(textsIn).join("\n").toLowerCase();
    const text = readFileSync(join(repositoryRoot, "docs", "guides", `${guide}.md`), "utf8");
    const named = [...text.matchAll(/\*\*(.+?)\*\*/gs)].map(([, words]) => words!);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((words) => !screens.includes(words.toLowerCase()))).toEqual([]);
  },
);

function textsIn(room: string): string[] {
  return readdirSync(join(repositoryRoot, room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(repositoryRoot, room, name), "utf8"));
}
