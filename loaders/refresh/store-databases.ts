import { existsSync, rmSync } from "node:fs";
import { keptFolder, putBack } from "../link/kept.js";
import type { Source } from "../registry/source.js";
import { Database } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { tellsOfDamage } from "../store/sound.js";
import { databaseMemory, shares } from "./memory.js";

/** The databases of a store, each opened when it is first needed; what is damaged or gone is mended or told. */
export class StoreDatabases {
  private readonly open = new Map<keyof typeof shares, Database>();
  /** Whether the databases were there, and whole, before any of them was opened. */
  private whole: boolean;

  /** `isFirst`: nothing has been refreshed here before. */
  constructor(
    private readonly store: Store,
    private readonly isFirst: boolean,
    private readonly log: (line: string) => void,
  ) {
    this.whole = [store.identity, store.analysis].every((file) => existsSync(file));
  }

  get areWhole(): boolean {
    return this.whole;
  }

  /** The database that holds what is read from a source. */
  of(source: Source): Promise<Database> {
    return source.kind === "records" ? this.identity() : this.analysis();
  }

  identity(): Promise<Database> {
    return this.once("identity", () => this.openIdentity());
  }

  /** For writing. */
  analysis(): Promise<Database> {
    return this.once("analysis", () => this.openAnalysis());
  }

  /** The analysis database for reading: nothing writes to it any more. */
  analysisForPages(): Promise<Database> {
    this.close("analysis");
    return this.once("reading", () =>
      Database.open(this.store.analysis, { readOnly: true, ...this.within("reading") }),
    );
  }

  /** Read-only; its SQL reaches no other file. */
  publishableForPages(): Promise<Database> {
    return this.once("publishable", () =>
      Database.open(this.store.publishable, {
        readOnly: true,
        isolated: true,
        ...this.within("publishable"),
      }),
    );
  }

  closeAll(): void {
    for (const name of [...this.open.keys()]) this.close(name);
  }

  // What is more goes to a folder beside the database.
  private within(name: keyof typeof shares): { memory: number } {
    return { memory: Math.floor(databaseMemory() * shares[name]) };
  }

  private close(name: keyof typeof shares): void {
    this.open.get(name)?.close();
    this.open.delete(name);
  }

  private async once(name: keyof typeof shares, open: () => Promise<Database>): Promise<Database> {
    const db = this.open.get(name) ?? (await open());
    this.open.set(name, db);
    return db;
  }

  private async openIdentity(): Promise<Database> {
    const { store, log } = this;
    const isLost = !existsSync(store.identity);
    let identity: Database;
    try {
      identity = await Database.open(store.identity, this.within("identity"));
    } catch (error) {
      if (!tellsOfDamage(error)) throw error;
      throw new TellableError(
        `${store.identity}: is damaged, so nothing is refreshed and the last good state stays in use. Put it back from a backup; or move it away and refresh again: records are read anew, and reviewers' decisions and children's pseudonyms are put back from ${keptFolder(store)}.`,
      );
    }
    // From here on closed with the others, whatever fails.
    this.open.set("identity", identity);
    if (isLost) {
      const day = await putBack(identity, store);
      if (day)
        log(
          `LOST      ${store.identity}: it was gone. Records are read anew; reviewers' decisions and children's pseudonyms are put back as they were kept on ${day}, in ${keptFolder(store)}.`,
        );
      else if (!this.isFirst)
        log(
          `LOST      ${store.identity}: it was gone, and nothing of it was kept: reviewers' decisions are lost. If you have a backup, stop, put it there and refresh again.`,
        );
    }
    return identity;
  }

  // All of it can be made again.
  private async openAnalysis(): Promise<Database> {
    const { analysis } = this.store;
    try {
      return await Database.open(analysis, this.within("analysis"));
    } catch (error) {
      if (!tellsOfDamage(error)) throw error;
      this.log(`MENDED    ${analysis}: it was damaged. It is made again.`);
      this.whole = false;
      rmSync(analysis, { force: true });
      rmSync(`${analysis}.wal`, { force: true });
      return Database.open(analysis, this.within("analysis"));
    }
  }
}
