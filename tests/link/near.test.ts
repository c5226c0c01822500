import { expect, test } from "vitest";
import { matchkeys } from "../../loaders/link/matchkeys.js";
import { nearBy } from "../../loaders/link/near.js";

test("whatever a rule pairs is near by some list of columns in which the two are equal", () => {
  const apart = matchkeys.filter(
    ({ equal }) => !nearBy.some((columns) => columns.every((column) => equal.includes(column))),
  );
  expect(apart.map(({ name }) => name)).toEqual([]);
});
