import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serveFrom } from "../../../workspace/publish/serve-from.js";
import { nginxConfig } from "../../../workspace/publish/server-config.js";

/** The nginx of this machine, or undefined where it has none. */
export function findNginx(): string | undefined {
  return ["nginx", "/usr/sbin/nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);
}

/** Serves a copy of a built site on loopback as a city does, with the configuration that `publish --nginx` prints, while something is done with it. */
export async function withNginx<T>(
  nginx: string,
  site: string,
  work: (origin: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "nginx-site-"));
  chmodSync(folder, 0o755);
  cpSync(site, join(folder, "one", "site"), { recursive: true });
  serveFrom(folder, "one");
  const port = await freePort();
  const server = startNginx(nginx, folder, port);
  try {
    const origin = `http://127.0.0.1:${port}`;
    await untilItAnswers(origin);
    return await work(origin);
  } finally {
    const ended = new Promise((resolve) => server.once("close", resolve));
    server.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilItAnswers(origin: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(origin).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error("nginx did not serve the site within five seconds.");
}

function startNginx(nginx: string, folder: string, port: number): ChildProcess {
  writeFileSync(join(folder, "site.conf"), nginxConfig(folder, { port }));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  const types = existsSync("/etc/nginx/mime.types")
    ? "include /etc/nginx/mime.types;"
    : "types { text/html html; text/css css; application/javascript js; application/json json; }";
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes auto; pid ${folder}/pid; error_log stderr; events { worker_connections 512; }
    http { access_log off; sendfile on; ${temporary} ${types} default_type application/octet-stream; include ${folder}/site.conf; }`,
  );
  return spawn(nginx, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
