import { expect, test } from "vitest";
import { claimsInPage } from "../../loaders/claims/claims-in-page.js";
import { claimsOf } from "../../loaders/claims/read-claims.js";

const page = `---
title: Take-up
editions: [workspace]
---

\`\`\`js
import { claim } from "./components/notebook.js";
\`\`\`

As we found: \${claim("Take-up is low.", { indicator: "take-up", is: "lower", value: 70 })} \`\${claim("Shown.", {})}\`

\`\`\`js
claim("It fell.", {
  indicator: "take-up",
  is: "clearly lower",
  since: "a year before",
})
\`\`\`

\`\`\`js run=false
claim("Not run.", { indicator: "take-up", is: "lower", value: 1 })
\`\`\`

\`\`\`\`md
\`\`\`js
claim("Only shown.", { indicator: "take-up", is: "lower", value: 1 })
\`\`\`
\`\`\`\`
`;

test("claims are read from cells that run and from expressions in prose, with their lines", () => {
  expect(claimsInPage(page)).toEqual([
    { line: 10, sentence: "Take-up is low.", test: { indicator: "take-up", is: "lower", value: 70 } },
    {
      line: 13,
      sentence: "It fell.",
      test: { indicator: "take-up", is: "clearly lower", since: "a year before" },
    },
  ]);
});

test.each([
  ['claim(text, { indicator: "x", is: "lower", value: 1 })', "", "its sentence is no plain text"],
  ['claim("So it is.", test)', "So it is.", "its test is not of plain values"],
  ['claim("So it is.")', "So it is.", "its test is not of plain values"],
  [
    'claim("So it is.", { indicator: "x", is: "much lower" })',
    "So it is.",
    "its test, is: must be one of: higher, lower,",
  ],
  ['claim("So it is.", { indicator: "x", is: "lower", then: "city" })', "So it is.", "unknown key “then”"],
])("what cannot be read is a claim with a fault: %s", (code, sentence, fault) => {
  expect(claimsInPage(`\`\`\`js\n${code}\n\`\`\`\n`)).toEqual([
    { line: 2, sentence, fault: expect.stringContaining(fault) },
  ]);
});

test("only pages in force are read, and who answers for one is told", () => {
  const of = (front: string, file = "explore/take-up.md") =>
    claimsOf(file, "explore", page.replace("title: Take-up\neditions: [workspace]", front));
  expect(of("editions: [workspace]\ntitle: Take-up\nwriter: A. Writer")[0]).toMatchObject({
    page: "explore/take-up.md",
    title: "Take-up",
    writer: "A. Writer",
    editions: ["workspace"],
  });
  expect(of("editions: [workspace]", "explore/amina-k/take-up.md")[0]?.writer).toBe("amina k");
  expect(of("title: In no edition")).toEqual([]);
  expect(of("editions: [workspace]\ndraft: true")).toEqual([]);
  expect(of("editions: [workspace]\nstatus: withdrawn")).toEqual([]);
  expect(of("editions: [workspace")).toEqual([]);
});
