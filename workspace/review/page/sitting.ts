import type { Verdict } from "../../../loaders/link/decisions.js";
import type { DecisionEntry, Queue, ReviewPair } from "../types.js";
import { ask } from "./ask.js";

/** A decision on a pair of this sitting. Its id comes when it is on disk. */
export interface Decided {
  verdict: Verdict;
  kept: Promise<number>;
  /** Undefined until it is kept. */
  id?: number;
  /** The decision on the same pair that it replaced. */
  before: Decided | undefined;
}

export interface Events {
  /** Something to show has changed. */
  changed: () => void;
  /** A decision, by its pair's position, waits for another job to end; is on disk; or was undone. */
  waiting: (at: number) => void;
  kept: (at: number) => void;
  undone: (at: number) => void;
  /** A decision or its undoing did not come to pass: all is as before. */
  failed: (at: number, what: "kept" | "undone", error: Error) => void;
}

/** The pairs of one load of the page, where the reviewer is among them, and what was decided. */
export class Sitting {
  readonly pairs: readonly ReviewPair[];
  readonly total: number;
  at = 0;
  private readonly decisions = new Map<number, Decided>();
  /** Positions in the order of their decisions. */
  private readonly order: number[] = [];
  private outstanding = 0;

  constructor(
    { pairs, total }: Queue,
    private readonly events: Events,
  ) {
    this.pairs = pairs;
    this.total = total;
  }

  /** The decision on the pair at a position, kept or still on its way. */
  decided(at: number): Decided | undefined {
    return this.decisions.get(at);
  }

  get count(): number {
    return this.decisions.size;
  }

  /** True while something that the reviewer gave is not on disk. */
  get unsaved(): boolean {
    return this.outstanding > 0;
  }

  move(by: number): void {
    this.at = Math.max(Math.min(this.at + by, this.pairs.length - 1), 0);
    this.events.changed();
  }

  /** Decides on the pair that is shown and goes on to the next that is not decided. */
  decide(verdict: Verdict, why: string): void {
    const at = this.at;
    const pair = this.pairs[at];
    if (!pair) return;
    const { left, right } = pair;
    const body = { left: left.evidence, right: right.evidence, verdict, why };
    const kept = this.send(() => ask<number>("decide", body, () => this.events.waiting(at)));
    const decided: Decided = { verdict, kept, before: this.decisions.get(at) };
    this.remember(at, decided);
    this.at = this.nextUndecided(at);
    this.events.changed();
    kept.then(
      (id) => {
        decided.id = id;
        this.events.kept(at);
      },
      (error: Error) => {
        this.forget(at, decided);
        this.events.failed(at, "kept", error);
      },
    );
  }

  /** Undoes the last decision of this sitting and shows its pair. */
  undoLast(): void {
    const at = this.order.at(-1);
    const decided = at === undefined ? undefined : this.decisions.get(at);
    if (at === undefined || !decided) return;
    this.at = at;
    this.undo(decided.kept, at, decided);
  }

  /** Undoes a decision of the list of decisions. */
  undoListed({ id }: DecisionEntry): void {
    const [at, decided] = [...this.decisions].find(([, one]) => one.id === id) ?? [];
    this.undo(Promise.resolve(id), at, decided);
  }

  private undo(kept: Promise<number>, at = -1, decided?: Decided): void {
    if (decided) this.forget(at, decided);
    this.events.changed();
    const undone = this.send(async () => ask("undo", { id: await kept }, () => this.events.waiting(at)));
    undone.then(
      () => this.events.undone(at),
      (error: Error) => {
        if (decided) this.remember(at, decided);
        this.events.failed(at, "undone", error);
      },
    );
  }

  private async send<T>(work: () => Promise<T>): Promise<T> {
    this.outstanding++;
    try {
      return await work();
    } finally {
      this.outstanding--;
    }
  }

  private remember(at: number, decided: Decided): void {
    this.decisions.set(at, decided);
    this.order.push(at);
  }

  private forget(at: number, decided: Decided): void {
    if (this.decisions.get(at) === decided) {
      if (decided.before) this.decisions.set(at, decided.before);
      else this.decisions.delete(at);
    }
    const place = this.order.lastIndexOf(at);
    if (place >= 0) this.order.splice(place, 1);
  }

  private nextUndecided(from: number): number {
    const { length } = this.pairs;
    for (let step = 1; step <= length; step++) {
      const at = (from + step) % length;
      if (!this.decisions.has(at)) return at;
    }
    return from;
  }
}
