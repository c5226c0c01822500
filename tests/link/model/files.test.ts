import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Database } from "../../../loaders/store/database.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { isSoaking, oneIn, soak } from "../../soak.js";
import { comparison, file, folder, model, pairsOf } from "./desk.js";

const header = "id,forename,surname,born,person";
const two = ["1,Zoë,Farrow,2021-03-04,", "2,Zoe,Farrow,2021-03-04,"];

/** A number in letters, because digits are no part of a name. */
const word = (n: number): string =>
  n.toString(26).replace(/./g, (digit) => "abcdefghijklmnopqrstuvwxyz"[Number.parseInt(digit, 26)]!);

/** Writes a file as given, to the byte. */
function raw(name: string, content: string | Buffer): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

const text = [header, ...two].join("\n");
const shapes: [what: string, name: string, content: string | Buffer][] = [
  ["a byte-order mark", "a.csv", `\uFEFF${text}`],
  ["UTF-16", "a.csv", Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["windows-1252, semicolons", "a.csv", Buffer.from(text.replaceAll(",", ";"), "latin1")],
  ["tabs and CR LF", "a.txt", `${text.replaceAll(",", "\t").replaceAll("\n", "\r\n")}\r\n`],
  ["CR alone", "a.csv", text.replaceAll("\n", "\r")],
  ["empty lines before and between", "a.csv", `\n\n${text.replaceAll("\n", "\n\n")}\n\n`],
  ["the delimiter in a line of its own", "a.csv", `sep=;\n${text.replaceAll(",", ";")}`],
  ["a delimiter at each row's end", "a.csv", `${text}\n`.replaceAll("\n", ",\n")],
  ["two kinds of line end", "a.csv", text.replace("\n", "\r\n")],
  ["headers spelt otherwise", "a.csv", text.replace(header, "ID, Fore_name ,SURNAME,B.o.r.n.,person")],
  ["quoted cells", "a.csv", text.replaceAll(/[^,\n]+/g, '"$&"')],
];
test.each(oneIn(4, shapes))("a file can be read that has %s", async (_, name, content) => {
  const { pairs } = await pairsOf({ inputs: [raw(name, content)] });
  expect(pairs).toHaveLength(1);
  expect(pairs[0]).toMatchObject({ left_id: "1", right_id: "2", forename: "exact", born: "exact" });
});

test("Parquet, whose columns have types", async () => {
  const path = join(folder(), "a.parquet");
  const db = await Database.open(":memory:");
  await db.run(`
    COPY (SELECT n AS id, 'Zoe' AS forename, 'Farrow' AS surname, TIMESTAMP '2021-03-04 00:00:00' AS born, [1, 2] AS more FROM range(1, 3) AS t (n))
    TO '${path}' (FORMAT parquet)`);
  db.close();
  const { pairs } = await pairsOf({ inputs: [path] });
  expect(pairs[0]).toMatchObject({ left_id: "1", right_id: "2", forename: "exact", born: "exact" });
});

soak("names in other scripts are compared as they are", async () => {
  const people = [
    header,
    "1,Мария,Иванова,2000-01-01,",
    "2,МАРИЯ,иванова,2000-01-01,",
    "3,李,小龙,2000-01-01,",
  ];
  const { pairs } = await pairsOf({ inputs: [file("a.csv", people)] });
  expect(pairs.map((p) => `${p.left_id}-${p.right_id} ${p.forename} ${p.surname}`)).toEqual([
    "1-2 exact exact",
    "1-3 else else",
    "2-3 else else",
  ]);
});

test("dates are read as they are written in England, with months in figures or words", async () => {
  const dates = [
    "4/3/2021",
    "04-03-2021",
    "2021-03-04T00:00:00",
    "04/03/2021 00:00",
    "20210304",
    "04032021",
    "4 Mar 2021",
    "04-MAR-2021",
    "March 4, 2021",
  ];
  const people = dates.map((date, i) => `${i},Ada,Farrow,"${date}",`);
  const { pairs } = await pairsOf({ inputs: [file("a.csv", [header, ...people])] });
  expect(pairs).toHaveLength((dates.length * (dates.length - 1)) / 2);
  expect(pairs.every(({ born }) => born === "exact")).toBe(true);
});

test("what stands for “not known” is no value", async () => {
  const words = ["NULL", "unknown", "n/a", "N.K.", "Not known", "-", "?", "#N/A"];
  const people = words.flatMap((word, i) => [`${i}a,Ada,${word},,${word}`, `${i}b,Ada,${word},,${word}`]);
  const postcode = { kind: "postcode", from: ["person"] };
  const { pairs } = await pairsOf({
    inputs: [file("a.csv", [header, ...people])],
    model: model({
      fields: { ...model().fields, postcode },
      blocking: { rules: [["forename"]] },
      comparisons: [comparison("surname", [0.9, 0.1]), comparison("postcode", [0.9, 0.1])],
    }),
  });
  expect(pairs).toHaveLength(120);
  expect(pairs.every((p) => p.surname === "null" && p.postcode === "null")).toBe(true);
});

soak("three files, linked within and between, say which file each id is of", async () => {
  const at = folder();
  const inputs = ["a", "b", "c"].map((name) => file(`${name}.csv`, [header, "1,Ada,Farrow,2021-03-04,"], at));
  const { pairs, persons } = await pairsOf({ inputs, model: model({ link: "within-and-between" }) });
  expect(pairs.map((p) => `${p.left_input} ${p.right_input}`)).toEqual([
    "a.csv b.csv",
    "a.csv c.csv",
    "b.csv c.csv",
  ]);
  expect(persons.map((p) => `${p.cluster_id} ${p.id} ${p.input}`)).toEqual([
    "1 1 a.csv",
    "1 1 b.csv",
    "1 1 c.csv",
  ]);
});

soak("what a file lacks, and what of it is not used, is told", async () => {
  const at = folder();
  const lines: string[] = [];
  await pairsOf({
    inputs: [
      file("a.csv", ["id,forename,surname,born", "1,Ada,Farrow,2021-03-04"], at),
      file("b.csv", ["id,forename,surname,birthday", "1,Ada,Farrow,2021-03-04"], at),
    ],
    model: model({
      fields: { ...model().fields, born: { from: ["born", "dob"], kind: "date", optional: true } },
    }),
    log: (line) => lines.push(line),
  });
  expect(lines.slice(0, 2)).toEqual([
    "b.csv: no column for born (born, dob); it is not compared",
    "b.csv: not used: column 4, “aaaaaaaa”",
  ]);
});

const broken: [what: string, lines: string[], error: string][] = [
  [
    "no such column",
    ["id,surname,born", "1,Farrow,2021-03-04"],
    "people.csv: has no column “forename”. It has: id; surname; born. Name the right column at fields.forename in the model file.",
  ],
  [
    "no id",
    ["forename,surname,born", "Ada,Farrow,2021-03-04"],
    "people.csv: has no column “id”. It has: forename; surname; born. Name the right column at id in the model file.",
  ],
  [
    "an id twice",
    [header, "1,Ada,Farrow,,", "1,Bo,Farrow,,"],
    "people.csv, rows 2 and 3: 1 id is in column “id” more than once. Each record needs an id of its own: correct the file, or name another column at id in the model file.",
  ],
  [
    "an id missing",
    [header, ",Ada,Farrow,,", "1,Bo,Farrow,,"],
    "people.csv, row 2: 1 row has nothing in column “id”. Each record needs an id of its own.",
  ],
  ["only a header", [header], "people.csv: has a header but no rows. Give a file with at least one row."],
  [
    "nothing but nulls",
    [header, "1,,,,", "2,,,,"],
    "people.csv: none of its 2 records has a usable value in any compared column (forename, surname, born), so nothing can be linked. Check the columns named at fields in the model file and what the file holds.",
  ],
  [
    "too many cells",
    [header, "1,Ada,Farrow,,", "2,Bo,Farrow,,,x"],
    "people.csv: cannot be read as CSV or Parquet; the trouble is on line 3. Open it and check that each row has the header's columns and that quotation marks are closed.",
  ],
  ["too few cells", [header, "1,Ada,Farrow,,", "2,Bo"], "the trouble is on line 3."],
  ["a quotation mark not closed", [header, '1,"Ada,Farrow,,', "2,Bo,Farrow,,"], "the trouble is on line 2."],
  [
    "a header twice",
    [`${header},Born`, "1,Ada,Farrow,,,"],
    "people.csv: columns 4 and 6 have the same header. Rename one of the two; if the file begins without a header, add one.",
  ],
];
test.each(broken)("broken input: %s", async (_, lines, error) => {
  await expect(pairsOf({ inputs: [file("people.csv", lines)] })).rejects.toThrow(error);
});

test("broken input: no file, an empty file", async () => {
  await expect(pairsOf({ inputs: [join(folder(), "none.csv")] })).rejects.toThrow(
    /none\.csv: there is no such file\. Check the path given to --input\.$/,
  );
  const { writeFileSync } = await import("node:fs");
  const empty = join(folder(), "empty.csv");
  writeFileSync(empty, "");
  await expect(pairsOf({ inputs: [empty] })).rejects.toThrow(
    "empty.csv: the file is empty. Give a file with a header and at least one row.",
  );
});

test("broken input: a workbook, a Parquet file cut short", async () => {
  await expect(pairsOf({ inputs: [raw("people.csv", Buffer.from("PK\x03\x04…"))] })).rejects.toThrow(
    "people.csv: is not CSV or Parquet but an Excel workbook or another ZIP archive. Save it as CSV and give that file.",
  );
  await expect(pairsOf({ inputs: [raw("people.parquet", Buffer.from("PAR1…"))] })).rejects.toThrow(
    "people.parquet: cannot be read as CSV or Parquet.",
  );
});

test("one record makes no pair, and nothing can be estimated from it", async () => {
  const inputs = [file("one.csv", [header, two[0]!])];
  expect((await pairsOf({ inputs })).pairs).toEqual([]);
  await expect(pairsOf({ inputs, estimate: true })).rejects.toThrow(
    "There are too few records to make a pair, so nothing can be estimated. Give a larger file, or a model whose parameters are estimated already and leave out --estimate.",
  );
});

test("an output is never written over an input, nor where it cannot be", async () => {
  const at = folder();
  const input = file("a.csv", [header, ...two], at);
  await expect(pairsOf({ inputs: [input], output: input })).rejects.toThrow(
    `${input}: is given to --output and to --input, and would be overwritten. Write to another file.`,
  );
  expect(readFileSync(input, "utf8")).toContain("Farrow");
  const same = join(at, "same.csv");
  await expect(pairsOf({ inputs: [input], output: same, clusters: same })).rejects.toThrow(
    /is given to --clusters and to --output/,
  );
  for (const output of [at, join(at, "none", "pairs.csv")])
    await expect(pairsOf({ inputs: [input], output })).rejects.toThrow(
      `${output}: cannot be written. Check that its folder exists and may be written to, and that it is no folder itself.`,
    );
});

soak("told to stop half-way, it leaves the old output and nothing else", async () => {
  const at = folder();
  const people = Array.from(
    { length: 20_000 },
    (_, i) => `${i},Ada${word(i % 50)},Farrow,20${10 + (i % 10)}-03-04,`,
  );
  const input = file("a.csv", [header, ...people], at);
  const output = file("pairs.csv", ["old"], at);
  writeFileSync(join(at, "model.json"), JSON.stringify(model()));
  const child = spawn(
    process.execPath,
    ["workspace/run.js", "link", "--input", input, "--model", join(at, "model.json"), "--output", output],
    { cwd: repositoryRoot, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.stdout.once("data", () => child.kill("SIGTERM"));
  await ended;
  expect(readFileSync(output, "utf8")).toBe("old\n");
  expect(readdirSync(at).sort()).toEqual(["a.csv", "model.json", "pairs.csv"]);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`link-${child.pid}-`))).toEqual([]);
});

// So many pairs that they do not fit: files.soak.test.ts.
test.runIf(isSoaking)("with little memory it moves work to disk, and finds the same", async () => {
  const people = Array.from(
    { length: 60_000 },
    (_, i) => `${i},Ada${word(i % 40)},Farrow${word(i % 1500)},2021-03-0${1 + (i % 9)},`,
  );
  const inputs = [file("a.csv", [header, ...people])];
  const roomy = await pairsOf({
    inputs,
    threshold: 0.9,
    model: model({ blocking: { rules: [["surname"]] } }),
  });
  const tight = await pairsOf({
    inputs,
    threshold: 0.9,
    memory: 60,
    model: model({ blocking: { rules: [["surname"]] } }),
  });
  expect(roomy.linked.pairs).toBeGreaterThan(100_000);
  expect(tight.pairs).toEqual(roomy.pairs);
});
