import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { translationFaults } from "../../workspace/site/gate/translated.js";

const catalogue = "_file/data/messages-find-ur.0123abcd.json";
const mark = "یہ صفحہ ترجمہ کیا گیا ہے۔";
let folder: string;
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const awaiting = (keys: string[], part = "find", code = "ur"): void =>
  write(
    `_file/data/messages-${part}-${code}.0123abcd.json`,
    JSON.stringify({ language: code, messages: { "site.awaitingReview": mark }, awaiting: keys }),
  );
const cell = (id: string, content: string) =>
  `<observablehq-loading data-drawn="${id}">${content}</observablehq-loading><!--:${id}:-->`;
const page = (content: string, { code = "ur", marked = true, about = "" } = {}): string =>
  `<html lang="${code}"><head><meta name="viewport" content="width=390"><meta name="description" content="${about}"><link rel="preload" as="fetch" href="./${catalogue.replace("-ur", `-${code}`)}">
<script>const hash = 8271;</script></head><body>${content}${marked ? `<p>${mark}</p>` : ""}</body></html>`;
const faults = (content: string, code = "ur"): string[] =>
  translationFaults(folder, `find.${code}.html`, page(content, { code }));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "translated-"));
  write(
    "find.html",
    page(
      cell("a", "<p>1,234 of 15,400 children, 57.4%, about £203.36</p>") +
        cell("b", `<p>From <b>7:30am</b> to 6pm</p><svg aria-label="69 places"></svg>`),
      { code: "en-GB", marked: false },
    ),
  );
  for (const code of ["ur", "ro", "pl", "bn", "pa"]) awaiting(["title"], "find", code);
});
afterAll(() => rmSync(folder, { recursive: true }));

const said = (fault: string, code = "ur") =>
  `says ${fault} where find.html does not. Correct data/translations/${code}.yaml: a number that is always the same is better said in words`;

test("a number is the same, however its language writes it", () => {
  expect(faults(cell("a", "\u20681,234\u2069 از 15,400"))).toEqual([]);
  expect(faults(cell("a", "1.234 din 15.400, 57,4 %, cam 203,36 £"), "ro")).toEqual([]);
  expect(faults(cell("a", "1234 z 15\u00a0400, 57,4%"), "pl")).toEqual([]);
  expect(faults(cell("a", "১,২৩৪ ১৫,৪০০ ৫৭.৪"), "bn")).toEqual([]);
  expect(faults(cell("a", "੧,੨੩੪ ੧੫,੪੦੦"), "pa")).toEqual([]);
});

test("a time of day by the clock of 24 hours is that of 12", () => {
  expect(faults(cell("b", "07:30 سے 18:00"))).toEqual([]);
  expect(faults(cell("b", "7.30–18.00"), "pl")).toEqual([]);
  expect(faults(cell("b", "07:30 – 17:00"))).toEqual([said("17:00")]);
  expect(faults(cell("b", "19:30"))).toEqual([]);
  expect(faults(cell("b", "18:15"))).toEqual([said("18:15")]);
});

test("a number that the page does not tell, or tells in another place, is refused", () => {
  expect(faults(cell("a", "1,235"))).toEqual([said("1,235")]);
  expect(faults(cell("b", "1,234"))).toEqual([said("1,234")]);
  expect(faults(cell("a", "۶۹"))).toEqual([said("69")]);
  expect(faults(cell("a", "57,4"))).toEqual([said("57,4")]);
  expect(faults(cell("b", `<svg aria-label="70 places"></svg>`))).toEqual([said("70")]);
  expect(faults("<p>9,999</p>")).toEqual([said("9,999")]);
});

test("what stands around the cells may tell what any of them tells, in what is told of the page too", () => {
  expect(faults("<p>1,234, 69</p>")).toEqual([]);
  const told = (about: string) => translationFaults(folder, "find.ur.html", page("", { about }));
  expect(told("57.4%")).toEqual([]);
  expect(told("58%")).toEqual([said("58")]);
});

test("a translation says its language, and whether it awaits review", () => {
  const of = (html: string) => translationFaults(folder, "find.ur.html", html);
  expect(of(page("", { code: "ur" }).replace('lang="ur"', 'lang="en-GB"'))).toEqual([
    "does not say that it is in the language ur",
  ]);
  expect(of(page("", { marked: false }))).toEqual(["does not say that its translation awaits review"]);
  awaiting([]);
  expect(of(page("", { marked: false }))).toEqual([]);
  awaiting(["title"]);
  expect(of(page("").replace(/<link[^>]*>/, ""))).toEqual(["reads no messages in the language ur"]);
});

test("a translation is of a page that is there, and no other file is one", () => {
  expect(translationFaults(folder, "gone.ur.html", page(""))).toEqual([
    "translates gone.html, which is not there",
  ]);
  for (const file of ["find.html", "find.xx.html", "ur.html", "find.ur.json"])
    expect(translationFaults(folder, file, page("9,999")), file).toEqual([]);
});
