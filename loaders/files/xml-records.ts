import iconv from "iconv-lite";
import { SaxesParser } from "saxes";
import { type Limits, refuseDepth, refuseLargeElement } from "./bounds.js";
import { type Encoding, encodingOf, utf8Chunks, utf8ChunksOf } from "./encoding.js";
import { Unusable } from "./refused.js";

/** The texts of a record by their paths, as in HEADER.UPN; of an attribute as in HEADER.@code. */
export type XmlRecord = Map<string, string>;

/** An element that is open. */
interface Open {
  name: string;
  text: string;
  isLeaf: boolean;
  /** Of an element around records: texts that came before, by their paths in it; null of a path that came twice. */
  before: Map<string, string | null>;
}

/**
 * The elements of a name in an XML file, one by one, so that a file of any size fits in memory: each with the texts inside it.
 * `above` says which texts of the elements around it are wanted, that came before it, as in CHILD.HEADER.UPN; one that came
 * twice is none of them. What occurs several times in a record is a JSON list. Names come without the prefix of their namespace.
 *
 * Throws Unusable of XML that is not whole, of an element of the name within another, and of XML that declares a document type: that could define entities without end.
 */
export async function* xmlRecords(
  file: string,
  record: string,
  above: (path: string) => boolean,
  limits: Limits,
  encoding?: Encoding,
): AsyncGenerator<XmlRecord> {
  const reader = new RecordReader(record, above, limits);
  const decoder = new TextDecoder();
  for await (const chunk of utf8ChunksOf("XML", file, encoding ?? (await xmlEncodingOf(file)))) {
    reader.push(decoder.decode(chunk, { stream: true }));
    yield* reader.take();
  }
  reader.end(decoder.decode());
  yield* reader.take();
}

/** The encoding of an XML file: what its bytes show, but where those tell a letter from no other, the one that its first line names. */
export async function xmlEncodingOf(file: string): Promise<Encoding> {
  const encoding = await encodingOf(file);
  if (encoding.name !== "windows-1252") return encoding;
  let start = "";
  for await (const chunk of utf8Chunks(file, encoding)) {
    start = chunk.toString("utf8", 0, 200);
    break;
  }
  const [, named = ""] = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(start) ?? [];
  const isOther = !/^(utf-?8|us-ascii|iso-?8859-?1|latin-?1|windows-1252)$/i.test(named);
  return isOther && iconv.encodingExists(named) ? { name: named, markBytes: 0 } : encoding;
}

class RecordReader {
  private readonly parser = new SaxesParser({ position: false });
  private readonly open: Open[] = [];
  private records: XmlRecord[] = [];
  private count = 0;
  /** Where in `open` the record at hand begins; -1 outside of one. */
  private at = -1;
  private values = new Map<string, string[]>();

  constructor(
    private readonly record: string,
    private readonly above: (path: string) => boolean,
    private readonly limits: Limits,
  ) {
    this.parser.on("doctype", () => {
      throw new Unusable(
        "It declares a document type, which no extract needs.",
        "Ask the supplier for XML without one.",
      );
    });
    this.parser.on("error", () => {
      throw this.broken();
    });
    // Without its option for namespaces the parser gives attributes as texts.
    this.parser.on("opentag", ({ name, attributes }) =>
      this.begin(localName(name), attributes as Record<string, string>),
    );
    this.parser.on("text", (text) => this.add(text));
    this.parser.on("cdata", (text) => this.add(text));
    this.parser.on("closetag", () => this.finish());
  }

  push(text: string): void {
    this.parser.write(text);
  }

  end(text: string): void {
    this.parser.write(text);
    this.parser.close();
  }

  /** The records that were finished since. */
  take(): XmlRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  private begin(name: string, attributes: Record<string, string>): void {
    const parent = this.open.at(-1);
    if (parent) parent.isLeaf = false;
    this.open.push({ name, text: "", isLeaf: true, before: new Map() });
    refuseDepth(this.open.length - 1, this.limits);
    if (name === this.record) {
      if (this.at >= 0) throw nested(name);
      this.at = this.open.length - 1;
    }
    for (const [key, value] of Object.entries(attributes))
      if (!/^xmlns(?::|$)|:/.test(key)) this.keep(`@${key}`, value);
  }

  private add(text: string): void {
    const one = this.open.at(-1);
    if (!one) return;
    one.text += text;
    refuseLargeElement(one.text.length);
  }

  private finish(): void {
    const one = this.open.at(-1)!;
    const text = one.text.trim();
    if (text || one.isLeaf) this.keep("", text);
    if (this.open.length - 1 === this.at) this.close();
    this.open.pop();
  }

  /** Keeps a text of the element at hand; `part` is one of its attributes. */
  private keep(part: string, text: string): void {
    const last = this.open.length - 1;
    if (this.at >= 0) {
      const path = this.pathFrom(this.at + 1, part) || "value";
      if (path === "value" && !text) return;
      const values = this.values.get(path);
      if (values) values.push(text);
      else this.values.set(path, [text]);
      return;
    }
    for (let i = 0; i <= last; i++) {
      const path = this.pathFrom(i, part);
      if (!this.above(path)) continue;
      const { before } = this.open[i]!;
      before.set(path, before.has(path) ? null : text);
    }
  }

  private pathFrom(start: number, part: string): string {
    const names = this.open.slice(start).map(({ name }) => name);
    return (part ? [...names, part] : names).join(".");
  }

  private close(): void {
    const record: XmlRecord = new Map();
    for (const { before } of this.open.slice(0, this.at))
      for (const [path, text] of before) if (text) record.set(path, text);
    for (const [path, texts] of this.values)
      record.set(path, texts.length === 1 ? texts[0]! : JSON.stringify(texts));
    this.records.push(record);
    this.count++;
    this.values = new Map();
    this.at = -1;
  }

  private broken(): Unusable {
    return new Unusable(
      `It is not whole XML: reading fails after record ${this.count}.`,
      "Ask the supplier to send it again.",
    );
  }
}

function nested(record: string): Unusable {
  return new Unusable(
    `It has an element called ${record} within another, and only one of the two could be a row.`,
    "Correct record under format in the registry, or ask the supplier for the layout agreed.",
  );
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
