import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as Inputs from "@observablehq/inputs";
import * as aq from "arquero";
import * as d3 from "d3";
import * as htl from "htl";
import { type FigureOptions, figure } from "../../components/figures/figure.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { filled } from "../../workspace/site/edition/filled.js";
import {
  createMarkdownIt,
  parseMarkdown,
  transpileJavaScript,
} from "../../workspace/site/framework/markdown.js";
import { attach } from "../notebook/stdlib.js";
import type { Passage, Table } from "./reader.js";
import { asRead, keepTable, tablesOf, textsOf } from "./texts.js";

interface Cell {
  id: string;
  /** Its code, as Framework makes it. */
  code: string;
  inputs: string[];
  outputs: string[];
  body: (...inputs: unknown[]) => unknown;
  /** What it was last run with, and what came of it. */
  ran?: { inputs: unknown[]; values: Map<string, unknown>; shown: Node[]; error: unknown };
}

/** A control of a page: the value of a cell that a reader chooses. */
interface Control {
  value: unknown;
}

class Chosen {
  constructor(readonly control: Control) {}
}

/** Reads a page data set: "explore/indicators.json". */
export type DataReader = (name: string) => Uint8Array;

/**
 * A page as Framework runs it, without a browser: its own Markdown and cells, over page data sets, with any choice of
 * its controls. Only cells that depend on what has changed run again.
 */
export class Page {
  readonly #cells: Cell[];
  readonly #root: HTMLElement;
  readonly #places = new Map<string, Comment>();
  readonly #builtins: Map<string, unknown>;
  #values = new Map<string, unknown>();
  #fresh = new Set<Cell>();

  private constructor(
    cells: Cell[],
    body: string,
    builtins: Map<string, unknown>,
    /** The page data sets that it is read over. */
    readonly data: DataReader,
    /** Gives modules the data sets of the page's audience. */
    private readonly attach: () => void,
  ) {
    this.#cells = inOrder(cells);
    this.#builtins = builtins;
    this.#root = document.createElement("main");
    this.#root.innerHTML = body;
    const walker = document.createTreeWalker(this.#root, NodeFilter.SHOW_COMMENT);
    while (walker.nextNode()) {
      const comment = walker.currentNode as Comment;
      const id = /^:(.+):$/.exec(comment.data)?.[1];
      if (id) this.#places.set(id, comment);
    }
    for (const waiting of this.#root.querySelectorAll("observablehq-loading")) waiting.remove();
  }

  /** Opens a page of `docs`, as in open("explore/take-up", …). */
  static async open(path: string, data: DataReader): Promise<Page> {
    const source = readFileSync(join(repositoryRoot, "docs", `${path}.md`), "utf8");
    return Page.of(source, path, data);
  }

  /** As open, of one of the pages that a page with a parameter stands for, by what its list says of it. */
  static async openFor(
    path: string,
    about: Readonly<Record<string, string>>,
    data: DataReader,
  ): Promise<Page> {
    const file = `${path}.md`;
    const page = { file, path: `/${path}` } as Parameters<typeof filled>[1]["page"];
    const source = filled(readFileSync(join(repositoryRoot, "docs", file), "utf8"), {
      path: page.path,
      page,
      about,
    });
    return Page.of(source, path, data, { ...about });
  }

  /** As open, of a page's text. `path` says where it would lie, `params` are the values of its parameters. */
  static async of(
    source: string,
    path: string,
    data: DataReader,
    params?: Record<string, string>,
  ): Promise<Page> {
    const parsed = parseMarkdown(source, {
      md: createMarkdownIt(),
      path: `/${path}`,
      ...(params && { params }),
    });
    const cells = parsed.code.flatMap(({ id, node, mode }): Cell[] => {
      const code = transpileJavaScript(node, {
        id,
        mode,
        path: `/${path}`,
        ...(params && { params }),
        // From components on: "inputs/area-list".
        resolveImport: (specifier) => specifier.replace(/^.*components\/(.+)\.js$/, "$1"),
      });
      const defined: Omit<Cell, "ran">[] = [];
      const define = (cell: Partial<Cell> & Pick<Cell, "id" | "body">) =>
        defined.push({ inputs: [], outputs: [], code, ...cell });
      new Function("define", "load", code.replaceAll("import(", "load("))(define, component);
      return defined;
    });
    const attached = (name: string) => attachment(join(dirname(path), name), data);
    const builtins = new Map<string, unknown>(
      Object.entries({
        FileAttachment: attached,
        Inputs,
        Generators: { input: (control: Control) => new Chosen(control) },
        html: htl.html,
        svg: htl.svg,
        sql: async () => [],
        aq,
        d3,
        Plot: {},
        invalidation: new Promise(() => {}),
        width: 640,
        now: Date.now(),
      }),
    );
    // The home page reaches components by way of the briefings.
    const [audience] = path.includes("/") ? path.split("/") : ["briefings"];
    const toModules = () => attach((name) => attachment(`${audience}/${name}`, data));
    return new Page(cells, parsed.body, builtins, data, toModules);
  }

  /** The value of a cell by its name, as of the last reading. */
  value<T>(name: string): T {
    return this.#values.get(name) as T;
  }

  /** Runs the page with these choices in place of what its controls say at first. Throws the first error of a cell. */
  async choose(choices: Record<string, unknown> = {}): Promise<void> {
    this.#fresh = new Set();
    this.#values = await this.#runAll(this.#cells, choices);
  }

  /** As choose, of the cells alone whose code holds one of these texts, and of those that lead to them. */
  async chooseFor(calls: readonly string[], choices: Record<string, unknown>): Promise<void> {
    this.#fresh = new Set();
    const wanted = this.#cells.filter(({ code }) => calls.some((call) => code.includes(call)));
    this.#values = await this.#runAll(this.#leadingTo(wanted), choices);
  }

  /** The value of a cell under some choices, without running what does not lead to it. */
  async ask<T>(name: string, choices: Record<string, unknown> = {}): Promise<T> {
    const makers = this.#cells.filter(({ outputs }) => outputs.includes(name));
    return (await this.#runAll(this.#leadingTo(makers), choices)).get(name) as T;
  }

  // Cells with all those whose values they read, in order.
  #leadingTo(cells: readonly Cell[]): Cell[] {
    const wanted = new Set(cells.flatMap(({ inputs }) => inputs));
    return this.#cells
      .toReversed()
      .filter((cell) => {
        const leads = cells.includes(cell) || cell.outputs.some((output) => wanted.has(output));
        if (leads) for (const input of cell.inputs) wanted.add(input);
        return leads;
      })
      .toReversed();
  }

  async #runAll(cells: readonly Cell[], choices: Record<string, unknown>): Promise<Map<string, unknown>> {
    this.attach();
    const values = new Map(this.#builtins);
    for (const cell of cells) {
      const inputs = cell.inputs.map((name) =>
        values.has(name) ? values.get(name) : (globalThis as never)[name],
      );
      const isSame = cell.ran?.inputs.every((value, i) => isPerCell(cell.inputs[i]!) || value === inputs[i]);
      if (!isSame) await this.#run(cell, inputs);
      if (cell.ran!.error) throw cell.ran!.error;
      for (const [name, value] of cell.ran!.values) {
        if (!(value instanceof Chosen)) values.set(name, value);
        else values.set(name, name in choices ? choices[name] : value.control.value);
      }
    }
    return values;
  }

  async #run(cell: Cell, inputs: unknown[]): Promise<void> {
    this.#fresh.add(cell);
    const shown: Node[] = [];
    const display = (value: unknown) => {
      shown.push(value instanceof Node ? value : document.createTextNode(String(value)));
      return value;
    };
    const view = (control: Control) => {
      display(control);
      return new Chosen(control);
    };
    const given = cell.inputs.map((name, i) =>
      name === "display" ? display : name === "view" ? view : inputs[i],
    );
    const values = new Map<string, unknown>();
    let error: unknown;
    try {
      const outputs = ((await cell.body(...given)) ?? {}) as Record<string, unknown>;
      for (const name of cell.outputs) values.set(name, await outputs[name]);
    } catch (thrown) {
      error = thrown;
    }
    for (const old of cell.ran?.shown ?? []) (old as ChildNode).remove();
    this.#places.get(cell.id)?.after(...shown);
    cell.ran = { inputs, values, shown, error };
  }

  /**
   * The texts of the page, each with the tables that stand beside it; with `changed`, only those that the last choice
   * made anew. `besides` are tables to hold them against in place of those on the page, `also` more than those.
   */
  passages({
    changed = false,
    besides,
    also = [],
  }: {
    changed?: boolean;
    besides?: readonly Table[];
    also?: readonly Table[];
  } = {}): Passage[] {
    const cells = changed ? this.#cells.filter((cell) => this.#fresh.has(cell)) : this.#cells;
    const onPage = [...(besides ?? this.#cells.flatMap(({ ran }) => tablesOf(ran?.shown ?? []))), ...also];
    const seen = new Set<Element>();
    const made = cells.flatMap((cell) => {
      const beside = tablesOf(cell.ran!.shown);
      return this.#rootsOf(cell).flatMap((root) => [...textsOf(root, { beside, onPage, seen })]);
    });
    return changed ? made : [...made, ...textsOf(this.#root, { beside: [], onPage, seen })];
  }

  // A cell in the midst of a sentence makes all of that sentence.
  #rootsOf(cell: Cell): Element[] {
    const block = this.#places.get(cell.id)?.parentElement?.closest("p, li, h1, h2, h3, h4, dd");
    return block ? [block] : cell.ran!.shown.filter((node) => node instanceof Element);
  }
}

// The table of a chart is only made when a reader opens it, so a figure is read from what it was given.
function readFigure(options: FigureOptions): HTMLElement {
  const made = figure(options);
  keepTable(made, asRead(options.table, options.title));
  return made;
}

function isPerCell(name: string): boolean {
  return name === "display" || name === "view";
}

async function component(name: string): Promise<unknown> {
  const module = (await import(
    pathToFileURL(join(repositoryRoot, "components", `${name}.ts`)).href
  )) as object;
  if (name === "figures/figure") return { ...module, figure: readFigure };
  // What was asked is given to the page by the test.
  return "ask" in module ? { ...module, ask: () => ({ value: undefined }) } : module;
}

function attachment(path: string, data: DataReader) {
  const bytes = () => data(path.replace("/data/", "/"));
  return {
    json: async () => JSON.parse(Buffer.from(bytes()).toString()) as unknown,
    arrayBuffer: async () => Uint8Array.from(bytes()).buffer,
  };
}

// Each cell after those whose values it reads.
function inOrder(cells: Cell[]): Cell[] {
  const maker = new Map(cells.flatMap((cell) => cell.outputs.map((name) => [name, cell] as const)));
  const ordered = new Set<Cell>();
  const visit = (cell: Cell, path: Cell[]): void => {
    if (ordered.has(cell)) return;
    if (path.includes(cell)) throw new Error(`Cell ${cell.id} rests on itself.`);
    for (const name of cell.inputs) {
      const before = maker.get(name);
      if (before && before !== cell) visit(before, [...path, cell]);
    }
    ordered.add(cell);
  };
  for (const cell of cells) visit(cell, []);
  return [...ordered];
}
