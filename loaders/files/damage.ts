import { isAscii } from "node:buffer";
import { plural } from "../../components/words/format.js";

const lost = Buffer.from("\ufffd");
/** How texts begin that were encoded as UTF-8 twice: "Ã" and "Â" with a sign behind them, and "â€". */
const twice = ["\u00c3\u0080", "\u00c3\u0152", "\u00c2\u0080", "\u00e2\u20ac"].map((start, i) =>
  Buffer.from(start).subarray(0, i === 3 ? 5 : 3),
);
const [ampersand, less, equals] = [0x26, 0x3c, 0x3d];
const webSign =
  /^&(#\d{2,5}|#x[0-9a-f]{2,4}|amp|lt|gt|quot|apos|nbsp|[a-z]{1,2}(acute|grave|circ|uml|tilde|cedil|slash|ring|caron|lig));/i;
const longestWebSign = 12;
const tag = /^<(br\s*\/?>|\/?(p|div|span|li|ul|strong|em|font)[ >])/i;
/** A letter beyond ASCII in quoted-printable: bytes of UTF-8, or one of Windows within a word. */
const mailSign = /^=[C-F][0-9A-F](=[89AB][0-9A-F])+/;
const mailSignInWord = /^[a-z]=[89A-F][0-9A-F][a-z=]/;
/** What ends a line to some programs, and does not here. */
const oddLineEnds = [[0x0b], [0x0c], [0x1e], [0xc2, 0x85], [0xe2, 0x80, 0xa8], [0xe2, 0x80, 0xa9]].map(
  (bytes) => Buffer.from(bytes),
);

/** Counts in a text in UTF-8, piece by piece, what shows that letters of it were lost or changed before it came. */
export class Damage {
  private zeros = 0;
  private lost = 0;
  private twice = 0;
  private webSigns = 0;
  private mailSigns = 0;
  private oddLineEnds = 0;

  see(bytes: Buffer): void {
    if (bytes.includes(0)) for (const byte of bytes) if (byte === 0) this.zeros++;
    this.webSigns += fitting(bytes, ampersand, webSign) + fitting(bytes, less, tag);
    this.mailSigns += mailSignsIn(bytes);
    for (const end of oddLineEnds.slice(0, 3)) this.oddLineEnds += timesIn(bytes, end);
    if (isAscii(bytes)) return;
    for (const end of oddLineEnds.slice(3)) this.oddLineEnds += timesIn(bytes, end);
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
        `In ${plural(this.webSigns, "place")} it has signs as web pages write them, as &amp; for & or <br> for a line end. Ask the supplier for plain text.`,
      );
    if (this.mailSigns)
      remarks.push(
        `In ${plural(this.mailSigns, "place")} it has letters as e-mails carry them, as =C3=AB for ë. Ask the supplier for plain text.`,
      );
    if (this.oddLineEnds)
      remarks.push(
        `In ${plural(this.oddLineEnds, "place")} it has a sign that ends a line to some programs (U+0085, U+2028, a vertical tab or the like) and was read as part of a cell. If rows are to end there, ask the supplier for line ends of Windows.`,
      );
    return remarks;
  }
}

/** Whether a text has a sign that ends a line to some programs, and none that ends one here. */
export function hasOnlyOddLineEnds(bytes: Buffer): boolean {
  return !bytes.includes(0x0a) && !bytes.includes(0x0d) && oddLineEnds.some((end) => bytes.includes(end));
}

/** How often a byte begins what a pattern fits. */
function fitting(bytes: Buffer, first: number, pattern: RegExp): number {
  let times = 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (pattern.test(bytes.toString("latin1", at, at + longestWebSign))) times++;
  return times;
}

function mailSignsIn(bytes: Buffer): number {
  let times = 0;
  for (let at = bytes.indexOf(equals); at >= 0; at = bytes.indexOf(equals, at + 1)) {
    const [sign] = mailSign.exec(bytes.toString("latin1", at, at + longestWebSign)) ?? [];
    if (!sign && !mailSignInWord.test(bytes.toString("latin1", at - 1, at + 4))) continue;
    times++;
    at += sign ? sign.length - 1 : 0;
  }
  return times;
}

function timesIn(bytes: Buffer, sought: Buffer): number {
  let times = 0;
  for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at + sought.length)) times++;
  return times;
}
