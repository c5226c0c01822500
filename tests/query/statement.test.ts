import { describe, expect, it, test } from "vitest";
import { namesIn, statementOf } from "../../components/data-sets/statement.js";

describe("the one statement of a text", () => {
  it.each([
    "SELECT 1",
    "  with t as (select 1) from t",
    "-- what is it?\nFROM observations",
    "/* DROP TABLE observations; */ DESCRIBE observations",
    "(SELECT 1) UNION ALL (SELECT 2)",
    "SELECT ';' AS semicolon, \";\" FROM t",
  ])("is run: %s", (sql) => {
    expect(statementOf(sql)).toEqual({ kind: "query", sql });
  });

  it("loses its semicolon, and comments after it", () => {
    expect(statementOf("SELECT 1; -- all of it")).toEqual({ kind: "query", sql: "SELECT 1" });
  });

  it.each(["", "  \n", "-- nothing yet", ";"])("is nothing: “%s”", (sql) => {
    expect(statementOf(sql).kind).toBe("nothing");
  });

  it.each([
    ["SELECT 1; SELECT 2", "two queries"],
    ["SELECT 1; DROP TABLE observations", "two queries"],
    ["DROP TABLE observations", "reads tables and changes none"],
    ["SET enable_external_access = true", "reads tables and changes none"],
    ["COPY (SELECT 1) TO 'x.csv'", "reads tables and changes none"],
    ["SELEC 1", "Did you mean SELECT?"],
  ])("is refused: %s", (sql, why) => {
    const statement = statementOf(sql);
    expect(statement.kind === "refused" && statement.why).toContain(why);
  });
});

test("names are words and quoted names, not what stands in texts and comments", () => {
  expect([...namesIn(`SELECT 'not this' FROM "Areas_Ward" AS a -- nor this\nJOIN t ON $$or this$$`)]).toEqual(
    ["select", "from", "areas_ward", "as", "a", "join", "t", "on"],
  );
});
