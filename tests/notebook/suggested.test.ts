import { expect, test } from "vitest";
import { suggestedOf } from "../../components/notebook/suggested.js";

const offers = [
  { value: "good-level-fsm-gap", words: "Free school meals gap" },
  { value: "take-up", words: "Take-up at two" },
];

test.each([
  ["take-upp", " Did you mean “take-up”?"],
  ["free-school-meals-gap", " Did you mean “good-level-fsm-gap”?"],
  ["x", " There are: good-level-fsm-gap, take-up."],
])("for the id %s, writers are told:%s", (wrong, expected) => {
  expect(suggestedOf(wrong, offers)).toBe(expected);
});
