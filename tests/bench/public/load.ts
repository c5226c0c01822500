import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatCount, formatDecimal } from "../../../components/words/numbers.js";
import { serveFrom } from "../../../workspace/publish/serve-from.js";
import { nginxConfig } from "../../../workspace/publish/server-config.js";
import { quantile } from "../pages/controls.js";

/** The load is bounded: so many readers at once, each with the next page as soon as the last has come, for so long. */
const readers = 50;
const seconds = 15;
const paths = ["/", "/find", "/help", "/areas/alum-rock", "/open-data/areas.csv"];

/** How nginx, with the configuration that `publish --nginx` prints, answers many readers of a site on this machine. */
export async function loadNginx(site: string, print: (line: string) => void): Promise<void> {
  const nginx = ["nginx", "/usr/sbin/nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);
  if (!nginx) {
    print("nginx is not installed, so there is no load to measure.");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "nginx-load-"));
  chmodSync(folder, 0o755);
  cpSync(site, join(folder, "one", "site"), { recursive: true });
  serveFrom(folder, "one");
  const port = await freePort();
  const server = startNginx(nginx, folder, port);
  try {
    const origin = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 100 && (await ask(origin, "/", false)).status !== 200; tries += 1)
      await sleep(50);
    const { times, errors } = await load(origin);
    print(
      `nginx, ${readers} readers at once for ${seconds} s: ${formatCount(times.length / seconds)} answers a second, ` +
        `median ${formatDecimal(quantile(times, 0.5), 1)} ms, p95 ${formatDecimal(quantile(times, 0.95), 1)} ms (promised 200), ` +
        `${formatCount(errors)} errors of ${formatCount(times.length + errors)} (promised fewer than 1 in 1,000)`,
    );
  } finally {
    const ended = new Promise((resolve) => server.once("close", resolve));
    server.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(origin: string): Promise<{ times: number[]; errors: number }> {
  const times: number[] = [];
  let errors = 0;
  const until = performance.now() + seconds * 1000;
  const read = async (reader: number): Promise<void> => {
    for (let turn = reader; performance.now() < until; turn += 1) {
      const from = performance.now();
      const { status } = await ask(origin, paths[turn % paths.length]!, true);
      if (status === 200) times.push(performance.now() - from);
      else errors += 1;
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, reader) => read(reader)));
  agent.destroy();
  return { times, errors };
}

const agent = new Agent({ keepAlive: true, maxSockets: readers });

function ask(origin: string, path: string, keep: boolean): Promise<{ status: number }> {
  return new Promise((resolve) => {
    const request = get(
      origin + path,
      { headers: { "accept-encoding": "gzip" }, ...(keep && { agent }) },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve({ status: answer.statusCode ?? 0 }));
        answer.once("error", () => resolve({ status: 0 }));
      },
    );
    request.once("error", () => resolve({ status: 0 }));
  });
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
