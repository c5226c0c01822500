import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { statuses } from "../../components/words/status.js";
import type { Store } from "../../loaders/store/paths.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";

const number = z.number().nullable();

const stood = z.object({
  indicator: z.string(),
  level: z.string(),
  area: z.string(),
  value: number,
  status: z.enum(statuses),
  period: z.string(),
  start: z.string(),
  source: z.string(),
  apart: z.boolean(),
  numerator: number,
  denominator: number,
  lower: number,
  upper: number,
});

const digest = z.object({
  id: z.string(),
  recipient: z.string(),
  at: z.string(),
  sample: z.boolean(),
  moves: z.array(
    z.object({
      indicator: z.string(),
      area: z.string(),
      from: z.string(),
      to: z.string(),
      verdict: z.string(),
      why: z.string(),
      source: z.string(),
    }),
  ),
});

const ledgerSchema = z.object({
  version: z.literal(1),
  /** ISO time at which the figures stood so. */
  seenAt: z.string(),
  /** Protected figures as they stood when moves were last looked for. */
  seen: z.array(stood),
  definitions: z.record(z.string(), z.string()),
  /** Not delivered yet. `begun`: it may have gone out when the process died, so it is not sent again. */
  waiting: z.array(digest.extend({ tries: z.int(), begun: z.boolean() })),
  /** What became of the others, the newest last. */
  told: z.array(
    z.object({
      id: z.string(),
      recipient: z.string(),
      at: z.string(),
      outcome: z.enum(["sent", "given up", "not known"]),
    }),
  ),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type Waiting = Ledger["waiting"][number];
export type Outcome = Ledger["told"][number]["outcome"];

/** How many of those that were told are remembered. */
const remembered = 1000;

/** What a store remembers of digests; undefined before the first, and where the file is damaged: then nothing old is told. */
export function readLedger(store: Store): Ledger | undefined {
  const file = fileOf(store);
  if (!existsSync(file)) return undefined;
  try {
    const read = ledgerSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it, in one step. */
export function keepLedger(store: Store, ledger: Ledger): void {
  writeFileAtomic(fileOf(store), `${JSON.stringify({ ...ledger, told: ledger.told.slice(-remembered) })}\n`);
}

/** The ledger with a digest no longer waiting, and what became of it. */
export function settled(ledger: Ledger, { id, recipient, at }: Waiting, outcome: Outcome): Ledger {
  return {
    ...ledger,
    waiting: ledger.waiting.filter((one) => one.id !== id),
    told: [...ledger.told, { id, recipient, at, outcome }],
  };
}

function fileOf({ folder }: Store): string {
  return join(folder, "digests.json");
}
