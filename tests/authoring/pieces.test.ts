import { expect, test } from "vitest";
import { type Piece, type PieceFor, pieces } from "../../workspace/authoring/page/pieces.js";

const of = (piece: Piece, values: Record<string, unknown>, address = "explore/ana/x") => {
  const place: PieceFor = {
    address,
    nameOf: (_, value) => ({ "ward.E05": "Aston", headcount: "Headcount" })[value] ?? value,
  };
  return piece.text({ ...piece.first, ...values }, place);
};

test.each<[Piece, Record<string, unknown>, string]>([
  [pieces.liveNumber, {}, "${number(asked.city)}"],
  [pieces.liveNumber, { tells: "asked.lowest.name", question: "second" }, "${second.lowest.name}"],
  [pieces.linkToArea, { area: "ward.E05" }, "[Aston](?level=ward&ward=E05)"],
  [pieces.linkToArea, {}, ""],
  [pieces.linkToSource, { source: "headcount" }, "[Headcount](../../briefings/catalogue#headcount)"],
  [pieces.note, { kind: "tip", says: "Look." }, '<div class="tip">\n\nLook.\n\n</div>'],
  [pieces.table, { rows: 1, columns: 1 }, "| Heading 1 |\n| --- |\n|   |"],
  [
    pieces.control,
    { list: "a, b" },
    '```js\nconst choice = view(Inputs.select(["a","b"], { label: "Choose" }));\n```',
  ],
  [
    pieces.control,
    { kind: "range", name: "not a name", from: 1, to: 5 },
    '```js\nconst choice = view(Inputs.range([1, 5], { label: "Choose", step: 1 }));\n```',
  ],
])("a form writes %#", (piece, values, expected) => {
  expect(of(piece, values)).toBe(expected);
});

test.each([
  ["briefings/x", "./catalogue"],
  ["briefings/a/x", "../catalogue"],
  ["explore/x", "../briefings/catalogue"],
  ["index", "./briefings/catalogue"],
])("from %s the catalogue is %s", (address, expected) => {
  expect(of(pieces.linkToSource, { source: "s" }, address)).toBe(`[s](${expected}#s)`);
});
