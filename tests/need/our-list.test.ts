import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readList, unknownText } from "../../components/need/read-list.js";

const wards = [
  { code: "E05000001", name: "Ash & Elm", locality: "North" },
  { code: "E05000002", name: "Birch", locality: "North" },
  { code: "E05000003", name: "St. Cedar's", locality: "South" },
];
const around = (postcode: string) => (/^tr1 ?1ab$/i.test(postcode) ? "E05000002" : undefined);
const read = (text: string) => readList(text, wards, around);

describe("a list of wards", () => {
  it.each([
    ["names, however they are written", "ash and elm\nSt Cedars ward", ["E05000001", "E05000003"]],
    ["codes", "E05000002, e05000001", ["E05000002", "E05000001"]],
    ["a postcode", "tr1 1ab", ["E05000002"]],
    ["a locality, for its wards", "North locality", ["E05000001", "E05000002"]],
    ["the same ward twice", "Birch; Birch\nE05000002", ["E05000002"]],
    ["nothing", " \n\n", []],
  ])("is read by %s", (_, text, codes) => {
    expect(read(text)).toMatchObject({ codes, unknown: [] });
  });

  it("tells what it does not know by where it stands, and never by what it is", () => {
    const { codes, unknown } = read("Birch, Jane Doe\nAsh & Elm\nTR9 9ZZ\nJohn Doe");
    expect([codes, unknown]).toEqual([
      ["E05000002", "E05000001"],
      ["line 1, entry 2", "line 3", "line 4"],
    ]);
    expect(unknownText(unknown)).toBe(
      "No ward, locality or postcode of the city is at line 1, entry 2; line 3; line 4. They stay in the box: correct them there, or leave them.",
    );
  });

  it("is the one column of a file that names wards", () => {
    const file = "Team,Ward,Families\nEast,Birch,40\nEast,Ash & Elm,31\nWest,Oak,12\nWest,St Cedars,9";
    expect(read(file)).toMatchObject({
      codes: ["E05000002", "E05000001", "E05000003"],
      unknown: ["line 1", "line 4"],
    });
  });

  it("keeps wards in place of postcodes, and no postcode that it does not know", () => {
    expect(read("TR1 1AB\nTR9 9ZZ\nMoon").kept).toBe("Birch\n(a postcode)\nMoon");
  });

  test("no entry is lost, whatever the list", () => {
    const entry = fc.constantFrom("Birch", "E05000003", "Moon", "North", "TR1 1AB", "TR9 9ZZ", "");
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        const { codes, unknown } = read(entries.join("\n"));
        const strangers = entries.flatMap((one, i) =>
          one === "Moon" || one === "TR9 9ZZ" ? [`line ${i + 1}`] : [],
        );
        expect(unknown).toEqual(strangers);
        expect(codes.includes("E05000001")).toBe(entries.includes("North"));
      }),
    );
  });
});
