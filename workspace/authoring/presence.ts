import { newDraftId } from "./drafts.js";

/** Who has a page open for writing. */
export interface Presence {
  draft: string;
  writer: string;
}

const goneAfter = 15_000;

interface Seen extends Presence {
  address: string;
  at: number;
  /** The draft of the window that took the page over from this one. */
  takenBy?: string;
}

/** Who writes which page now, as their browsers tell every few seconds. It is forgotten when the server ends. */
export class Attendance {
  private readonly seen = new Map<string, Seen>();
  /** The window that writes each draft, and the drafts of windows that wanted one that another has. */
  private readonly holders = new Map<string, string>();
  private readonly instead = new Map<string, string>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes that somebody has a page open, and tells who else has, and who of them took it over from this window. */
  note(address: string, { draft, writer }: Presence): { others: Presence[]; takenBy?: Presence } {
    const takenBy = this.seen.get(draft)?.takenBy;
    this.seen.set(draft, { address, draft, writer, at: this.now(), ...(takenBy && { takenBy }) });
    for (const [id, { at }] of this.seen) if (this.now() - at > goneAfter) this.seen.delete(id);
    const others = [...this.seen.values()]
      .filter((one) => one.address === address && one.draft !== draft)
      .map(({ draft: other, writer: name }) => ({ draft: other, writer: name }));
    // A page is had again once the window that took it has left.
    const taker = others.find((one) => one.draft === takenBy);
    return { others, ...(taker && { takenBy: taker }) };
  }

  /**
   * The draft that a window may write that wants to write this one: this one, or another of its own where a window that is open
   * has it.
   */
  draftFor(window: string, draft: string): string {
    const own = this.instead.get(`${window} ${draft}`);
    if (own !== undefined) return own;
    const holder = this.holders.get(draft);
    if (holder !== undefined && holder !== window && this.isOpen(draft))
      return this.anotherFor(window, draft);
    // A window that browsers let sleep may wake up, and write what it has.
    if (holder !== undefined && holder !== window) this.anotherFor(holder, draft);
    this.holders.set(draft, window);
    return draft;
  }

  private anotherFor(window: string, draft: string): string {
    const own = newDraftId();
    this.instead.set(`${window} ${draft}`, own);
    this.holders.set(own, window);
    return own;
  }

  /** Takes a page over from another window: that one is told, and this one has it again where it was taken from it. */
  takeOver(draft: string, from: string): void {
    const [own, other] = [this.seen.get(draft), this.seen.get(from)];
    if (own) delete own.takenBy;
    if (other) other.takenBy = draft;
  }

  /** Whether the window that writes a draft is open, as far as is known. */
  isOpen(draft: string): boolean {
    const seen = this.seen.get(draft);
    return seen !== undefined && this.now() - seen.at <= goneAfter;
  }

  leave(draft: string): void {
    this.seen.delete(draft);
    this.holders.delete(draft);
  }
}
