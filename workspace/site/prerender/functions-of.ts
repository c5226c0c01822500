import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type TransformOptions, transform } from "esbuild";

const leftOut = /\.worker\./;

// A page runs as a script, which can neither import nor ask where it lies. Its imports become calls of a function.
const asFunction = {
  format: "cjs",
  target: "es2022",
  legalComments: "none",
  logLevel: "silent",
  supported: { "dynamic-import": false },
  define: { "import.meta.resolve": "String", "import.meta.url": "location.href" },
} satisfies TransformOptions;

/** The name of the module that gives a page what a browser would: page-world.ts. */
export const world = "page-world";

/** The modules of a built site, by path below its folder, as bodies of functions of `require`, `module` and `exports`. */
export async function functionsOf(folder: string): Promise<Map<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /^_(?:import|npm|observablehq)\/.*\.js$/.test(file) && !leftOut.test(file));
  const texts = new Map([[world, await functionOf(readFileSync(own, "utf8"), "ts")]]);
  await Promise.all(
    files.map(async (file) => {
      // One that waits for something before it gives its names cannot be a function.
      const text = await functionOf(readFileSync(join(folder, file), "utf8")).catch(() => undefined);
      if (text !== undefined) texts.set(file, text);
    }),
  );
  return texts;
}

const own = fileURLToPath(new URL("page-world.ts", import.meta.url));

/** A page's script, in the same way. */
export async function functionOf(script: string, loader: "js" | "ts" = "js"): Promise<string> {
  return (await transform(script, { ...asFunction, loader })).code;
}
