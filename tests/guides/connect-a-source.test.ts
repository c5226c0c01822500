import { expect, test } from "vitest";
import { sourceFrom } from "../check/desk.js";
import { fences } from "./guide.js";

const blocks = fences("connect-a-source.md", "yaml location");

test.each(blocks)("a location that the guide shows is one: %s", (block) => {
  const indented = block.replace(/^/gm, "  ");
  const { location } = sourceFrom(
    `columns: [{ name: a, headers: { any: A }, type: text }]\nlocation:\n${indented}`,
  );
  expect(location.type).toBe(/^type: (.*)$/m.exec(block)![1]);
});
