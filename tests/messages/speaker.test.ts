import { describe, expect, test } from "vitest";
import { addressIn, languageIn } from "../../components/messages/languages.js";
import { speaker } from "../../components/messages/speaker.js";

const of = (language: string, messages: Record<string, string>) =>
  speaker({ language, messages: { ...calendar, ...messages }, awaiting: [] });
const calendar = {
  "site.months": Array.from({ length: 12 }, (_, i) => (i === 8 ? "September" : `Month ${i + 1}`)).join(", "),
  "site.weekdays": "Mon, Tue, Wed, Thu, Fri, Sat, Sun",
  "site.date": "{$day} {$month} {$year}",
  "site.comma": "{$list}, {$next}",
  "site.and": "{$list} and {$last}",
};

describe("a message", () => {
  const messages = {
    start: "You can start on {$date :day}.",
    worth: "Up to {$most :pounds}, or {$week :pounds} a week.",
    hours: ".input {$hours :number}\n.match $hours\none {{{$hours} hour}}\n* {{{$hours} hours}}",
    link: "See {#site}the government’s {$what}{/site}, or ring.",
  };

  test("is said with its values, days and pounds as British English writes them", () => {
    const { say } = of("en", messages);
    expect(say("start", { date: "2026-09-01" })).toBe("You can start on 1 September 2026.");
    expect(say("worth", { most: 2000, week: 203.36 })).toBe("Up to £2,000, or £203.36 a week.");
    expect([1, 15].map((hours) => say("hours", { hours }))).toEqual(["1 hour", "15 hours"]);
  });

  test("is said in the numbers and dates of its own language, and set apart where that reads from right to left", () => {
    const polish = { a: "{$date :day}", "site.months": "a,b,c,d,e,f,g,h,września" };
    expect(of("pl", polish).say("a", { date: "2026-09-01" })).toBe("1 września 2026");
    // Browsers do not know the months of every language, nor its figures: what is ours is the same in all of them.
    expect(of("bn", { a: "{$date :day}" }).say("a", { date: "2026-09-21" })).toBe("২১ September ২০২৬");
    expect(of("bn", {}).time("07:30")).toBe("০৭:৩০");
    const plural =
      ".input {$n :number}\n.match $n\none {{{$n} godzina}}\nfew {{{$n} godziny}}\n* {{{$n} godzin}}";
    expect([1, 3, 15].map((n) => of("pl", { a: plural }).say("a", { n }))).toEqual([
      "1 godzina",
      "3 godziny",
      "15 godzin",
    ]);
    expect(of("ur", { a: "{$place} میں" }).say("a", { place: "Aston" })).toBe("\u2068Aston\u2069 میں");
  });

  test("lists things, and names days and times", () => {
    const { list, weekdays, time, day } = of("en", {});
    expect([["a"], ["a", "b"], ["a", "b", "c"]].map(list)).toEqual(["a", "a and b", "a, b and c"]);
    expect([weekdays()[6], time("07:30"), day("2026-09-01")]).toEqual(["Sun", "7:30am", "1 September 2026"]);
  });

  test("hands the words of a link to whoever makes it", () => {
    const parts = of("en", messages).nodes(
      "link",
      { site: (words) => ({ words }) as unknown as Node },
      { what: "site" },
    );
    expect(parts).toEqual(["See ", { words: "the government’s site" }, ", or ring."]);
  });

  test("that is missing, or lacks a value, is an error and never half a sentence", () => {
    const { say } = of("en", messages);
    expect(() => say("finish")).toThrow("no message “finish”. Write it in data/translations/en.yaml.");
    expect(() => say("start")).toThrow("The message “start” of the catalogue “en” cannot be said");
    expect(() => say("start", { date: "soon" })).toThrow("cannot be said");
  });
});

describe("the language of a page", () => {
  test("is in the address, the first one unmarked", () => {
    expect(addressIn("./find?ward=E05011119&lang=pl#list", "ur")).toBe("./find?ward=E05011119&lang=ur#list");
    expect(addressIn("./find?lang=pl", "en")).toBe("./find");
    expect(addressIn("#list", "ar")).toBe("?lang=ar#list");
  });

  test("is one that the page has, else the first", () => {
    expect(languageIn("?lang=ur", ["en", "ur"])).toMatchObject({ code: "ur", direction: "rtl" });
    expect(languageIn("?lang=pl", ["en", "ur"]).code).toBe("en");
    expect(languageIn("", ["en"]).code).toBe("en");
  });
});
