import { existsSync } from "node:fs";
import { join } from "node:path";
import { addDecision, createDecisions, undoDecision, type Verdict } from "../../loaders/link/decisions.js";
import { keptParameters } from "../../loaders/link/estimate.js";
import { keepCopy } from "../../loaders/link/kept.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import type { Store } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { readDecisions } from "./decisions-made.js";
import { readQueue } from "./queue.js";
import type { DecisionList, Queue } from "./types.js";

/** Called if a job has to end first that works on the same store, such as a refresh. */
export type OnWait = () => void;

/**
 * A reviewer's way to a store's identity database. The database is opened for each thing that is asked, under the
 * refresh lock, and closed again: so a refresh can run between any two of them, and what has been answered is on disk.
 */
export class Desk {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly readModel: () => Model,
  ) {
    if (!existsSync(store.identity))
      throw new TellableError(
        "There is nothing to review: the store has not been refreshed yet. Run npm run refresh first.",
      );
  }

  queue(onWait: OnWait): Promise<Queue> {
    return this.open(onWait, async (db) => {
      const model = this.readModel();
      return readQueue(db, (await keptParameters(db, model)) ?? model, readSources());
    });
  }

  decisions(offset: number, onWait: OnWait): Promise<DecisionList> {
    return this.open(onWait, (db) => readDecisions(db, offset));
  }

  /** Keeps a decision and gives its id. */
  decide(
    decision: { left: string; right: string; verdict: Verdict; who: string; why: string },
    onWait: OnWait,
  ): Promise<number> {
    return this.open(onWait, async (db) => {
      const id = await addDecision(db, decision, new Date());
      await this.keep(db);
      return id;
    });
  }

  undo(id: number, onWait: OnWait): Promise<void> {
    return this.open(onWait, async (db) => {
      await undoDecision(db, id, new Date());
      await this.keep(db);
    });
  }

  // What a person said is never lost with the database.
  private keep(db: Database): Promise<void> {
    return keepCopy(db, this.store, ["review_decision"]);
  }

  // One at a time, so that whoever holds the lock is another process.
  private open<T>(onWait: OnWait, work: (db: Database) => Promise<T>): Promise<T> {
    const next = this.last.then(() =>
      withLock(
        join(this.store.folder, "refresh.lock"),
        async () => {
          const db = await Database.open(this.store.identity);
          try {
            await createDecisions(db);
            return await work(db);
          } finally {
            db.close();
          }
        },
        onWait,
      ),
    );
    this.last = next.catch(() => {});
    return next;
  }
}
