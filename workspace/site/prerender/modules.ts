import { posix } from "node:path";
import { type Context, Script } from "node:vm";
import { drawnCellsModule } from "../framework/cells-script.js";
import { world } from "./functions-of.js";

type Body = (require: (path: string) => unknown, module: { exports: unknown }, exports: unknown) => void;

/** The modules of a built site. Each is compiled once, and run anew in every page that imports it. */
export class Modules {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #compiled = new Map<string, Script>();

  /** `texts`: as functionsOf gives them. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  /** Runs a page's script with all that it imports in a world of its own. `page`: its path below the site's folder. */
  run(context: Context, page: string, text: string): void {
    const run = new Map<string, { exports: unknown }>();
    const load = (name: string): unknown => {
      const known = run.get(name);
      if (known) return known.exports;
      const module = { exports: {} };
      run.set(name, module);
      const script = this.#script(name);
      if (script) call(script, name, module);
      return module.exports;
    };
    const call = (script: Script, name: string, module: { exports: unknown }) =>
      (script.runInContext(context) as Body)((path) => load(nameOf(name, path)), module, module.exports);
    load(world);
    call(compile(text, page), page, { exports: {} });
  }

  // What is not here is empty: a cell that needs it fails.
  #script(name: string): Script | undefined {
    const text = this.#texts.get(name);
    if (text === undefined) return undefined;
    const script = this.#compiled.get(name) ?? compile(text, name);
    this.#compiled.set(name, script);
    return script;
  }
}

function compile(text: string, filename: string): Script {
  return new Script(`(function (require, module, exports) {${text}\n})`, { filename });
}

function nameOf(from: string, path: string): string {
  return drawnCellsModule.test(path) ? world : posix.join(posix.dirname(from), path);
}
