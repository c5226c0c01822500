// What Framework gives every cell of a page, for checking cells. A value that another cell made is what its promise or
// generator gives.

type CellValue<T> =
  T extends Promise<infer V>
    ? CellValue<V>
    : T extends AsyncGenerator<infer V>
      ? V
      : T extends Generator<infer V>
        ? V
        : T;
/** A cell, as the checker sees it: what it declares, as other cells see it. */
declare function __cell<T>(run: () => Promise<T>): Promise<{ [name in keyof T]: CellValue<T[name]> }>;
/** An expression in prose. */
declare function __shown(value: unknown): void;

interface Attachment {
  json(): Promise<any>;
  csv(options?: object): Promise<any>;
  tsv(options?: object): Promise<any>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  arrow(): Promise<any>;
  arquero(): Promise<any>;
  parquet(): Promise<any>;
  sqlite(): Promise<any>;
  xlsx(): Promise<any>;
  zip(): Promise<any>;
  xml(): Promise<any>;
  html(): Promise<any>;
  image(): Promise<any>;
  url(): Promise<string>;
  href: string;
  name: string;
}
declare function FileAttachment(name: string): Attachment;
declare function display<T>(value: T): T;
declare function view<T>(input: Element & { value: T }): AsyncGenerator<Exclude<T, undefined>>;
declare function resize(draw: (width: number, height: number) => unknown): Element;
declare const Generators: {
  input<T>(input: Element & { value: T }): AsyncGenerator<Exclude<T, undefined>>;
  observe<T>(observe: (change: (value: T) => void) => unknown): AsyncGenerator<T>;
  [name: string]: any;
};
declare function Mutable<T>(value: T): AsyncGenerator<T> & { value: T };
declare const width: number;
declare const now: number;
declare const dark: boolean;
declare const invalidation: Promise<void>;
declare const visibility: (value?: unknown) => Promise<any>;
declare const observable: { params: Record<string, string>; [name: string]: any };

// Libraries are as they come: their own types would make checking slow.
declare const Inputs: any;
declare const Plot: any;
declare const d3: any;
declare const aq: any;
declare const htl: any;
declare const html: any;
declare const svg: any;
declare const tex: any;
declare const md: any;
declare const dot: any;
declare const mermaid: any;
declare const sql: any;
declare const DuckDBClient: any;
declare const Arrow: any;
declare const _: any;
declare const L: any;
declare const topojson: any;
declare const vl: any;
declare module "npm:*";
