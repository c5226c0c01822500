import { formatSeconds } from "../../components/words/numbers.js";
import type { Database } from "../store/database.js";
import type { Manifest, StepEntry } from "../store/manifest.js";
import { safeMessage } from "../store/safe-message.js";
import { readStep, recordStep } from "../store/steps.js";
import { storageError } from "../store/storage.js";
import type { Plan } from "./plans.js";

export type Log = (line: string) => void;

/** What a step made: its record, and what the step itself says of it. */
export interface Done<Detail> {
  step: StepEntry;
  detail: Detail;
}

/** Does the steps of one refresh and keeps what came of each. */
export class StepRunner {
  readonly steps: Record<string, StepEntry> = {};
  readonly failures: Manifest["failures"] = [];
  /** Seconds that each step took which did anything. */
  readonly seconds: Record<string, number> = {};

  /** `failedBefore`: what failed in the last refresh; what fails again has failed since then. */
  constructor(
    private readonly failedBefore: Manifest["failures"],
    private readonly log: Log,
  ) {}

  /**
   * Does a step unless it is current. Undefined if it failed: the transaction is undone and the last good output stays.
   * `work` gives what is to be kept beside the record.
   */
  async run<Detail>(
    name: string,
    db: Database,
    plan: Plan,
    work: () => Promise<Detail>,
  ): Promise<Done<Detail> | undefined> {
    const done = await readStep<Detail>(db, name);
    if (done?.fingerprint === plan.fingerprint) {
      const { detail, ...step } = done;
      this.steps[name] = step;
      return { step, detail };
    }
    const started = performance.now();
    try {
      const result = await this.time(name, () =>
        db.transaction(async () => {
          const detail = await work();
          return { step: await recordStep(db, name, plan, detail), detail };
        }),
      );
      this.steps[name] = result.step;
      this.log(`${name.padEnd(9)} done  (${formatSeconds(performance.now() - started)})`);
      return result;
    } catch (error) {
      this.fail(name, error);
      return undefined;
    }
  }

  /** Does work and notes how long it took, also if it fails. */
  async time<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.seconds[name] = Math.round(performance.now() - started) / 1000;
    }
  }

  /** Keeps and tells a failure. Throws what the disk refused: nothing that follows would succeed. */
  fail(step: string, error: unknown): void {
    if (storageError(error)) throw error;
    const reason = safeMessage(error);
    const since = this.failedBefore.find((f) => f.step === step)?.since ?? new Date().toISOString();
    this.failures.push({ step, reason, since });
    this.log(`FAILED    ${step}: ${reason}`);
  }
}
