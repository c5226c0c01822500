import { describe, expect, test } from "vitest";
import { NameReader } from "../../loaders/link/name-parts.js";

// Lists so short that what they say of a name can be seen. A key is the first spelling of a line, and which line it is.
const lists = {
  version: 1 as const,
  shared: [
    ["MUHAMMAD", "MOHD", "MD"],
    ["ABDUL", "ABD"],
  ],
  titles: [["BIBI", "BEBE"], ["SYED"]],
  beginnings: [
    ["ABD", "ABDUL"],
    ["GEBRE", "GEBRA"],
  ],
  particles: ["AL", "EL"],
  forms: [
    ["AHMED", "AHMAD"],
    ["ALEXANDER", "ALEX"],
    ["ALEXANDRA", "ALEX"],
    ["KHADIJA", "KHADIIJO"],
    ["RAHMAN", "RAHMAAN"],
    ["MARIAM", "MARYAM"],
    ["ABDULLAH", "ABDALLA"],
    ["OSMAN", "CUSMAAN"],
    ["OMAR", "LEXO"],
    ["UMAR", "LEXO"],
  ],
  surnames: [
    ["KHAN", "CAHN"],
    ["SMITH", "SMYTH"],
  ],
  own: [
    ...[
      ["AMINA"],
      ["SARA"],
      ["IAN"],
      ["SOPHIE"],
      ["MARIAM"],
      ["ELLA"],
      ["ALI"],
      ["LAILA"],
      ["BAYAN"],
      ["MOUNIR"],
    ],
    ...[["QASIM"], ["XASAN"], ["AMIR"], ["AAMIR"]],
  ],
};
const forenames = new NameReader("forename", lists);
const surnames = new NameReader("surname", lists);
const wordsOf = (name: string) => forenames.read(name).words;

describe("a name of one word", () => {
  test.each([
    ["AMINA", "AMINA"],
    ["AHMAD", "AHMED 0"],
    // Nearly a name of the lists, by vowels, doubled letters, a last h and sounds that are written in several ways.
    ["SARRA", "SARA"],
    ["ELLAH", "ELLA"],
    ["SOFIE", "SOPHIE"],
    ["KHADEEJA", "KHADIJA 3"],
    ["QADIJA", "KHADIJA 3"],
    ["LAYLA", "LAILA"],
    ["MOONIR", "MOUNIR"],
    ["KHASIM", "QASIM"],
    ["HASAN", "XASAN"],
    ["BAIAN", "BAYAN"],
    ["CUSMAN", "OSMAN 7"],
    ["USMAN", "OSMAN 7"],
  ])("%s has the key %s", (name, key) => {
    expect(forenames.read(name)).toEqual({
      ...{ core: name, words: [key], known: [key], aliases: [key] },
      ...{ shared: [], onlyShared: false, onlyTitles: false },
    });
  });

  test.each([
    ["ZARA", "of no list"],
    ["ELA", "too short to be nearly one"],
    ["CIAN", "of a c that is heard: Ian is another name"],
    ["SARAHI", "of an h within it"],
    ["AMIIRA", "of one more letter"],
    ["GEBRE", "of a beginning alone"],
    ["GEBREALI", "of a beginning and too little"],
    ["GEBREZARA", "of a beginning and no known name"],
    ["GEBRELEXO", "of a beginning and a form of two names"],
    ["ZGEBREMARIAM", "of a beginning within it"],
    ["AMMIR", "of two names that are nearly this one"],
    ["MOHDAHMED", "of a short shared name and another"],
    ["MUHAMMADZARA", "of a shared name and no known one"],
    ["MUHAMMADAL", "of a shared name and too little"],
    ["ABDZAR", "of a shared beginning and too little"],
    ["KHAN", "of the lists of surnames"],
  ])("%s is %s", (name) => {
    expect(forenames.read(name)).toEqual({
      ...{ core: name, words: [name], known: [], aliases: [] },
      ...{ shared: [], onlyShared: false, onlyTitles: false },
    });
  });

  test("that is a form of several has all their keys, and stands by none of them beside another", () => {
    const both = ["ALEXANDER 1", "ALEXANDRA 2"];
    expect(forenames.read("ALEX")).toMatchObject({ words: both, known: both, aliases: both });
    expect(forenames.read("ALEX AMINA")).toMatchObject({
      words: [...both, "AMINA"],
      known: ["AMINA"],
      aliases: [],
    });
  });

  test("is a surname by the list of surnames first", () => {
    expect(surnames.read("SMYTH").words).toEqual(["SMITH 1"]);
    expect(surnames.read("CAHN").words).toEqual(["KHAN 0"]);
    expect(surnames.read("AHMAD").words).toEqual(["AHMED 2"]);
  });
});

describe("a name of several words", () => {
  test("has a key a word, each once, in the order of the alphabet", () => {
    const { core, words, known, aliases } = forenames.read("ZARA SARA AMINA SARA");
    expect({ core, words, known, aliases }).toEqual({
      ...{ core: "ZARA SARA AMINA SARA", words: ["AMINA", "SARA", "ZARA"] },
      ...{ known: ["AMINA", "SARA"], aliases: [] },
    });
  });

  test.each([
    ["MUHAMMAD ALI", "ALI", ["ALI"], ["MUHAMMAD"]],
    ["MD AL AHMED", "AHMED", ["AHMED 0"], ["MUHAMMAD"]],
    ["BEBE AMINA", "AMINA", ["AMINA"], ["BIBI"]],
    ["SYED MD BIBI AMINA", "AMINA", ["AMINA"], ["BIBI", "MUHAMMAD", "SYED"]],
    ["EL AL", "EL AL", ["AL", "EL"], []],
    ["EL AMINA", "AMINA", ["AMINA"], []],
    ["MARIAM GEBRE", "MARIAM GEBRE", ["GEBRE", "MARIAM 5"], []],
  ])("%s is %s", (name, core, words, shared) => {
    expect(forenames.read(name)).toMatchObject({ core, words, shared, onlyShared: false, onlyTitles: false });
  });

  test.each([
    ["MUHAMMAD", false],
    ["MOHD BIBI", false],
    ["SYED", true],
    ["SYED BEBE", true],
  ])("%s has no other words; none but titles: %s", (name, onlyTitles) => {
    const read = forenames.read(name);
    expect(read).toMatchObject({ core: name, onlyShared: true, onlyTitles });
    expect(read.words).toEqual(read.shared.map((one) => `${one} shared`));
  });
});

describe("what is written in one word or two", () => {
  test.each([
    ["ABDUL RAHMAN", "RAHMAN"],
    ["ABDULRAHMAN", "RAHMAN"],
    ["ABDRAHMAAN", "RAHMAAN"],
    ["ABDULRAXMAN", "RAXMAN"],
  ])("%s is a shared beginning and Rahman", (name, core) => {
    expect(forenames.read(name)).toMatchObject({ core, words: ["RAHMAN 4"], shared: ["ABDUL"] });
  });

  test("is taken apart at the longest beginning, though what follows is not known", () => {
    expect(forenames.read("ABDULZARAN")).toMatchObject({
      core: "ZARAN",
      words: ["ZARAN"],
      shared: ["ABDUL"],
    });
  });

  test("but not a name that stands in the lists by itself, nor one that is shared", () => {
    expect(forenames.read("ABDULLAH")).toMatchObject({ core: "ABDULLAH", shared: [] });
    expect(forenames.read("ABDUL")).toMatchObject({ core: "ABDUL", onlyShared: true });
  });

  test("is taken apart at a shared name before a known one", () => {
    expect(forenames.read("MUHAMMADALI")).toMatchObject({ core: "ALI", shared: ["MUHAMMAD"] });
    expect(forenames.read("MUHAMMADAHMED")).toMatchObject({ words: ["AHMED 0"], shared: ["MUHAMMAD"] });
  });

  test("a beginning that is no shared name stays with what follows, unless that is shared", () => {
    for (const name of ["GEBRE MARIAM", "GEBREMARIAM"])
      expect(forenames.read(name)).toMatchObject({ core: "GEBREMARIAM", words: ["GEBRE MARIAM 5"] });
    for (const name of ["GEBRA MARYAM", "GEBREMMARIAM"]) expect(wordsOf(name)).toEqual(["GEBRE MARIAM 5"]);
    expect(forenames.read("GEBRE MUHAMMAD")).toMatchObject({ core: "GEBRE", shared: ["MUHAMMAD"] });
  });
});
