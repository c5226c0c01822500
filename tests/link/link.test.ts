import { afterEach, describe, expect, test } from "vitest";
import { link } from "../../loaders/link/link.js";
import { soak } from "../soak.js";
import {
  allSources,
  key,
  type Linked,
  linkRows,
  model,
  nhsNumber,
  personsOf,
  type Rows,
  upn,
} from "./fixture.js";

const open: Linked[] = [];
afterEach(() => {
  while (open.length) open.pop()!.close();
});

async function linked(rows: Record<string, Rows>): Promise<Linked> {
  const result = await linkRows(rows);
  open.push(result);
  return result;
}

const REGISTER = "child-health-register";
const REVIEWS = "health-visiting-reviews";
const HEADCOUNT = "funded-childcare-headcount";
const PROFILE = "eyfsp-return";
const CENTRES = "childrens-centre-registrations";

const amelia = {
  forename: "Amelia",
  surname: "Walker",
  date_of_birth: "2021-03-04",
  postcode: "B1 1AA",
  sex: "female",
};
const at = (period: string) => ({ period });

describe("six children", () => {
  const bilal = {
    forename: "Bilal",
    surname: "Hussain",
    date_of_birth: "2021-05-17",
    postcode: "B2 2BB",
    sex: "male",
  };
  const chloe = {
    forename: "Chloé",
    surname: "O'Neill",
    date_of_birth: "2020-11-30",
    postcode: "B2 2BB",
    sex: "female",
  };
  const dawid = {
    forename: "Dawid",
    surname: "Nowak-Kowalski",
    date_of_birth: "2021-01-08",
    postcode: "B1 1AA",
    sex: "male",
  };
  const erin = {
    forename: "Erin",
    surname: "Bailey",
    date_of_birth: "2022-02-20",
    postcode: "B1 1AA",
    sex: "female",
  };
  const farah = {
    forename: "Farah",
    surname: "Aziz",
    date_of_birth: "2020-07-07",
    postcode: "B33 3CC",
    sex: "female",
  };

  test("are found in five sources that share no identifier", async () => {
    const { together, rule, outcome } = await linked({
      [REGISTER]: [
        { id: "a-register", nhs_number: nhsNumber(912000001), ...amelia },
        { id: "b-register", nhs_number: nhsNumber(912000002), ...bilal },
        { id: "c-register", nhs_number: nhsNumber(912000003), ...chloe },
        { id: "d-register", nhs_number: nhsNumber(912000004), ...dawid },
        { id: "e-register", nhs_number: nhsNumber(912000005), ...erin },
      ],
      [REVIEWS]: [
        // Same number and date of birth: the name may be written in any way.
        {
          id: "a-review",
          nhs_number: nhsNumber(912000001),
          ...amelia,
          forename: "Baby girl",
          postcode: null,
        },
        // No number: name, date of birth and postcode.
        { id: "b-review", ...bilal },
      ],
      [HEADCOUNT]: [
        { id: "b-autumn", ...bilal, ...at("2024-autumn") },
        // Moved house: name and date of birth.
        { id: "b-spring", ...bilal, postcode: "B33 3CC", ...at("2025-spring") },
        { id: "c-autumn", ...chloe, forename: "CHLOE", surname: "ONEILL", ...at("2024-autumn") },
        // Half of a double surname.
        { id: "d-autumn", ...dawid, surname: "Nowak", ...at("2024-autumn") },
      ],
      [PROFILE]: [
        { id: "c-profile", upn: upn(801200000001), ...chloe, ...at("2024-25") },
        // Not in the register, and like nobody else.
        { id: "f-profile", upn: upn(801200000002), ...farah, ...at("2024-25") },
      ],
      [CENTRES]: [
        // Day and month swapped: 4 March has become 3 April.
        { id: "a-centre", ...amelia, date_of_birth: "2021-04-03" },
      ],
    });
    expect(together).toEqual([
      "a-centre+a-register+a-review",
      "b-autumn+b-register+b-review+b-spring",
      "c-autumn+c-profile+c-register",
      "d-autumn+d-register",
    ]);
    expect(rule).toMatchObject({
      "a-review": "NHS number and date of birth",
      "b-review": "name, date of birth and postcode",
      "b-spring": "name and date of birth",
      "c-autumn": "name, date of birth and postcode",
      "d-autumn": "forename, similar surname, date of birth and postcode",
      "a-centre": "name, nearly the same date of birth, and postcode",
      "e-register": null,
      "f-profile": null,
    });
    expect(outcome["f-profile"]).toBe("no match");
    expect(outcome["a-centre"]).toBe("match");
  });
});

describe("identifiers", () => {
  soak("the same valid NHS number and date of birth join whatever the rest says", async () => {
    const { together } = await linked({
      [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia }],
      [REVIEWS]: [
        {
          id: "v",
          nhs_number: ` ${nhsNumber(912000001)} `,
          ...amelia,
          forename: "Millie",
          surname: "Grant",
          postcode: null,
        },
      ],
    });
    expect(together).toEqual(["r+v"]);
  });

  soak("an invalid NHS number, or one digit ten times, is no evidence", async () => {
    const wrong = nhsNumber(912000001).replace(/.$/, (d) => String((Number(d) + 1) % 10));
    const { together } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: wrong, ...amelia },
        { id: "r2", nhs_number: "1111111111", ...amelia, forename: "Bob", postcode: null },
      ],
      [REVIEWS]: [
        { id: "v1", nhs_number: wrong, ...amelia, forename: "Zoe", postcode: null },
        { id: "v2", nhs_number: "1111111111", ...amelia, forename: "Eve", postcode: null },
      ],
    });
    expect(together).toEqual([]);
  });

  soak("a permanent UPN joins two years' returns; a temporary one does not", async () => {
    const { together } = await linked({
      [PROFILE]: [
        { id: "p1", upn: upn(801200000001), ...amelia, ...at("2023-24") },
        { id: "p2", upn: upn(801200000001), ...amelia, forename: "Amy", surname: "Grant", ...at("2024-25") },
        { id: "t1", upn: "X00180001701A", ...amelia, forename: "Zoe", surname: "Khan", ...at("2023-24") },
        { id: "t2", upn: "X00180001701A", ...amelia, forename: "Ann", surname: "Park", ...at("2024-25") },
      ],
    });
    expect(together).toEqual(["p1+p2"]);
  });

  soak(
    "a date of birth with one part wrong or none at all is made good by number and forename together",
    async () => {
      const number = { nhs_number: nhsNumber(912000001) };
      const { together } = await linked({
        [REGISTER]: [{ id: "r", ...number, ...amelia }],
        [REVIEWS]: [
          { id: "swapped", ...number, ...amelia, date_of_birth: "2021-04-03" },
          { id: "day", ...number, ...amelia, date_of_birth: "2021-03-14" },
          { id: "none", ...number, ...amelia, date_of_birth: null },
          { id: "1900", ...number, ...amelia, date_of_birth: "1900-01-01" },
          { id: "placeholder", ...number, ...amelia, forename: "Infant (of)", date_of_birth: "2021-03-06" },
        ],
      });
      expect(together).toEqual(["1900+day+none+placeholder+r+swapped"]);
    },
  );

  soak(
    "a brother's number entered by mistake does not join the two, nor a number beside a quite different birth date",
    async () => {
      const number = { nhs_number: nhsNumber(912000001) };
      const { together } = await linked({
        [REGISTER]: [{ id: "r", ...number, ...amelia }],
        [REVIEWS]: [
          {
            id: "brother",
            ...number,
            ...amelia,
            forename: "Bernard",
            date_of_birth: "2019-03-04",
            postcode: null,
          },
          { id: "other", ...number, ...amelia, date_of_birth: "2019-08-14", postcode: null },
        ],
      });
      expect(together).toEqual([]);
    },
  );

  test("different valid NHS numbers keep the same name, date of birth and postcode apart", async () => {
    const { together, outcome } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: nhsNumber(912000001), ...amelia },
        { id: "r2", nhs_number: nhsNumber(912000002), ...amelia },
      ],
      [HEADCOUNT]: [{ id: "h", ...amelia, ...at("2024-autumn") }],
    });
    expect(together).toEqual([]);
    expect(outcome).toEqual({ r1: "low confidence", r2: "low confidence", h: "many matches" });
  });

  soak(
    "so do different permanent UPNs, and a name never leads from one NHS number to another by a third record",
    async () => {
      const { together } = await linked({
        [PROFILE]: [
          { id: "p1", upn: upn(801200000001), ...amelia, ...at("2023-24") },
          { id: "p2", upn: upn(801200000002), ...amelia, postcode: "B2 2BB", ...at("2024-25") },
        ],
        [REGISTER]: [
          { id: "r1", nhs_number: nhsNumber(912000001), ...amelia },
          { id: "r2", nhs_number: nhsNumber(912000002), ...amelia, postcode: "B2 2BB" },
        ],
        [CENTRES]: [{ id: "c", ...amelia, postcode: null }],
      });
      expect(together).toEqual(["p1+r1", "p2+r2"]);
    },
  );

  soak(
    "a number that a system fills in for many children joins none of them, and is told without its value",
    async () => {
      const dummy = nhsNumber(912000009);
      const { together, log } = await linked({
        [REVIEWS]: Array.from({ length: 60 }, (_, i) => ({
          id: `v${i}`,
          nhs_number: dummy,
          forename: `Name${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`,
          surname: "Walker",
          date_of_birth: "2021-03-04",
        })),
      });
      expect(together).toEqual([]);
      expect(log[0]).toBe(
        "link      NHS number and date of birth: 60 records that share a value with more than 50 others were not compared",
      );
      expect(log.join()).not.toContain(dummy);
    },
  );
});

describe("twins and families", () => {
  const alike = { surname: "Walker", date_of_birth: "2021-03-04", postcode: "B1 1AA" };

  soak("twins with different names stay apart in every source and find their own records", async () => {
    const { together } = await linked({
      [REGISTER]: [
        { id: "r-amina", nhs_number: nhsNumber(912000001), forename: "Amina", ...alike },
        { id: "r-amira", nhs_number: nhsNumber(912000002), forename: "Amira", ...alike },
      ],
      [HEADCOUNT]: [
        { id: "h-amina", forename: "Amina", ...alike, ...at("2024-autumn") },
        { id: "h-amira", forename: "Amira", ...alike, ...at("2024-autumn") },
      ],
    });
    expect(together).toEqual(["h-amina+r-amina", "h-amira+r-amira"]);
  });

  soak("twins of like names in one term's extract stay apart without any identifier", async () => {
    const { together } = await linked({
      [HEADCOUNT]: [
        { id: "h1", forename: "Amina", ...alike, ...at("2024-autumn") },
        { id: "h2", forename: "Amira", ...alike, ...at("2024-autumn") },
      ],
    });
    expect(together).toEqual([]);
  });

  soak("a misspelt twin joins neither where both are as near", async () => {
    const { together, outcome } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: nhsNumber(912000001), forename: "Amina", ...alike },
        { id: "r2", nhs_number: nhsNumber(912000002), forename: "Amira", ...alike },
      ],
      [HEADCOUNT]: [{ id: "h", forename: "Amima", ...alike, ...at("2024-autumn") }],
    });
    expect(together).toEqual([]);
    expect(outcome.h).toBe("many matches");
  });

  soak(
    "twins known from two sources each never join by spelling, though no number tells them apart",
    async () => {
      const { together } = await linked({
        [CENTRES]: [{ id: "c1", forename: "Amina", ...alike }],
        [HEADCOUNT]: [
          { id: "h1", forename: "Amina", ...alike, ...at("2024-autumn") },
          { id: "h2", forename: "Amira", ...alike, ...at("2025-spring") },
        ],
        [REVIEWS]: [{ id: "v2", forename: "Amira", ...alike }],
      });
      expect(together).toEqual(["c1+h1", "h2+v2"]);
    },
  );

  soak("Alex does not join Alexander to his twin Alexandra", async () => {
    const { together } = await linked({
      [REVIEWS]: [
        { id: "v1", forename: "Alexander", ...alike },
        { id: "v2", forename: "Alexandra", ...alike },
      ],
      [CENTRES]: [{ id: "c", forename: "Alex", ...alike }],
    });
    expect(together).toEqual([]);
  });

  soak("brothers who share a first name are told apart by the second", async () => {
    const { together } = await linked({
      [REVIEWS]: [
        { id: "v1", forename: "Muhammad Ali", ...alike },
        { id: "v2", forename: "Muhammad Hasan", ...alike },
      ],
      [HEADCOUNT]: [
        { id: "h1", forename: "Mohammed Ali", ...alike, ...at("2024-autumn") },
        { id: "h2", forename: "Mohammed Hasan", ...alike, ...at("2024-autumn") },
      ],
      [CENTRES]: [{ id: "c", forename: "Mohammed", ...alike }],
    });
    expect(together).toEqual(["h1+v1", "h2+v2"]);
  });

  soak("unnamed triplets stay three, and join nobody without a number", async () => {
    const { together } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: nhsNumber(912000001), forename: "Triplet One", ...alike },
        { id: "r2", forename: "Triplet", ...alike },
        { id: "r3", forename: "Triplet", ...alike },
      ],
      [REVIEWS]: [
        { id: "v1", nhs_number: nhsNumber(912000001), forename: "Ada", ...alike },
        { id: "v2", forename: "Ida", ...alike },
        { id: "v3", forename: "Eda", ...alike },
      ],
    });
    expect(together).toEqual(["r1+v1"]);
  });

  soak("brother and sister at one address stay apart", async () => {
    const { together } = await linked({
      [REVIEWS]: [
        { id: "v1", forename: "Alex", ...alike },
        { id: "v2", forename: "Alice", ...alike, date_of_birth: "2021-03-05" },
      ],
      [HEADCOUNT]: [
        { id: "h", forename: "Alec", ...alike, date_of_birth: "2022-03-04", ...at("2024-autumn") },
      ],
    });
    expect(together).toEqual([]);
  });
});

describe("names", () => {
  const where = { date_of_birth: "2021-03-04", postcode: "B1 1AA" };

  // Each pair lives on a street of its own and was born on a day of its own, so that only its names can join it.
  const homes = ["B1 1AA", "B2 2BB", "B33 3CC"];
  async function linkedPairs(pairs: string[][]): Promise<Linked> {
    const of = (side: 0 | 1, letter: string) =>
      pairs.map((names, i) => ({
        id: `${letter}${i}`,
        forename: names[side]!,
        surname: ["Khan", "Walker", "Nowak", "Hussain", "Iqbal", "Grant", "Bailey", "Aziz"][i]!,
        date_of_birth: `202${i % 3}-0${i + 1}-1${i}`,
        postcode: homes[i % 3]!,
      }));
    return linked({
      [REVIEWS]: of(0, "v"),
      [HEADCOUNT]: of(1, "h").map((row) => ({ ...row, ...at("2024-autumn") })),
    });
  }

  soak(
    "transliterations, short forms, a letter wrong, one of two names and an initial are one child",
    async () => {
      const { together, rule } = await linkedPairs([
        ["Mohammed", "Muhammad"],
        ["William", "Billy"],
        ["Amelia", "Ameila"],
        ["Sara Jane", "Jane"],
        ["Edith", "E"],
      ]);
      expect(together).toEqual(["h0+v0", "h1+v1", "h2+v2", "h3+v3", "h4+v4"]);
      expect(["h0", "h1", "h2", "h3", "h4"].map((id) => rule[id])).toEqual([
        "form of the forename, surname, date of birth and postcode",
        "form of the forename, surname, date of birth and postcode",
        "similar forename, surname, date of birth and postcode",
        "similar forename, surname, date of birth and postcode",
        "forename's beginning, surname, date of birth and postcode",
      ]);
    },
  );

  soak("names that are near but another's are two children", async () => {
    const { together } = await linkedPairs([
      ["Ella", "Bella"],
      ["Ava", "Eva"],
      ["Leo", "Lee"],
      ["Edith", "Edward"],
      ["Aisha", "Amina"],
      ["Amina", "Amna"],
      ["Ali", "Alice"],
      ["Alexander", "Alexandra"],
    ]);
    expect(together).toEqual([]);
  });

  soak("forename and surname swapped are found; a like forename of the other sex is not", async () => {
    const { together } = await linked({
      [REGISTER]: [
        { id: "r1", forename: "Amelia", surname: "Walker", ...where, sex: "female" },
        { id: "r2", forename: "Julian", surname: "Grant", ...where, sex: "male" },
      ],
      [HEADCOUNT]: [
        { id: "h1", forename: "Walker", surname: "Amelia", ...where, sex: "female", ...at("2024-autumn") },
        { id: "h2", forename: "Julia", surname: "Grant", ...where, sex: "female", ...at("2024-autumn") },
      ],
    });
    expect(together).toEqual(["h1+r1"]);
  });

  soak(
    "a misspelt surname, the mother's surname, and a moved child of the same full name are found",
    async () => {
      const { together } = await linked({
        [REVIEWS]: [
          { id: "v1", forename: "Amelia", surname: "Walker", ...where },
          { id: "v2", forename: "Bilal", surname: "Hussain", ...where },
          { id: "v3", forename: "Chloe", surname: "Grant", ...where },
        ],
        [HEADCOUNT]: [
          { id: "h1", forename: "Amelia", surname: "Wlaker", ...where, ...at("2024-autumn") },
          { id: "h2", forename: "Bilal", surname: "Begum", ...where, ...at("2024-autumn") },
          {
            id: "h3",
            forename: "Chloe",
            surname: "Grant",
            ...where,
            postcode: "B33 3CC",
            ...at("2024-autumn"),
          },
        ],
      });
      expect(together).toEqual(["h1+v1", "h2+v2", "h3+v3"]);
    },
  );
});

describe("many matches and duplicates", () => {
  soak("a record like two children of one name and birthday, without a postcode, joins neither", async () => {
    const { together, outcome } = await linked({
      [REGISTER]: [
        { id: "r1", nhs_number: nhsNumber(912000001), ...amelia },
        { id: "r2", nhs_number: nhsNumber(912000002), ...amelia, postcode: "B33 3CC" },
      ],
      [CENTRES]: [
        { id: "c", ...amelia, postcode: null },
        { id: "c1", ...amelia },
      ],
    });
    expect(together).toEqual(["c1+r1"]);
    expect(outcome).toEqual({ r1: "match", r2: "low confidence", c: "many matches", c1: "match" });
  });

  soak(
    "two records of one term at two postcodes are two children; word for word the same they are one",
    async () => {
      const { together } = await linked({
        [HEADCOUNT]: [
          { id: "h1", ...amelia, detail: "nursery", ...at("2024-autumn") },
          { id: "h2", ...amelia, detail: "childminder", ...at("2024-autumn") },
          { id: "h3", ...amelia, postcode: "B33 3CC", ...at("2024-autumn") },
        ],
      });
      expect(together).toEqual(["h1+h2"]);
    },
  );

  soak("records that say too little are never taken for one another", async () => {
    const { together } = await linked({
      [CENTRES]: [
        { id: "c1", forename: "Amelia", surname: null, date_of_birth: "2021-03-04", postcode: "B1 1AA" },
        { id: "c2", forename: "Amelia", surname: null, date_of_birth: "2021-03-04", postcode: null },
        { id: "c3", forename: null, surname: null, date_of_birth: null, postcode: null },
        { id: "c4", forename: null, surname: null, date_of_birth: null, postcode: null },
      ],
    });
    expect(together).toEqual([]);
  });

  test("no extract at all gives empty tables", async () => {
    const { analysis, together } = await linked({});
    expect(together).toEqual([]);
    for (const table of ["person", "link_report", "link_report_rule", "link_report_pair"])
      expect(await analysis.rows(`FROM ${table}`)).toEqual([]);
  });
});

describe("pseudonyms", () => {
  const first = {
    [REGISTER]: [{ id: "r", nhs_number: nhsNumber(912000001), ...amelia, seen_on: "2021-03-06" }],
    [HEADCOUNT]: [
      { id: "h", ...amelia, ...at("2024-autumn") },
      { id: "k", ...amelia, forename: "Kim", ...at("2024-autumn") },
    ],
  };

  soak("stay when a later extract is added, and when the step is done again", async () => {
    const before = await linked(first);
    const after = await linked({
      ...first,
      [HEADCOUNT]: [
        ...first[HEADCOUNT],
        { id: "h2", ...amelia, ...at("2025-spring") },
        { id: "k2", ...amelia, forename: "Kim", postcode: "B33 3CC", ...at("2025-spring") },
      ],
      [REVIEWS]: [
        { id: "v", nhs_number: nhsNumber(912000001), ...amelia, forename: "Millie", seen_on: "2023-06-01" },
      ],
    });
    expect(after.person).toMatchObject(before.person);
    expect(after.together).toEqual(["h+h2+r+v", "k+k2"]);
    await link(after.identity, after.analysis, { sources: allSources, key, model, log: () => {} });
    expect((await personsOf(after.identity)).person).toEqual(after.person);
  });

  soak("are 20 hexadecimal digits that the key decides", async () => {
    const { identity, analysis, person } = await linked(first);
    expect(Object.values(person).every((id) => /^[0-9a-f]{20}$/.test(id!))).toBe(true);
    await link(identity, analysis, { sources: allSources, key: Buffer.alloc(32, 8), model, log: () => {} });
    const other = (await personsOf(identity)).person;
    expect(Object.keys(person).filter((id) => person[id] === other[id])).toEqual([]);
  });

  soak("differ between two children who bear one NHS number by mistake", async () => {
    const { person } = await linked({
      [REVIEWS]: [
        { id: "v1", nhs_number: nhsNumber(912000001), ...amelia, seen_on: "2022-01-01" },
        {
          id: "v2",
          nhs_number: nhsNumber(912000001),
          forename: "Zoe",
          surname: "Khan",
          date_of_birth: "2019-12-25",
          postcode: "B33 3CC",
        },
      ],
    });
    expect(person.v1).not.toBe(person.v2);
  });
});
