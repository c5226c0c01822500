import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable } from "../../loaders/protect/solve/table/protect-table.js";
import { auditTable } from "../../workspace/audit/audit-table.js";
import type { Table } from "../../workspace/audit/read-published.js";
import type { Shown } from "../../workspace/audit/rule.js";
import { cases } from "../soak.js";
import { randomTable } from "./solve/random-tables.js";

const shown = (text: string | null | undefined): Shown =>
  text == null ? undefined : text === "c" ? "suppressed" : Number(text);

it("what protect makes passes the audit under the same policy", async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, async ({ table, policy }) => {
      const { rows } = await protectTable(table, undefined, policy, { steps: 0 });
      const published: Table = {
        file: table.name,
        dimensions: table.dimensions,
        hasDenominator: table.denominatorColumn !== undefined,
        cells: rows.map(({ count, denominator }, i) => ({
          row: i + 2,
          categories: table.rows[i]!.key,
          count: shown(count),
          denominator: shown(denominator),
        })),
      };
      const { faults, findings } = await auditTable(published, policy);
      expect([...faults, ...findings]).toEqual([]);
    }),
    cases(5, 80),
  );
}, 120_000);
