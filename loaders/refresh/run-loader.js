// What Framework runs a TypeScript loader with: `node run-loader.js <loader> [--param=value]`. Plain JavaScript, so that a page
// data set that is current is handed over before TypeScript is loaded.
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { lastCheck, pagesAsked } from "./last-check.js";

const [file = "", value = ""] = process.argv.slice(2);
const found = lastCheck(pagesAsked);
const page = found?.pages[nameOf(file, value)];
if (page) {
  for (const line of found.lines) process.stderr.write(`${line}\n`);
  process.stdout.write(readFileSync(page));
} else {
  await import("tsx");
  await import("./run-loader.ts");
}

/** As pages name the loader's data set: `explore/wards.json`, of a family that of the value: `briefings/ward-E05011118.json`. */
function nameOf(loader, parameter) {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
  const name = relative(realpathSync(folder), realpathSync(loader)).replaceAll("\\", "/");
  return name.replace(/\.(?:ts|sql)$/, "").replace(/\[[a-z_]\w*\]/i, parameter.replace(/^--\w+=/, ""));
}
