import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readModel, saveModel } from "../../../loaders/link/model/model-file.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { file, folder, model, pairsOf } from "./desk.js";

const models = join(repositoryRoot, "data", "linkage");

test.each(readdirSync(models).filter((name) => name !== "names.yaml"))("%s can be read", (name) => {
  expect(readModel(join(models, name)).comparisons.length).toBeGreaterThan(4);
});

test("a saved model scores as the estimate did", async () => {
  const people = ["id,forename,surname,born"];
  for (let i = 0; i < 40; i++)
    people.push(
      `${i},${["Ada", "Bo", "Cy"][i % 3]},Farrow${"abcdefghijklmnopqrst"[i % 20]},2021-03-${10 + (i % 20)}`,
    );
  const input = file("people.csv", people);
  const first = await pairsOf({ inputs: [input], estimate: true });
  const saved = join(folder(), "saved.yaml");
  saveModel(saved, first.linked.model);
  const second = await pairsOf({ inputs: [input], model: readModel(saved) });
  expect(second.pairs).toEqual(first.pairs);
});

const mistakes: [what: string, lines: string, error: RegExp][] = [
  [
    "a field that is not there",
    "one_value: [nhs]",
    /one_value.0: names the field “nhs”, which fields does not have. It has: surname\./,
  ],
  [
    "a rule of no form",
    "blocking: { rules: [['surname:half']] }",
    /blocking\.rules\.0\.0: must be a field, a field and a part of it/,
  ],
  [
    "a test without its setting",
    "comparisons: [{ name: surname, levels: [{ test: jaro-winkler }] }]",
    /comparisons\.0\.levels\.0\.least: is missing; “jaro-winkler” needs it\./,
  ],
  [
    "a setting without meaning",
    "comparisons: [{ name: surname, levels: [{ test: exact, most: 2 }] }]",
    /comparisons\.0\.levels\.0\.most: has no meaning for “exact”\. Remove it\./,
  ],
];
test.each(mistakes)("a model's mistake is told with its place: %s", (_, lines, error) => {
  const parts: Record<string, string> = {
    blocking: "blocking: { rules: [[surname]] }",
    comparisons: "comparisons: [{ name: surname, levels: [{ test: exact }] }]",
  };
  const [changed] = lines.split(":");
  const text = [
    "version: 1",
    "id: [id]",
    "fields: { surname: { kind: surname } }",
    "training: { passes: [[surname]] }",
    ...Object.values({ ...parts, [changed!]: lines }),
  ];
  expect(() => readModel(file("model.yaml", text))).toThrow(error);
});

test("a file in another encoding, with semicolons and spaces in its header", async () => {
  const { writeFileSync } = await import("node:fs");
  const path = join(folder(), "people.csv");
  writeFileSync(
    path,
    Buffer.from("ID; Forename ;Surname;Born\n1;Zoë;Farrow;4/3/2021\n2;Zoe;Farrow;04.03.2021\n", "latin1"),
  );
  const { pairs } = await pairsOf({ inputs: [path], model: model() });
  expect(pairs[0]).toMatchObject({ left_id: "1", right_id: "2", forename: "exact", born: "exact" });
});
