import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTable } from "../../loaders/protect/tables.js";
import { readSources, type Source } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import type { Manifest } from "../../loaders/store/manifest.js";
import { citedSources, findInternal, internalsOf } from "../../workspace/site/gate/internal.js";
import { plainText } from "../../workspace/site/gate/plain-text.js";

const [given] = readSources().filter(({ sensitivity }) => sensitivity !== "open");
const source: Source = {
  ...given!,
  id: "family-visits",
  title: "Visits to families",
  owner: {
    organisation: "Council",
    team: "Visits",
    role: "Ann Example, manager",
    email: "ann.example@example.org",
    phone: "0121 496 0999",
  },
  steward: { organisation: "Council", team: "Data", role: "Steward", email: "data@example.org" },
};
const find = (
  text: string,
  { cited = new Set<string>(), ...changed }: Partial<Source> & { cited?: Set<string> } = {},
) => findInternal(plainText(text), internalsOf([{ ...source, ...changed }], cited, { pages: {} }));

describe("what the public is not told", () => {
  test("is found as a whole word only, and told by what it is", () => {
    const of = "of the owner in data/sources/family-visits.yaml";
    expect(find("Write to ann.example@example.org.")).toEqual([`the e-mail address ${of}`]);
    expect(find("Write to joann.example@example.orgs.")).toEqual([]);
    expect(find("Ring (0121) 496-0999.")).toEqual([`the telephone number ${of}`]);
    expect(find("Ring 0121 496 09991.")).toEqual([]);
    expect(find("Ask Ann Example.")).toEqual([`the name or role ${of}`]);
    expect(find("Ask a manager or a steward.")).toEqual([]);
  });

  test("is a source's id and title unless it is open or cited, and a contact's details always", () => {
    const named = "From family-visits (src_family_visits): visits to families; data@example.org";
    const email = "the e-mail address of the steward in data/sources/family-visits.yaml";
    const names = [
      "the id of the internal source family-visits",
      "the title of the internal source family-visits",
    ];
    expect(find(named)).toEqual([email, ...names]);
    expect(find(named, { sensitivity: "open" })).toEqual([email]);
    expect(find(named, { cited: new Set(["family-visits"]) })).toEqual([email]);
  });

  test("is not a word like any other, though it be an id or, in small letters, a title", () => {
    const short = { id: "headcount", title: "Headcount" };
    expect(find("The headcount of a term", short)).toEqual([]);
    expect(find("Source: Headcount", short)).toEqual(["the title of the internal source headcount"]);
  });

  test("is found in capitals too, a number however it is written, and a role though it holds several blanks", () => {
    const of = "of the owner in data/sources/family-visits.yaml";
    expect(find("ANN.EXAMPLE@EXAMPLE.ORG FAMILY_VISITS")).toEqual([
      `the e-mail address ${of}`,
      "the id of the internal source family-visits",
    ]);
    for (const number of [
      "01214960999",
      "+44 121 496 0999",
      "+44 (0)121 496 0999",
      "0044 121 496 0999",
      "00 44 121 496 0999",
    ])
      expect(find(`Ring ${number}.`)).toEqual([`the telephone number ${of}`]);
    for (const phone of ["+44 121 496 0999", "0044 121 496 0999"])
      expect(find("Ring 0121 496 0999.", { ...source, owner: { ...source.owner, phone } })).toHaveLength(1);
    const abroad = { ...source, owner: { ...source.owner, phone: "353 44 496 0999" } };
    expect(find("Ring 353 44 496 0999.", abroad)).toEqual([`the telephone number ${of}`]);
    expect(find("Ring 0353 44 496 0999.", abroad)).toEqual([]);
    const spaced = { ...source, owner: { ...source.owner, role: "Ann  Example" } };
    expect(find("Ask Ann  Example.", spaced)).toEqual([`the name or role ${of}`]);
    expect(find("Ask Ann Example.", { sensitivity: "open" })).toEqual([]);
  });

  test("is the name of a page data set for partners, and of no public one", () => {
    const pages = {
      "briefings/briefing.json": { audience: "briefings" },
      "public/summary.json": { audience: "public" },
    };
    const internals = internalsOf([], new Set(), { pages } as unknown as Pick<Manifest, "pages">);
    expect(findInternal("From briefings/briefing.json and public/summary.json.", internals)).toEqual([
      "the internal data set briefings/briefing.json",
    ]);
  });

  test("is found through any three escapes", () => {
    const each = (change: (character: string) => string) => (text: string) => [...text].map(change).join("");
    const code = (character: string) => character.charCodeAt(0).toString(16);
    const escapes = [
      each((c) => (/\W/.test(c) ? `&#${c.charCodeAt(0)};` : c)),
      each((c) => (/[\W_]/.test(c) ? `&#x${code(c)};` : c)),
      each((c) => (/\W/.test(c) ? `\\u${code(c).padStart(4, "0")}` : c)),
      each((c) => (/\W/.test(c) ? `\\x${code(c).padStart(2, "0")}` : c)),
      each((c) => (/\W/.test(c) ? `%${code(c).padStart(2, "0")}` : c)),
      (text: string) => JSON.stringify(text),
      (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
      (text: string) => text,
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(source.owner.email, source.title, source.id, source.owner.phone!),
        fc.array(fc.constantFrom(...escapes), { maxLength: 3 }),
        (text, taken) => {
          const escaped = taken.reduce((inner, change) => change(inner), text);
          expect([escaped, find(`a ${escaped} b`).length]).toEqual([escaped, 1]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test("the escapes of scripts are taken off, with braces too, and what stands for no character stays", () => {
  for (const at of ["\\u{40}", "\\u{000040}", "\\u0040", "\\x40"])
    expect(find(`ann.example${at}example.org`)).toHaveLength(1);
  expect(plainText("a \\u{110000} b \\u{zz}")).toBe("a \\u{110000} b \\u{zz}");
});

test("the public is told of the sources of published figures, and of none before anything is published", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cited-"));
  const publishable = join(folder, "public.duckdb");
  expect(await citedSources({ publishable })).toEqual(new Set());
  const db = await Database.open(publishable);
  await db.run(createTable("source"));
  await db.run(createTable("indicator"));
  await db.run("INSERT INTO source (source) VALUES ('one')");
  await db.run(`INSERT INTO indicator (sources) VALUES ('["two", "three"]')`);
  db.close();
  expect(await citedSources({ publishable })).toEqual(new Set(["one", "two", "three"]));
  rmSync(folder, { recursive: true });
});

test("line ends and tabs that a script writes are blanks", () => {
  for (const blank of ["\\n", "\\r", "\\t", "\\\\t", "\n\t "])
    expect(plainText(`to${blank}families`)).toBe("to families");
});
