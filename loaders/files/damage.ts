import { isAscii } from "node:buffer";
import { plural } from "../../components/words/format.js";

const lost = Buffer.from("\ufffd");
/** How texts begin that were encoded as UTF-8 twice: "Ã" and "Â" with a sign behind them, and "â€". */
const twice = ["\u00c3\u0080", "\u00c3\u0152", "\u00c2\u0080", "\u00e2\u20ac"].map((start, i) =>
  Buffer.from(start).subarray(0, i === 3 ? 5 : 3),
);
const ampersand = 0x26;
const webSign =
  /^&(#\d{2,5}|#x[0-9a-f]{2,4}|amp|lt|gt|quot|apos|nbsp|[a-z]{1,2}(acute|grave|circ|uml|tilde|cedil|slash|ring|caron|lig));/i;
const longestWebSign = 12;

/** Counts in a text in UTF-8, piece by piece, what shows that letters of it were lost or changed before it came. */
export class Damage {
  private zeros = 0;
  private lost = 0;
  private twice = 0;
  private webSigns = 0;

  see(bytes: Buffer): void {
    if (bytes.includes(0)) for (const byte of bytes) if (byte === 0) this.zeros++;
    for (let at = bytes.indexOf(ampersand); at >= 0; at = bytes.indexOf(ampersand, at + 1))
      if (webSign.test(bytes.toString("latin1", at, at + longestWebSign))) this.webSigns++;
    if (isAscii(bytes)) return;
    this.lost += timesIn(bytes, lost);
    for (const start of twice) this.twice += timesIn(bytes, start);
  }

  /** What a steward should know of it, in sentences. */
  remarks(): string[] {
    const remarks: string[] = [];
    if (this.zeros)
      remarks.push(
        `It holds ${plural(this.zeros, "zero byte")}, which ${this.zeros === 1 ? "was" : "were"} passed over: what stood there may be lost. Ask the supplier to send it again.`,
      );
    if (this.lost)
      remarks.push(
        `It holds the sign for a letter that was lost (\ufffd) in ${plural(this.lost, "place")}. Ask the supplier to write it as UTF-8.`,
      );
    if (this.twice)
      remarks.push(
        `In ${plural(this.twice, "place")} letters seem to have been encoded twice, as Ã« for ë. Ask the supplier to write it as UTF-8.`,
      );
    if (this.webSigns)
      remarks.push(
        `In ${plural(this.webSigns, "place")} it has signs as web pages write them, as &amp; for &. Ask the supplier for plain text.`,
      );
    return remarks;
  }
}

function timesIn(bytes: Buffer, sought: Buffer): number {
  let times = 0;
  for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at + sought.length)) times++;
  return times;
}
