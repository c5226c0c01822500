import { editorWith } from "./choose-draft.js";
import { make } from "./elements.js";
import { ask, type Merge, type Presence } from "./requests.js";

const presentEvery = 5_000;

/** Who else has a page open, told above its text: what they wrote is taken over here, and a page that was moved is followed. */
export class OthersHere {
  readonly element = make("div", { class: "others", role: "status" });
  private last = "";

  constructor(
    private readonly given: {
      address: string;
      /** The id of the draft that is written here. */
      draft: () => string;
      writer: string;
      /** What is written here now, and the version that it was made from. */
      written: () => { text: string; base: string | undefined };
      /** Comes back when what is written here is kept. */
      flush: () => Promise<void>;
      /** Whether the text can only be read, as another window has taken it over. */
      lock: (isTaken: boolean) => void;
      /** Goes on here with what was written in another window. */
      take: (merged: Merge, of: string) => void;
      tell: (words: string) => void;
    },
  ) {}

  /** Tells others that somebody writes here, and shows who else does, from now on. */
  watch(): void {
    setInterval(() => void this.present().catch(() => {}), presentEvery);
    void this.present().catch(() => {});
  }

  private async present(): Promise<void> {
    const { address, draft, lock } = this.given;
    const { others, takenBy, moved } = await ask("present", { address, draft: draft() });
    if (moved) return this.showMoved(moved.now);
    lock(takenBy !== undefined);
    // What is focused stays so while nothing has changed.
    const now = JSON.stringify([others, takenBy]);
    if (now === this.last) return;
    this.last = now;
    const take = (from: Presence, words: string) => this.button(words, () => this.takeOver(from));
    this.element.replaceChildren(
      ...(takenBy
        ? [
            make(
              "p",
              {},
              `${this.nameOf(takenBy)} has taken this page over, with what you had written. Your draft is kept. `,
              take(takenBy, "Take it back"),
            ),
          ]
        : others.map((one) =>
            make(
              "p",
              {},
              `${this.nameOf(one)} has this page open, too. What you both save is merged. `,
              take(one, "Take over what is written there"),
            ),
          )),
    );
  }

  private nameOf({ writer }: Presence): string {
    return writer === this.given.writer ? `Another window of ${writer}` : writer;
  }

  /** Goes on with what another window has written and not saved; there it can only be read from then on. */
  private async takeOver({ draft: from }: Presence): Promise<void> {
    const { address, draft, flush, written, lock, take } = this.given;
    await flush();
    const { text } = written();
    const merged = await ask("take-page", { address, draft: draft(), from, text });
    lock(false);
    take(merged, text);
    await this.present();
  }

  private showMoved(now: string | undefined): void {
    if (now === undefined) {
      this.element.textContent =
        "Somebody has taken this page away. Your text is kept: save a version to put it back.";
      return;
    }
    const { address, draft, written, flush } = this.given;
    const go = async (): Promise<void> => {
      await flush();
      await ask("draft", { address, id: draft(), ...written() });
      const followed = await ask("follow", { address, now, draft: draft() });
      location.assign(editorWith(now, followed.draft));
    };
    if (this.element.dataset.moved === now) return;
    this.element.dataset.moved = now;
    this.element.replaceChildren(
      `Somebody has moved this page to ${now}. `,
      this.button("Go on writing there", go),
    );
  }

  private button(words: string, work: () => Promise<void>): HTMLButtonElement {
    const onclick = () => void work().catch((error: Error) => this.given.tell(error.message));
    return make("button", { type: "button", onclick }, words);
  }
}
