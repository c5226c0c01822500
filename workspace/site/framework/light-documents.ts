import { createRequire } from "node:module";

// Framework reads every piece of HTML in a browser window of its own, of which it needs the document alone. To make a window
// takes many times as long as to read the HTML, and a third of a site's build went into clearing windows away. So it is given
// a document that the parser of one window reads. This has to be imported before anything of Framework.

const require = createRequire(import.meta.url);
const jsdom: { JSDOM: typeof import("jsdom").JSDOM } = createRequire(
  require.resolve("@observablehq/framework/package.json"),
)("jsdom");

let parser: DOMParser | undefined;

jsdom.JSDOM = new Proxy(jsdom.JSDOM, {
  construct(JSDOM, [html, options]: ConstructorParameters<typeof jsdom.JSDOM>) {
    // Whoever asks for more than Framework does is given a window.
    if (Object.keys(options ?? {}).join() !== "virtualConsole") return new JSDOM(html, options);
    parser ??= new new JSDOM("").window.DOMParser();
    return { window: { document: parser.parseFromString(html, "text/html") } };
  },
});
