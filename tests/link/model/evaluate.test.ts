import { expect, test } from "vitest";
import { soak } from "../../soak.js";
import { file, folder, model, pairsOf } from "./desk.js";

const header = "id,forename,surname,born,person";
const a = ["1,Ada,Farrow,2021-03-04,p", "2,Bo,Farrow,2022-05-06,q", "3,Cy,Farrow,2020-07-08,r"];
const b = ["2,Ada,Farrow,2021-03-04,p", "1,Bo,Farrow,2022-05-06,q", "4,Di,Farrow,2020-07-08,"];

/** Two files that number their records alike, and not for the same persons. */
async function evaluated(truth: string[] | "label", link = "between") {
  const at = folder();
  const inputs = [file("a.csv", [header, ...a], at), file("b.csv", [header, ...b], at)];
  const evaluate = truth === "label" ? truth : file("truth.csv", truth, at);
  const { linked } = await pairsOf({ inputs, evaluate, threshold: 0.9, model: model({ link }) });
  return linked.evaluation!;
}

test("a pair of ids is meant in the order given, where both orders mean records", async () => {
  const { matches, pairs, notes } = await evaluated(["left_id,right_id", "1,2", "2,1"]);
  expect(matches).toBe(2);
  expect(notes).toEqual([]);
  expect(pairs[0]).toMatchObject({ right: 2, wrong: 0, missed: 0 });
});

test("a pair of ids may be given the other way about", async () => {
  const { matches } = await evaluated(["left_id,right_id", "4,3"]);
  expect(matches).toBe(1);
});

test("pairs of records that are not there are told and left out", async () => {
  const { matches, notes } = await evaluated(["left_id,right_id", "1,2", "9,9", "3,3"]);
  expect(matches).toBe(1);
  expect(notes).toEqual([
    "truth.csv: 2 of its 3 pairs are not of two records that could be linked, and are left out",
  ]);
});

soak("ids that may mean several records need their files", async () => {
  await expect(evaluated(["left_id,right_id", "1,2"], "within-and-between")).rejects.toThrow(
    "truth.csv: 1 of its pairs may mean several pairs of records, because more than one input has the id. Add the columns left_input and right_input with the names of the files.",
  );
  const { matches } = await evaluated(
    ["left_id,right_id,left_input,right_input", "1,2,a.csv,b.csv"],
    "within-and-between",
  );
  expect(matches).toBe(1);
  await expect(evaluated(["id,label", "1,x", "2,x"])).rejects.toThrow(
    "truth.csv: 4 records share their ids with others, so it is not clear whose label is meant. Add the column input with the names of the files.",
  );
  expect((await evaluated(["id,label,input", "1,x,a.csv", "2,x,b.csv"])).matches).toBe(1);
});

test("of records without a label nothing is known: their pairs are neither right nor wrong", async () => {
  const { matches, pairs, clusters, notes } = await evaluated("label");
  expect(matches).toBe(2);
  expect(notes).toEqual(["1 records have no label; their pairs are left out"]);
  // 3 and 4 have one date of birth and surname, and are compared; whether they match, no label says.
  expect(pairs.at(-1)).toMatchObject({ right: 2, wrong: 4 });
  expect(clusters).toMatchObject({ right: 2, wrong: 0, missed: 0 });
});

soak("truth that says nothing is refused", async () => {
  await expect(evaluated(["left_id,right_id", "8,9"])).rejects.toThrow(
    "truth.csv: none of its pairs is of two records that could be linked. Check that left_id and right_id hold the ids that the inputs have.",
  );
  await expect(evaluated(["id,label", "3,x", "4,y"])).rejects.toThrow(
    "No two records that could be linked have the same label",
  );
  await expect(evaluated(["first,second", "3,x"])).rejects.toThrow(
    "truth.csv: tells no truth. It needs the columns left_id and right_id, a pair a row, or id and label. It has: column 1, “aaaaa”; column 2, “aaaaaa”.",
  );
  await expect(evaluated(["id,label,input", "1,x,a.csv", "1,y,a.csv"])).rejects.toThrow(
    "truth.csv: 1 ids are in it more than once.",
  );
  const at = folder();
  const all = Array.from(
    { length: 40_000 },
    (_, i) => `${i},Ada${"abcdefghij"[i % 10]},,20${10 + (i % 10)}-03-04,x`,
  );
  const inputs = [file("a.csv", [header, ...all], at)];
  await expect(
    pairsOf({
      inputs,
      evaluate: "label",
      threshold: 0.9,
      model: model({ blocking: { rules: [["surname"]] } }),
    }),
  ).rejects.toThrow(
    "The labels make 799,980,000 true pairs, which cannot be. Check that the label column tells persons apart.",
  );
});
