import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { freePort } from "../review/visit.js";

// Debian has it where only root looks.
const nginx = ["nginx", "/usr/sbin/nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);

/** False on a machine that has no nginx. */
export const isNginxThere = nginx !== undefined;

/** A block of the guide on signing on, by what stands after its fence. */
export function blockOfGuide(kind: string): string {
  const guide = readFileSync(join(repositoryRoot, "docs", "guides", "sign-on.md"), "utf8");
  return guide.split(`\`\`\`${kind}\n`)[1]!.split("\n```")[0]!;
}

/** nginx with a sign-on behind it, in front of a workspace. */
export interface GuideProxy {
  /** The port that it answers to on this machine, without encryption. */
  port: number;
  stop: () => Promise<void>;
}

/**
 * Starts nginx with the configuration of the guide on signing on, but for certificates and ports. Its sign-on answers as
 * oauth2-proxy does: who it is stands in a cookie, `user=<name> <group>`.
 */
export async function startGuideProxy(workspacePort: number): Promise<GuideProxy> {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const [port, identity] = [await freePort(), await freePort()];
  const provider = createServer(({ headers: { cookie } }, response) => {
    const [, user, groups] = /user=(\S+) ([\w-]*)/.exec(cookie ?? "") ?? [];
    if (user) response.setHeader("x-auth-request-email", user).setHeader("x-auth-request-groups", groups!);
    response.writeHead(user ? 202 : 401).end("Sign in, please.");
  });
  await new Promise<void>((resolve) => provider.listen(identity, "127.0.0.1", resolve));
  const site = blockOfGuide("nginx")
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
    .replace(/ *ssl_certificate.*\n/g, "")
    .replaceAll("127.0.0.1:4180", `127.0.0.1:${identity}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${workspacePort}`);
  writeFileSync(join(folder, "site.conf"), site);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; pid ${folder}/pid; error_log stderr; events {}
    http { access_log off; ${temporary} include ${folder}/site.conf; }`,
  );
  const proxy = spawn(nginx!, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const ended = new Promise((resolve) => proxy.once("close", resolve));
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  for (let tries = 0; tries < 100 && !(await isUp()); tries++) await sleep(50);
  return {
    port,
    stop: async () => {
      proxy.kill("SIGQUIT");
      await ended;
      provider.close().closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}
