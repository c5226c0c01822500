/** Where a draft is kept, and what of it is not yet. */
export type KeeperState =
  | { kind: "clean" }
  | { kind: "waiting" }
  | { kind: "kept"; at: Date }
  | { kind: "here-only"; why: string }
  | { kind: "nowhere"; why: string };

export interface KeeperPlaces {
  /** Keeps it in this browser, at once. False if the browser has no room for it. */
  here(text: string): boolean;
  /** Keeps it on disk. */
  onDisk(text: string): Promise<unknown>;
  show(state: KeeperState): void;
}

const hereAfter = 1_000;
const onDiskAfter = 2_000;
// The page beside the text is drawn from the disk: a short rest is enough to see what was typed.
const restingAfter = 120;

/**
 * Keeps what is typed: in the browser within a second, on disk at the first rest and within two, however fast one types.
 * What cannot be kept on disk is tried again every two seconds.
 */
export class Keeper {
  private text: string | undefined;
  private hereTimer: ReturnType<typeof setTimeout> | undefined;
  private diskTimer: ReturnType<typeof setTimeout> | undefined;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private sent = Promise.resolve();
  /** Neither disk nor browser could keep what was typed last. */
  isNowhere = false;

  constructor(private readonly places: KeeperPlaces) {}

  /** Takes in what has been typed. */
  typed(text: string): void {
    this.text = text;
    this.places.show({ kind: "waiting" });
    this.hereTimer ??= setTimeout(() => this.keepHere(), hereAfter);
    this.diskTimer ??= setTimeout(() => void this.keepOnDisk(), onDiskAfter);
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => void this.keepOnDisk(), restingAfter);
  }

  /** Keeps at once what is not kept yet, as before the page is left. */
  async flush(): Promise<void> {
    this.keepHere();
    if (this.sending) await this.sent;
    await this.keepOnDisk();
  }

  /** There is nothing to keep any more: it has been saved. */
  forget(): void {
    clearTimeout(this.hereTimer);
    clearTimeout(this.diskTimer);
    clearTimeout(this.restTimer);
    this.hereTimer = undefined;
    this.diskTimer = undefined;
    this.text = undefined;
    this.isNowhere = false;
    this.places.show({ kind: "clean" });
  }

  private keepHere(): void {
    clearTimeout(this.hereTimer);
    this.hereTimer = undefined;
    if (this.text !== undefined) this.places.here(this.text);
  }

  private async keepOnDisk(): Promise<void> {
    clearTimeout(this.diskTimer);
    clearTimeout(this.restTimer);
    this.diskTimer = undefined;
    const { text } = this;
    if (text === undefined || this.sending) return;
    this.sending = true;
    this.sent = this.send(text);
    await this.sent;
  }

  private async send(text: string): Promise<void> {
    let next = restingAfter;
    try {
      await this.places.onDisk(text);
      this.isNowhere = false;
      if (this.text === text) {
        this.text = undefined;
        this.places.show({ kind: "kept", at: new Date() });
      }
    } catch (error) {
      // What was typed meanwhile is the newer text.
      this.isNowhere = !this.places.here(this.text ?? text);
      this.places.show({
        kind: this.isNowhere ? "nowhere" : "here-only",
        why: (error as Error).message,
      });
      next = onDiskAfter;
    } finally {
      this.sending = false;
    }
    if (this.text !== undefined) this.diskTimer ??= setTimeout(() => void this.keepOnDisk(), next);
  }
}
