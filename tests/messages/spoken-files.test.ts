import { expect, test } from "vitest";
import { fileIn, filesFor, languageOfFile, originalOf } from "../../components/messages/spoken-files.js";

test("a page lies beside itself in each language, and in the first as it is", () => {
  expect(fileIn("areas/index.html", "ur")).toBe("areas/index.ur.html");
  expect(fileIn("find.html", "en")).toBe("find.html");
  expect([languageOfFile("areas/index.ur.html"), originalOf("areas/index.ur.html")]).toEqual([
    "ur",
    "areas/index.html",
  ]);
  for (const file of ["find.html", "find.en.html", "find.xx.html", "ur.html", "a.ur.json"])
    expect([languageOfFile(file), originalOf(file)]).toEqual([undefined, file]);
});

test("a server looks for a file, then a page in the language asked for, then the page", () => {
  expect(filesFor("/find", "?lang=ur")).toEqual([
    ...["/find", "/find.ur.html", "/find/index.ur.html", "/find.html", "/find/index.html"],
  ]);
  expect(filesFor("/areas/", "?a=1&lang=pl").slice(2)).toEqual([
    ...["/areas/index.pl.html", "/areas/.html", "/areas/index.html"],
  ]);
  for (const search of ["", "?lang=en", "?lang=UR", "?lang=../x"])
    expect(filesFor("/", search)).toEqual(["/", "/.html", "/index.html"]);
});
