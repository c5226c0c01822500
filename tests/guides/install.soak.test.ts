import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandLine, copyWorkspace, run } from "../browser/workspace-copy.js";
import { freePort } from "../review/visit.js";
import { blockOfGuide, type GuideProxy, isNginxThere, startGuideProxy } from "../serve/guide-proxy.js";
import { leaveSources, twoSources } from "../small-city.js";
import { fences } from "./guide.js";

/** The name that the guide gives the workspace, which a browser asks for. */
const host = "early-years.example.gov.uk";

// As an engineer follows the guides: a user of its own, the service's own line, the sign-on in front, extracts in the inbox.
describe.skipIf(!isNginxThere)("installed behind nginx from the guides (needs nginx)", () => {
  let copy: string;
  let home: string;
  let port: number;
  let proxy: GuideProxy;
  let service: ChildProcess | undefined;
  let output = "";

  /** Nobody, where this process may start others as that; else this user. */
  const user = (): { uid?: number; gid?: number } => {
    const nobody = { uid: 65_534, gid: 65_534 };
    const reads = `require("node:fs").readdirSync(${JSON.stringify(copy)})`;
    return process.getuid?.() === 0 && spawnSync(process.execPath, ["-e", reads], nobody).status === 0
      ? nobody
      : {};
  };

  beforeAll(async () => {
    copy = copyWorkspace(`install-${process.pid}`);
    home = mkdtempSync(join(tmpdir(), "home-"));
    port = await freePort();
    const { code, output } = await run(copy, commandLine(copy, "sample", "--children", "1000"));
    if (code !== 0) throw new Error(output);
    leaveSources(join(copy, "data", "sample"), twoSources);
    cpSync(join(copy, "data", "sample"), join(copy, "data", "inbox"), { recursive: true });
    rmSync(join(copy, "data", "sample"), { recursive: true });
    writeFileSync(join(copy, "data", "sign-on.yaml"), blockOfGuide("yaml file=data/sign-on.yaml"));
    const { uid, gid } = user();
    if (uid !== undefined) execFileSync("chown", ["--recursive", `${uid}:${gid}`, copy, home]);
    proxy = await startGuideProxy(port);
    await start();
  }, 600_000);
  afterAll(async () => {
    await kill();
    await proxy?.stop();
    for (const folder of [copy, home]) rmSync(folder, { recursive: true, force: true });
  });

  /** Starts what the service starts, with its mask, and waits until it serves. */
  async function start(): Promise<void> {
    const unit = fences("run-as-a-service.md", "ini file=early-years.service")[0]!;
    const said = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(unit)![1]!;
    const line = said("ExecStart").replace("/usr/bin/node", process.execPath).replace("3000", String(port));
    const { EARLY_YEARS_INBOX, EARLY_YEARS_STORE, EARLY_YEARS_KEY_FILE, ...rest } = process.env;
    output = "";
    service = spawn("sh", ["-c", `umask ${said("UMask")}; exec ${line}`], {
      cwd: copy,
      env: { ...rest, HOME: home },
      detached: true,
      ...user(),
    });
    for (const stream of [service.stdout!, service.stderr!])
      stream.on("data", (text: Buffer) => {
        output += text;
      });
    let ended = false;
    service.once("close", () => {
      ended = true;
    });
    while (!output.includes("The workspace is at ")) {
      if (ended) throw new Error(output);
      await sleep(100);
    }
  }

  /** As when the machine loses its power: all that the service started ends at once. */
  async function kill(): Promise<void> {
    if (!service || service.exitCode !== null) return;
    const ended = new Promise((resolve) => service!.once("close", resolve));
    process.kill(-service.pid!, "SIGKILL");
    await ended;
  }

  /** Asks through nginx, as somebody whom the sign-on knows or nobody. */
  function ask(path: string, as = "", headers: Record<string, string> = {}) {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = { host, cookie: as && `user=${as}`, ...headers };
      const asked = request({ host: "127.0.0.1", port: proxy.port, path, headers: sent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        answer.on("end", () => resolve({ status: answer.statusCode!, text }));
      });
      asked.on("upgrade", ({ statusCode }, socket) => {
        socket.destroy();
        resolve({ status: statusCode!, text: "" });
      });
      asked.on("error", reject).end();
    });
  }
  const analyst = "cy@example.gov.uk early-years-analysts";
  const reader = "eve@example.gov.uk early-years-readers";
  const status = async () =>
    JSON.parse((await ask("/status.json", reader)).text) as {
      state: string;
      sample: boolean;
      refreshedAt: string;
      refused: unknown[];
    };

  test("colleagues read it through the sign-on, and nobody else does", async () => {
    expect((await ask("/briefings/catalogue", analyst)).text).toContain("<h1");
    expect((await ask("/briefings/catalogue", reader)).status).toBe(200);
    expect((await ask("/briefings/catalogue")).text).toBe("Sign in, please.");
    expect((await ask("/briefings/catalogue", "mo@example.gov.uk staff")).status).toBe(403);
    expect((await ask("/_write/page?path=index", reader)).status).toBe(403);
    expect((await ask("/_write/page?path=index", analyst)).status).not.toBe(403);
  });

  test("an open page keeps its socket through nginx", async () => {
    const socket = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": Buffer.from("sixteen bytes !!").toString("base64"),
      origin: `https://${host}`,
    };
    expect((await ask("/_observablehq", reader, socket)).status).toBe(101);
  });

  test("monitoring reads how it stands, and that the extracts are invented", async () => {
    expect(await status()).toMatchObject({ sample: true, refused: [] });
  });

  test("only its own user can read what it keeps, and the key lies in that user's home", () => {
    const kept = readdirSync(join(copy, "data", "store"), { recursive: true, encoding: "utf8" }).map((name) =>
      join(copy, "data", "store", name),
    );
    const keys = readdirSync(home, { recursive: true, encoding: "utf8" }).map((name) => join(home, name));
    expect(keys.some((file) => file.endsWith(".key"))).toBe(true);
    expect([...kept, ...keys].filter((file) => statSync(file).mode & 0o077)).toEqual([]);
    expect(kept.some((file) => file.endsWith("identity.duckdb"))).toBe(true);
  });

  test("after a power cut the same state is served at once, and an extract that came meanwhile is read", async () => {
    const before = await status();
    await kill();
    await start();
    expect(output).toMatch(/Nothing has changed since/);
    expect((await status()).refreshedAt).toBe(before.refreshedAt);
    await kill();
    const folder = join(copy, "data", "inbox", "child-health-register");
    const file = join(folder, readdirSync(folder)[0]!);
    const lines = readFileSync(file, "latin1").trimEnd().split("\n");
    writeFileSync(file, `${lines.slice(0, -20).join("\n")}\n`, "latin1");
    await start();
    expect(output).toMatch(/Refreshed in/);
    expect((await status()).refreshedAt).not.toBe(before.refreshedAt);
    expect((await ask("/briefings/catalogue", reader)).status).toBe(200);
  });
});
