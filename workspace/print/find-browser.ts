import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { TellableError } from "../../loaders/store/safe-message.js";

/** A browser that can be started, and the environment that it needs. */
export interface FoundBrowser {
  executable: string;
  environment: Record<string, string>;
}

/**
 * The browser that prints and that tests drive: CHROME_PATH, else one that is installed, else the one that comes as a
 * package. Throws an error that says what to do where there is none.
 */
export function findBrowser(): FoundBrowser {
  const named = process.env.CHROME_PATH;
  if (named && !existsSync(named))
    throw new TellableError(`CHROME_PATH is ${named}, and there is no such file.`);
  const installed = named ?? usualPlaces().find((file) => existsSync(file));
  if (installed) return { executable: installed, environment: {} };
  const packaged = process.platform === "linux" && process.arch === "x64" ? packagedBrowser() : undefined;
  if (packaged) return packaged;
  throw new TellableError(
    "No browser was found. Install Chrome, Chromium or Edge, or set CHROME_PATH to one that is installed.",
  );
}

function usualPlaces(): string[] {
  if (process.platform === "darwin")
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  if (process.platform === "win32")
    return [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].flatMap(
      (folder) =>
        folder
          ? [
              join(folder, "Google/Chrome/Application/chrome.exe"),
              join(folder, "Microsoft/Edge/Application/msedge.exe"),
            ]
          : [],
    );
  return ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"].map(
    (name) => `/usr/bin/${name}`,
  );
}

// The package carries the browser, the few libraries that a bare machine lacks, and a font, all compressed.
// Undefined where packages for development were left out.
function packagedBrowser(): FoundBrowser | undefined {
  const bin = binOfPackage();
  if (!bin) return undefined;
  const size = statSync(join(bin, "chromium.br")).size;
  const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
  const folder = join(modules, ".cache", `chromium-${size}`);
  if (!existsSync(folder)) unpack(bin, folder);
  const hasFonts = existsSync("/etc/fonts/fonts.conf");
  return {
    executable: join(folder, "chromium"),
    environment: {
      LD_LIBRARY_PATH: join(folder, "lib"),
      ...(hasFonts ? {} : { FONTCONFIG_FILE: join(folder, "fonts.conf") }),
    },
  };
}

function binOfPackage(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    return join(dirname(main), "..", "..", "bin");
  } catch {
    return undefined;
  }
}

function unpack(bin: string, folder: string): void {
  const next = `${folder}.${process.pid}`;
  mkdirSync(next, { recursive: true });
  const inflate = (name: string, to: string): void =>
    writeFileSync(join(next, to), brotliDecompressSync(readFileSync(join(bin, name))));
  inflate("chromium.br", "chromium");
  chmodSync(join(next, "chromium"), 0o755);
  for (const name of ["al2023.tar", "fonts.tar"]) {
    inflate(`${name}.br`, name);
    const { status, stderr } = spawnSync("tar", ["-xf", name], { cwd: next, encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} of the packaged browser could not be unpacked: ${stderr}`);
    rmSync(join(next, name));
  }
  writeFileSync(
    join(next, "fonts.conf"),
    `<?xml version="1.0"?>\n<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>\n`,
  );
  try {
    renameSync(next, folder);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    // Another process unpacked it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
