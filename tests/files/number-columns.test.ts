import { describe, expect, test } from "vitest";
import { columnAboutRows, tellsNumber } from "../../loaders/files/number-columns.js";

describe("a text tells a number", () => {
  test.each([
    ...["7", "7.5", ".5", "1,234", "−0.3", "+2%", "£7", "(3)", "12.5 %", "~7", "<10", "1 000"],
    ...["45 per 1,000", "7 in 40", "7 of 40", "7 out of 40", "7/40", "1:8", "7 to 9", "7–9%", "7 (10%)"],
    ...["7*", "7†", "7 children", "1 child", "3 boys", "0.3 SD", "14 points", "40 places"],
    ...["2½", "2 ½", "٤", "٤٠", "４", "৭%", "4.0E0", "4e1", "−30 pp", "3 percentage points"],
    ...[
      "about 7",
      "c. 7",
      "n = 7",
      "top 10%",
      "rank 3",
      "3rd",
      "50th percentile",
      "decile 4",
      "fewer than 10",
    ],
  ])("%s", (text) => {
    expect(tellsNumber(text)).toBe(true);
  });

  test.each([
    ...["", "c", "low", "Ward 7", "E05011118", "W1", "2024/25", "2024-25", "1 May 2025", "2025-05-01"],
    ...[
      "09:30",
      "2 to 2½ years",
      "Autumn 2025",
      "٢٠٢٤/٢٥",
      "One Tree Hill",
      "Two Gates",
      "7th Street",
      "2/4 High Street",
      "B1 1AA",
      "Year 1",
    ],
  ])("but “%s” does not", (text) => {
    expect(tellsNumber(text)).toBe(false);
  });
});

describe("a column about rows", () => {
  const about = (columns: string, ...rows: string[]) =>
    columnAboutRows(
      columns.split("|"),
      rows.map((row) => row.split("|")),
      [],
    );

  test.each([
    ["gap", "−0.2", "0.4"],
    ["rate", "45 per 1,000", "51 per 1,000"],
    ["rank", "3rd", "1st"],
    ["median", "11", "12.5"],
    ["places per child", "0.26", "0.31"],
    ["standard deviation", "1.2", ".9"],
    ["index", "97", "104"],
    ["z-score", "-1.8", "+0.2"],
    ["percentile", "50th", "12th"],
    ["decile", "Decile 4", "Decile 7"],
    ["how many", "4 of 32", "20 of 40"],
    ["remark", "4 children", "none"],
    ["note", "four", "many"],
    ["size", "seven children", "few"],
    ["compared", "below the average", "similar"],
    ["rating", "Red", "Green"],
    ["level", "very low", "medium"],
  ])("is a %s beside the place", (column, one, other) => {
    expect(about(`ward|${column}`, `A|${one}`, `B|${other}`)).toBe(column);
  });

  test.each([
    ["Acorn: 4", "Birch: 70", "Total: 74"],
    ["Acorn (4)", "Birch (70)", "Total"],
    ["Acorn – 4 ", "Birch – 70", "Total – 74"],
  ])("is one of names with their counts behind them: %s", (...names) => {
    const rows = names.map((name) => [name]);
    expect(columnAboutRows(["ward"], rows, [], [4, 70, 74])).toBe("ward");
    expect(columnAboutRows(["ward"], rows, [], [5, 70, 74])).toBeUndefined();
    expect(columnAboutRows(["ward"], rows, ["ward"], [4, 70, 74])).toBeUndefined();
  });

  test("but not of names with a number that is now and then their count", () => {
    const rows = [["Year 1"], ["Year 2"], ["W40"], ["W50"]];
    expect(columnAboutRows(["group"], rows, [], [1, 8, 40, 50])).toBeUndefined();
    expect(columnAboutRows(["group"], [["W40"], ["W50"]], [], [40, 50])).toBeUndefined();
  });

  test("is one of groups with their size behind the name", () => {
    expect(about("group", "Girls (n=45)", "Boys (n = 60)")).toBe("group");
    expect(about("group", "Girls", "Boys (4 years)")).toBeUndefined();
  });

  test("is none that tells rows apart, or that holds no number", () => {
    expect(about("ward|age", "A|2", "A|3", "B|2")).toBeUndefined();
    expect(about("ward|period", "A|2024/25", "B|2024/25")).toBeUndefined();
    expect(about("ward|code", "A|E05011118", "B|E05011119")).toBeUndefined();
  });
});
