import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFrom } from "../../workspace/publish/serve-from.js";
import { nginxConfig } from "../../workspace/publish/server-config.js";

test("a folder that nginx would read otherwise is refused", () => {
  expect(() => nginxConfig("/srv/$uri")).toThrow("/srv/$uri: has a character that nginx reads otherwise");
});

// Debian has it where only root looks.
const nginx = ["nginx", "/usr/sbin/nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);

describe.skipIf(!nginx)("nginx, as it is told (needs nginx)", () => {
  const hashed = "_file/data/summary.0123abcd.json";
  let folder: string;
  let server: ChildProcess;
  let address: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "nginx-"));
    // Its workers run as another user.
    chmodSync(folder, 0o755);
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    for (const id of ["one", "two"]) {
      write(`${id}/publication.json`, "{}");
      for (const file of [
        "index.html",
        "help.html",
        "areas/index.html",
        hashed,
        "open-data/areas.csv",
        ".hidden",
      ])
        write(`${id}/site/${file}`, `${id} ${file}`);
    }
    serveFrom(folder, "one");
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    write("site.conf", nginxConfig(folder, { port }));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${folder}/${name};`)
      .join(" ");
    write(
      "nginx.conf",
      `daemon off; pid ${folder}/pid; error_log stderr; events {}
      http { access_log off; ${temporary}
        types { text/html html; application/json json; } default_type application/octet-stream;
        include ${folder}/site.conf; }`,
    );
    server = spawn(nginx!, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
    for (let tries = 0; tries < 100 && !(await isUp()); tries++) await sleep(50);
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => server.once("close", resolve));
    server.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true });
  });
  const isUp = () =>
    fetch(address).then(
      () => true,
      () => false,
    );
  const get = (path: string, init?: RequestInit) => fetch(`${address}/${path}`, init);

  test("pages are served by their clean addresses, and open data as what they are", async () => {
    for (const [path, text] of [
      ["", "one index.html"],
      ["help", "one help.html"],
      ["areas/", "one areas/index.html"],
      ["open-data/areas.csv", "one open-data/areas.csv"],
    ] as const)
      expect(await (await get(path)).text()).toBe(text);
    expect((await get("open-data/areas.csv")).headers.get("content-type")).toBe("text/csv; charset=utf-8");
  });

  test("what a page asks for is told what it is, and nothing that is said of documents alone", async () => {
    const { headers } = await get(hashed);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    for (const header of [
      "content-security-policy",
      "x-frame-options",
      "referrer-policy",
      "cross-origin-opener-policy",
    ])
      expect(headers.get(header)).toBeNull();
    expect((await get("_file/data/gone.0123abcd.json")).headers.get("x-frame-options")).toBe("DENY");
  });

  test.each(["", "help", "open-data/areas.csv", "nowhere"])(
    "every answer bears the policy, nosniff, no frame and no referrer: /%s",
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self' /);
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe-eval");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("server")).toBe("nginx");
    },
  );

  test("a ward’s page, and no other, may be shown in a frame of another site", async () => {
    const { headers } = await get("areas/");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect(headers.get("x-frame-options")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect((await get("areas/nowhere")).headers.get("x-frame-options")).toBe("DENY");
  });

  test("data sets go out compressed", async () => {
    const answer = await get(hashed);
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.text()).toBe(`one ${hashed}`);
  });

  test("only what is named by its content is kept, and never an error", async () => {
    const cache = async (path: string) => (await get(path)).headers.get("cache-control");
    expect(await cache(hashed)).toBe("public, max-age=31536000, immutable");
    for (const path of ["", "help", "open-data/areas.csv", "_file/data/gone.0123abcd.json"])
      expect(await cache(path)).toBe("no-cache");
  });

  test("no folder is listed, nothing hidden or above the site is served, nothing can be sent", async () => {
    for (const path of [
      "open-data/",
      "_file/",
      ".hidden",
      "..%2fpublication.json",
      "%2e%2e/publication.json",
    ])
      expect((await get(path)).status, path).toBeGreaterThanOrEqual(400);
    expect((await get("", { method: "POST", body: "x" })).status).toBe(405);
  });

  test("a publication is served from the moment that it is current", async () => {
    serveFrom(folder, "two");
    expect(await (await get("")).text()).toBe("two index.html");
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
