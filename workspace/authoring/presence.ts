/** Who has a page open for writing. */
export interface Presence {
  draft: string;
  writer: string;
}

const goneAfter = 15_000;

/** Who writes which page now, as their browsers tell every few seconds. It is forgotten when the server ends. */
export class Attendance {
  private readonly seen = new Map<string, Presence & { address: string; at: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes that somebody has a page open, and tells who else has. */
  note(address: string, { draft, writer }: Presence): Presence[] {
    this.seen.set(draft, { address, draft, writer, at: this.now() });
    for (const [id, { at }] of this.seen) if (this.now() - at > goneAfter) this.seen.delete(id);
    return [...this.seen.values()]
      .filter((one) => one.address === address && one.draft !== draft)
      .map(({ draft: other, writer: name }) => ({ draft: other, writer: name }));
  }

  /** Whether the window that writes a draft is open, as far as is known. */
  isOpen(draft: string): boolean {
    const seen = this.seen.get(draft);
    return seen !== undefined && this.now() - seen.at <= goneAfter;
  }

  leave(draft: string): void {
    this.seen.delete(draft);
  }
}
