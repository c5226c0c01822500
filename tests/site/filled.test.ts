import { expect, test } from "vitest";
import { titleOfEach } from "../../workspace/authoring/title-of-each.js";

test.each([
  ["{{name}}: childcare", "(the name of each): childcare"],
  ["Take-up", "Take-up"],
])("a page for each of a list, %s, is listed as %s", (title, expected) => {
  expect(titleOfEach(title)).toBe(expected);
});
