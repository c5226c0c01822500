import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { addDecision, createDecisions, undoDecision, type Verdict } from "../../loaders/link/decisions.js";
import { keptParameters } from "../../loaders/link/estimate.js";
import { keepCopy } from "../../loaders/link/kept.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { recordAccess, type ShownPair } from "../../loaders/link/review-access.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import type { Store } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { readQueue } from "./queue.js";
import { readDecisions } from "./read-decisions.js";
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

  /** The pairs that wait. That `who` sees them is on disk before they are given. */
  queue(who: string, onWait: OnWait): Promise<Queue> {
    return this.open(onWait, async (db) => {
      const model = this.readModel();
      const queue = await readQueue(db, (await keptParameters(db, model)) ?? model, readSources());
      await this.tell(
        db,
        who,
        queue.pairs.map(({ left, right }) => [left.evidence, right.evidence]),
      );
      return queue;
    });
  }

  /** Decisions with the names of their children. That `who` sees them is on disk before they are given. */
  decisions(offset: number, who: string, onWait: OnWait): Promise<DecisionList> {
    return this.open(onWait, async (db) => {
      const list = await readDecisions(db, offset);
      const ids = list.decisions.map(({ id }) => id);
      const pairs = ids.length
        ? await db.rows<{ l: string; r: string }>(
            `SELECT left_evidence::VARCHAR AS l, right_evidence::VARCHAR AS r FROM review_decision WHERE id IN (${ids.join(", ")})`,
          )
        : [];
      await this.tell(
        db,
        who,
        pairs.map(({ l, r }) => [l, r]),
      );
      return list;
    });
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

  private async tell(db: Database, who: string, pairs: ShownPair[]): Promise<void> {
    await recordAccess(db, { at: new Date(), account: userInfo().username, who }, pairs);
    await keepCopy(db, this.store, ["review_access"]);
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
