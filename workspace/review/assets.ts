import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { escapeUTF8 } from "entities";
import { build } from "esbuild";

export interface Asset {
  type: string;
  content: string;
}

const folder = fileURLToPath(new URL("./page/", import.meta.url));

/** The review's page, style and script, by path; undefined for any other path. */
export async function readAssets(
  token: string,
  sample: boolean,
): Promise<(path: string, who: string) => Asset | undefined> {
  const html = readFileSync(`${folder}page.html`, "utf8");
  const css = readFileSync(`${folder}page.css`, "utf8");
  const script = await bundle();
  return (path, who) => {
    switch (path) {
      case "/":
        return {
          type: "text/html; charset=utf-8",
          content: html
            .replace("{{token}}", token)
            .replace("{{sample}}", sample ? "" : "hidden")
            .replace("{{who}}", () => escapeUTF8(who)),
        };
      case "/page.css":
        return { type: "text/css; charset=utf-8", content: css };
      case "/page.js":
        return { type: "text/javascript; charset=utf-8", content: script };
      default:
        return undefined;
    }
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}main.ts`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
