// The way in. Plain JavaScript on nothing but Node, because it runs before anything is installed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const leastNode = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

await main();

async function main() {
  if (!isNewEnough(process.versions.node)) {
    fail(
      `This needs Node.js ${leastNode.join(".")} or newer; this is ${process.versions.node}.\n` +
        "Install a newer one from https://nodejs.org and run the same command again.",
    );
    return;
  }
  process.env.OBSERVABLE_TELEMETRY_DISABLE = "true";
  process.env.INIT_CWD ??= process.cwd();
  process.chdir(root);
  if (!isInstalled() && !(await install())) return;
  if (await tellLastCheck(process.argv.slice(2))) return;
  const { register } = await import(
    pathToFileURL(join(root, "node_modules/tsx/dist/esm/api/index.mjs")).href
  );
  register();
  const { runCommandLine } = await import("./cli.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2));
}

/** Whether a refresh was asked for and there is nothing to do, which is then told. */
async function tellLastCheck([command, ...options]) {
  if (command !== "refresh") return false;
  const { tellLastOutcome } = await import("./last-outcome.js");
  return tellLastOutcome(options);
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
}

/** True if npm's own record of what it installed holds every package of the lockfile that this machine needs. */
function isInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(record);
  return Object.entries(wanted).every(
    ([path, { version, integrity, optional }]) =>
      path === "" ||
      optional ||
      (installed[path]?.version === version && installed[path]?.integrity === integrity),
  );
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/** Installs exactly what the lockfile says. False, with the reason told, if that failed. */
async function install() {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  process.stderr.write("Installing packages, as package-lock.json lists them. This takes about a minute…\n");
  const timer = setInterval(() => process.stderr.write(`  still installing (${seconds()})\n`), 15_000);
  const code = await npm("ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error");
  clearInterval(timer);
  if (code === 0) {
    process.stderr.write(`Installed in ${seconds()}.\n`);
    return true;
  }
  fail("The packages could not be installed; npm says why above. Is the package registry reachable?");
  return false;
}

function npm(...args) {
  const script = npmScript();
  const child = script
    ? spawn(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", 2, 2] })
    : // On Windows npm is npm.cmd, which only a shell can start. The arguments are fixed words.
      spawn("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", resolve);
  });
}

/** npm's script: the npm that started this, or the one that came with Node. */
function npmScript() {
  const started = process.env.npm_execpath;
  const withNode = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  return [started?.endsWith("npm-cli.js") && started, withNode].find((file) => file && existsSync(file));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
