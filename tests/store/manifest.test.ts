import { expect, test } from "vitest";
import { type SourceEntry, withDates } from "../../loaders/store/manifest.js";

test("an entry written before extracts had three dates is read as one whose dates nobody knows", () => {
  const old = {
    name: "a.csv",
    sha256: "a",
    period: null,
    modified: "2021-08-31T00:00:00.000Z",
    bytes: 1,
    rows: 1,
    rejected: 0,
  };
  const entry = { title: "A", extracts: [old], refused: [], asOf: "2021-08-31" } as unknown as SourceEntry;
  expect(withDates(entry, "2026-11-20").extracts[0]).toMatchObject({
    covers: null,
    published: null,
    received: "2026-11-20",
  });
  const known = { ...withDates(entry, "2026-11-20").extracts[0]!, published: "2021-11-01" };
  expect(withDates({ ...entry, extracts: [known] }, "2026-12-24").extracts[0]).toEqual(known);
});
