import { isAscii } from "node:buffer";
import { plural } from "../../components/words/format.js";

const lost = Buffer.from("\ufffd");
/** How texts begin that were encoded as UTF-8 twice: "Ã" and "Â" with a sign behind them, and "â€". */
const twice = ["\u00c3\u0080", "\u00c3\u0152", "\u00c2\u0080", "\u00e2\u20ac"].map((start, i) =>
  Buffer.from(start).subarray(0, i === 3 ? 5 : 3),
);
const [ampersand, less, equals, percent, backslash, questionMark] = [0x26, 0x3c, 0x3d, 0x25, 0x5c, 0x3f];
const webSign =
  /^&(#\d{2,5}|#x[0-9a-f]{2,4}|amp|lt|gt|quot|apos|nbsp|[a-z]{1,2}(acute|grave|circ|uml|tilde|cedil|slash|ring|caron|lig));/i;
const longestWebSign = 12;
const tag = /^<(br\s*\/?>|\/?(p|div|span|li|ul|strong|em|font)[ >])/i;
/** A letter beyond ASCII in quoted-printable: bytes of UTF-8, or one of Windows within a word. */
const mailSign = /^=[C-F][0-9A-F](=[89AB][0-9A-F])+/;
const mailSignInWord = /^[a-z]=[89A-F][0-9A-F][a-z=]/;
/** A letter beyond ASCII as web addresses have it, and as programs write it in texts of their own. */
const addressSign = /^%C[3-9](%[89AB][0-9A-F])+/i;
const programSign = /^\\u0[0-9a-f]{3}|^\\x[89a-f][0-9a-f]/i;
/** A question mark between two letters, which a program wrote for one that its encoding lacked. */
const lostInWord = /^[a-z]\?[a-z]/i;
/** What stands before a sign that belongs to the address of a page. */
const address = /(:\/\/|www\.)[^\s,;|"]*$/i;
const longestAddress = 400;
/** How Windows' own signs begin where they were taken for those of Latin-1: a control that nobody sees. */
const controlStart = 0xc2;

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
  private addressSigns = 0;
  private programSigns = 0;
  private lostInWords = 0;
  private controls = 0;
  private oddLineEnds = 0;

  see(bytes: Buffer): void {
    if (bytes.includes(0)) for (const byte of bytes) if (byte === 0) this.zeros++;
    this.webSigns += fitting(bytes, ampersand, webSign) + fitting(bytes, less, tag);
    this.mailSigns += mailSignsIn(bytes);
    this.programSigns += fitting(bytes, backslash, programSign);
    this.addressSigns += fittingOutside(bytes, percent, addressSign);
    this.lostInWords += fittingOutside(bytes, questionMark, lostInWord, 1);
    for (const end of oddLineEnds.slice(0, 3)) this.oddLineEnds += timesIn(bytes, end);
    if (isAscii(bytes)) return;
    for (const end of oddLineEnds.slice(3)) this.oddLineEnds += timesIn(bytes, end);
    this.lost += timesIn(bytes, lost);
    for (const start of twice) this.twice += timesIn(bytes, start);
    this.controls += controlsIn(bytes);
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
    if (this.addressSigns)
      remarks.push(
        `In ${plural(this.addressSigns, "place")} it has letters as web addresses carry them, as %C3%AB for ë. Ask the supplier for plain text.`,
      );
    if (this.programSigns)
      remarks.push(
        `In ${plural(this.programSigns, "place")} it has letters as programs write them, as \\u00eb for ë. Ask the supplier for plain text.`,
      );
    if (this.lostInWords)
      remarks.push(
        `In ${plural(this.lostInWords, "place")} it has a question mark within a word, as programs write it for a letter that their encoding lacks. Ask the supplier to write it as UTF-8.`,
      );
    if (this.controls)
      remarks.push(
        `In ${plural(this.controls, "place")} it has a sign that nobody sees where Windows has an apostrophe, a dash or the like (U+0080 to U+009F). Ask the supplier to write it as UTF-8.`,
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

/** As fitting, not within the address of a page; the pattern fits from `before` bytes before the byte on. */
function fittingOutside(bytes: Buffer, sought: number, pattern: RegExp, before = 0): number {
  let times = 0;
  for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at + 1)) {
    const from = Math.max(0, at - before);
    if (!pattern.test(bytes.toString("latin1", from, from + longestWebSign))) continue;
    if (!address.test(bytes.toString("latin1", Math.max(0, at - longestAddress), at))) times++;
  }
  return times;
}

/** How often a control of Latin-1 comes, but for the one that ends a line. */
function controlsIn(bytes: Buffer): number {
  let times = 0;
  for (let at = bytes.indexOf(controlStart); at >= 0; at = bytes.indexOf(controlStart, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next >= 0x80 && next <= 0x9f && next !== 0x85) times++;
  }
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
