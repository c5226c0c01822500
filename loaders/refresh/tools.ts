import type { Plans } from "./plans.js";
import type { Log, StepRunner } from "./step-runner.js";
import type { StoreDatabases } from "./store-databases.js";

/** What doing a step of a refresh takes. */
export interface Tools {
  plans: Plans;
  databases: StoreDatabases;
  runner: StepRunner;
  log: Log;
}
