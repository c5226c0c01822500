import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fewSources, leaveSources } from "../small-city.js";
import { axe, startBrowser } from "./harness.js";
import { ServedCopy, state } from "./served-copy.js";
import { commandLine, run } from "./workspace-copy.js";

const finding = "Fewer children are ready than before.";
const page = `---
title: What we found
editions: [workspace]
writer: Ana Sharma
---

# What we found

\`\`\`js
import { ask } from "./components/notebook.js";
const asked = view(ask({ indicator: "good-level-of-development", level: "ward" }));
\`\`\`

${finding}
`;
const publicPage = `---
title: Ready for school
editions: [public]
---

# Ready for school

\`\`\`js
import { claim } from "./components/public.js";
\`\`\`

\`\`\`js
claim("Not every child is ready for school.", { indicator: "good-level-of-development", is: "lower", value: 99 })
\`\`\`
`;
let copy: ServedCopy;
let browser: Browser;
const command = (...args: string[]) => run(copy.folder, commandLine(copy.folder, ...args));

beforeAll(async () => {
  browser = await startBrowser(["--site-per-process"]);
  copy = await ServedCopy.of("claims", { "explore/found": page, "public/ready": publicPage });
  await command("sample", "--children", "1000");
  leaveSources(join(copy.folder, "data", "sample"), fewSources);
  const { code, output } = await command("refresh");
  if (code !== 0) throw new Error(output);
});
afterAll(async () => {
  await browser?.close();
  copy?.remove();
});

test("a sentence is made a claim in the browser, and an extract that makes it false has it flagged everywhere", async () => {
  const writing = await copy.open(browser, "/_write/edit?page=explore/found");
  await writing.locator(".cm-line", { hasText: finding }).click();
  await writing.keyboard.press("Home");
  await writing.keyboard.press("Shift+End");
  await writing.getByRole("button", { name: "Make it a claim" }).click();
  await writing.getByRole("heading", { name: "What makes it true?" }).waitFor();
  expect(await axe(writing)).toEqual([]);
  await writing.locator(".claims button", { hasText: "is lower than" }).first().click();
  await writing.getByRole("button", { name: "Save a version" }).click();
  await state(writing, /Saved as a version/);
  expect(copy.read("explore/found")).toContain(`claim(${JSON.stringify(finding)}, {`);
  expect(copy.read("explore/found")).toContain('import { ask, claim } from "./components/notebook.js"');

  const reading = await copy.open(browser, "/explore/found");
  await reading.locator(".ey-claim-holds", { hasText: finding }).waitFor();
  // As npm start does by itself when what pages claim has changed: it is kept by which figures they held.
  await command("refresh");
  // Claims on other pages rest on sources that this city is without.
  expect((await command("check")).output).not.toContain(finding);

  const corrected = join(copy.folder, "data/sample/eyfsp-return");
  const newest = readdirSync(corrected).sort().at(-1)!;
  writeFileSync(join(corrected, newest), everyoneReady(readFileSync(join(corrected, newest), "utf8")));
  const { output } = await command("refresh");
  expect(output).toMatch(
    /CLAIM +docs\/explore\/found\.md:\d+: “Fewer children are ready than before\.” no longer holds/,
  );
  expect(output).toContain("When it held: ");
  const checked = await command("check");
  expect([checked.code, checked.output]).toEqual([1, expect.stringContaining(finding)]);

  await reading.goto(`http://127.0.0.1:${copy.port}/explore/found`);
  await reading.locator(".ey-claim-fails", { hasText: "No longer holds, since" }).waitFor();
  await reading.goto(`http://127.0.0.1:${copy.port}/explore/claims`);
  const row = reading.locator("tr", { hasText: finding });
  await row.getByText("Ana Sharma").waitFor();
  await row.getByText("When it held: ").waitFor();
  expect(await axe(reading)).toEqual([]);

  expect((await command("approve", "public/ready")).code).toBe(0);
  const built = await command("build", "public", "--allow-sample");
  expect(built.code).toBe(1);
  expect(built.output).toMatch(
    /docs\/public\/ready\.md:13: “Not every child is ready for school\.” no longer holds/,
  );
  expect(built.output).toContain("Reword the sentence and its test, or, if it may stand all the same");
});

function everyoneReady(extract: string): string {
  const [header, ...rows] = extract.split("\n");
  const from = header!.split(",").indexOf("LAU");
  const raised = rows.map((row) =>
    row
      .split(",")
      .map((cell, i) => (i >= from && cell === "1" ? "2" : cell))
      .join(","),
  );
  return [header, ...raised].join("\n");
}
