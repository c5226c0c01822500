import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { KeptClaim } from "../../components/claims/kept-claim.js";
import { claimWriter } from "../../workspace/authoring/claim-writer.js";
import { claimsToMend } from "../../workspace/authoring/claims-to-mend.js";
import { personAlone, type Role } from "../../workspace/authoring/people.js";
import { Repository } from "../../workspace/authoring/repository.js";

const claim = (
  writer: string,
  audience: KeptClaim["audience"],
  more: Partial<KeptClaim> = {},
): KeptClaim => ({
  ...{ page: `${audience}/page.md`, title: "Page", line: 1, audience, editions: [], sentence: "It is so." },
  ...{ writer, state: "fails", why: "", figures: [], asOf: null, sample: false },
  ...{ since: "2026-11-29", held: [], isConfirmed: false, ...more },
});
const found = [
  claim("ana", "explore"),
  claim("ana", "briefings"),
  claim("bo", "public"),
  claim("ana", "public", { isConfirmed: true }),
  claim("ana", "explore", { state: "holds" }),
];
const one = (name: string, ...roles: Role[]) => ({ name, email: "", roles, isOneOfMany: true });

test("a writer has their own claims to mend, a publisher those of the sites, who is alone all", () => {
  expect(claimsToMend(found, one("ana", "analyst"))).toBe(2);
  expect(claimsToMend(found, one("cy", "publisher"))).toBe(2);
  expect(claimsToMend(found, one("bo", "analyst", "publisher"))).toBe(2);
  expect(claimsToMend(found, one("ana", "reader"))).toBe(0);
  expect(claimsToMend(found, personAlone({ name: "dee", email: "" }))).toBe(3);
});

test("a claim's writer is whoever first saved its sentence as it stands", async () => {
  const root = mkdtempSync(join(tmpdir(), "claim-writer-"));
  const docs = join(root, "docs");
  const file = join(docs, "briefings", "page.md");
  mkdirSync(join(docs, "briefings"), { recursive: true });
  const asked = { page: "briefings/page.md", sentence: "It is so." };
  expect(await claimWriter(asked, docs)).toBeUndefined();
  const repository = await Repository.open(root);
  expect(await claimWriter(asked, docs)).toBeUndefined();
  for (const [name, text] of [
    ["Ana", "It was so."],
    ["Bo", 'claim("It is so.", {})'],
    ["Cy", 'More. claim("It is so.", {})'],
  ] as const) {
    writeFileSync(file, text);
    await repository.commit(new Map([[file, text]]), { name, email: "one@example.org" }, "Write");
  }
  expect(await claimWriter(asked, docs)).toBe("Bo");
  expect(await claimWriter({ ...asked, sentence: "Nobody says this." }, docs)).toBeUndefined();
  rmSync(root, { recursive: true });
});
