import { refuseLargeElement } from "./bounds.js";
import { ascii } from "./bytes.js";
import { Unusable } from "./refused.js";

const { apostrophe, colon, equals, exclamationMark, greater, questionMark, quote, slash, space } = ascii;

/** What an XML text consists of, in its order. Names come without the prefix of their namespace. */
export interface XmlHandler {
  /** Its attributes stand in `text` between these two places: see attributesOf. */
  open(name: string, text: string, from: number, to: number): void;
  /** Text as it stands, its entities not resolved: see textOf. `isPlain`: it has none, being CDATA. */
  text(text: string, isPlain: boolean): void;
  close(name: string): void;
}

/**
 * Splits an XML text into its tags and texts, chunk by chunk. It resolves no entities but those of XML itself, and throws
 * Unusable of a document type, which could define others, and of a text that ends within a tag.
 *
 * By hand, as the parsers for Node take longer over a sheet than calamine does for the whole workbook: they make an object
 * of every tag, and a sheet has two or three for each cell. `npm run bench -- check` tells.
 */
export class XmlScanner {
  private rest = "";
  private depth = 0;

  constructor(private readonly handler: XmlHandler) {}

  push(chunk: string): void {
    const text = this.rest ? this.rest + chunk : chunk;
    let at = 0;
    while (at < text.length) {
      const tag = text.indexOf("<", at);
      if (tag < 0) break;
      if (tag > at) this.handler.text(text.slice(at, tag), false);
      const next = this.tag(text, tag);
      at = next < 0 ? tag : next;
      if (next < 0) break;
    }
    this.rest = at ? text.slice(at) : text;
    refuseLargeElement(this.rest.length);
  }

  /** Whether all of it has been handed on. */
  get isBetweenTags(): boolean {
    return this.rest === "";
  }

  /** Throws Unusable if an element is open, or a tag not whole. */
  end(): void {
    if (this.depth !== 0 || this.rest.includes("<")) throw new BrokenXml();
  }

  /** Reads what begins with a "<". Gives the place behind it, or -1 if its end is not there yet. */
  private tag(text: string, from: number): number {
    let at = from + 1;
    let code = text.charCodeAt(at);
    if (code === questionMark) return after(text, "?>", from);
    if (code === exclamationMark) return this.declaration(text, from);
    const isEnd = code === slash;
    if (isEnd) code = text.charCodeAt(++at);
    let start = at;
    while (code > space && code !== slash && code !== greater) {
      if (code === colon) start = at + 1;
      code = text.charCodeAt(++at);
    }
    const nameEnd = at;
    while (code !== greater) {
      if (code === quote || code === apostrophe) {
        at = text.indexOf(code === quote ? '"' : "'", at + 1);
        if (at < 0) return -1;
      }
      // NaN, beyond the end.
      if (!(code >= 0)) return -1;
      code = text.charCodeAt(++at);
    }
    const name = text.slice(start, nameEnd);
    if (isEnd) {
      if (--this.depth < 0) throw new BrokenXml();
      this.handler.close(name);
      return at + 1;
    }
    const isClosed = text.charCodeAt(at - 1) === slash;
    this.handler.open(name, text, nameEnd, isClosed ? at - 1 : at);
    if (isClosed) this.handler.close(name);
    else this.depth++;
    return at + 1;
  }

  private declaration(text: string, from: number): number {
    const start = text.slice(from, from + 9);
    if ("<![CDATA[".startsWith(start)) {
      const end = start.length < 9 ? -1 : text.indexOf("]]>", from);
      if (end < 0) return -1;
      this.handler.text(text.slice(from + 9, end), true);
      return end + 3;
    }
    if ("<!--".startsWith(start.slice(0, 4))) return start.length < 4 ? -1 : after(text, "-->", from + 4);
    throw new Unusable(
      "It holds XML that defines entities, which no spreadsheet does.",
      "Ask the supplier to send it again.",
    );
  }
}

/** An XML text that is cut short, or closes what was not opened. */
export class BrokenXml extends Unusable {
  constructor() {
    super("It is XML that is not whole.", "Ask the supplier to send it again.");
  }
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}

/** Walks over the attributes of a tag. */
export class AttributeWalk {
  private at = 0;
  private to = 0;
  /** Where the name of the attribute begins and ends. */
  nameFrom = 0;
  nameTo = 0;
  /** Where its value begins and ends. */
  valueFrom = 0;
  valueTo = 0;

  constructor(private text = "") {}

  over(text: string, from: number, to: number): void {
    this.text = text;
    this.at = from;
    this.to = to;
  }

  /** Goes to the next one. False if there is none. */
  next(): boolean {
    const { text, to } = this;
    let { at } = this;
    while (at < to && text.charCodeAt(at) <= space) at++;
    this.nameFrom = at;
    let code = text.charCodeAt(at);
    while (at < to && code > space && code !== equals) code = text.charCodeAt(++at);
    this.nameTo = at;
    while (at < to && (code <= space || code === equals)) code = text.charCodeAt(++at);
    if (at >= to || (code !== quote && code !== apostrophe)) return false;
    this.valueFrom = at + 1;
    at++;
    while (at < to && text.charCodeAt(at) !== code) at++;
    this.valueTo = at;
    this.at = at + 1;
    return true;
  }

  get name(): string {
    return this.text.slice(this.nameFrom, this.nameTo);
  }

  get value(): string {
    return textOf(this.text.slice(this.valueFrom, this.valueTo));
  }
}

/** The attributes of a tag, by their whole names, prefixes included. */
export function attributesOf(text: string, from: number, to: number): Record<string, string> {
  const walk = new AttributeWalk();
  walk.over(text, from, to);
  const found: Record<string, string> = {};
  while (walk.next()) found[walk.name] = walk.value;
  return found;
}

/** A text of XML with its entities resolved. */
export function textOf(text: string): string {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  return lines.includes("&") ? lines.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, entity) : lines;
}

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function entity(whole: string, name: string): string {
  if (!name.startsWith("#")) return entities[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
