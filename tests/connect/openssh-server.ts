import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./postgresql-server.js";

const program = "/usr/sbin/sshd";

/** Whether Debian's openssh-server is there. */
export const hasServer = existsSync(program);

/**
 * Whether the server can let a user in by password. One has to exist for that: root makes one that the server alone sees, in a
 * view of its own of the machine's files.
 */
export const hasPasswords = hasServer && process.getuid?.() === 0 && canSeparate();

export const password = "canary-c3a518";
export const passphrase = "canary-5e07bd";

type Kind = "ed25519" | "rsa" | "ecdsa";

/** OpenSSH's own server, on this machine, in a folder that goes with it, which gives files by SFTP and nothing else. */
export class OpensshServer {
  /** What it gives. */
  readonly out: string;
  readonly user: string;
  port = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), "openssh-"));
  private process: ChildProcess | undefined;

  constructor() {
    // Whom it lets in is another user than whose the folder is.
    chmodSync(this.folder, 0o755);
    this.out = join(this.folder, "out");
    mkdirSync(this.out);
    this.user = hasPasswords ? "council" : userInfo().username;
    for (const kind of ["ed25519", "rsa", "ecdsa"] as const) this.makeKey(`host-${kind}`, kind);
    this.makeKey("key", "ed25519");
    this.makeKey("locked", "rsa", passphrase);
    this.makeKey("stranger", "ed25519");
    for (const name of ["key", "locked"] as const)
      appendFileSync(join(this.folder, "authorized"), readFileSync(`${this.keyFile(name)}.pub`));
  }

  /** A private key, which its owner alone may read. The server does not know that of the stranger. */
  keyFile(name: "key" | "locked" | "stranger" | `host-${Kind}`): string {
    return join(this.folder, name);
  }

  /** The fingerprint of one of its own keys, as the program says that the guide names. */
  fingerprint(kind: Kind): string {
    return execFileSync("ssh-keygen", ["-lf", `${this.keyFile(`host-${kind}`)}.pub`], {
      encoding: "utf8",
    }).split(" ")[1]!;
  }

  async start(): Promise<this> {
    this.port = await freePort();
    const config = join(this.folder, "config");
    writeFileSync(
      config,
      [
        `Port ${this.port}`,
        "ListenAddress 127.0.0.1",
        ...["ed25519", "rsa", "ecdsa"].map((kind) => `HostKey ${join(this.folder, `host-${kind}`)}`),
        "PidFile none",
        `AuthorizedKeysFile ${join(this.folder, "authorized")}`,
        "StrictModes no",
        "UsePAM no",
        "KbdInteractiveAuthentication no",
        "Subsystem sftp internal-sftp",
        "ForceCommand internal-sftp",
        "",
      ].join("\n"),
    );
    const options = ["-D", "-f", config];
    this.process = hasPasswords
      ? spawn("unshare", ["--mount", "sh", "-c", this.ownUsers(), "sh", program, ...options], {
          stdio: "ignore",
        })
      : spawn(program, options, { stdio: "ignore" });
    for (let attempt = 0; !(await this.answers()); attempt++) {
      if (attempt > 100) throw new Error("OpenSSH does not start.");
      await sleep(50);
    }
    return this;
  }

  /** Lets connections come and says nothing to them, or answers again. */
  pause(isPaused: boolean): void {
    this.process?.kill(isPaused ? "SIGSTOP" : "SIGCONT");
  }

  async stop(): Promise<void> {
    if (this.process?.exitCode === null) {
      const ended = new Promise((done) => this.process!.once("exit", done));
      this.pause(false);
      this.process.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private makeKey(name: string, kind: Kind, locked = ""): void {
    execFileSync("ssh-keygen", ["-q", "-t", kind, "-N", locked, "-f", join(this.folder, name)]);
  }

  /** A script after which the arguments are run where a user more is known, who has the password. */
  private ownUsers(): string {
    const [users, passwords] = ["users", "passwords"].map((name) => join(this.folder, name));
    const known = readFileSync("/etc/passwd", "utf8");
    const own = `${this.user}:x:64999:65534::${this.folder}:/bin/sh\n`;
    const itself = /^sshd:/m.test(known) ? "" : "sshd:x:64998:65534::/run/sshd:/usr/sbin/nologin\n";
    writeFileSync(users!, known + itself + own);
    const hash = execFileSync("openssl", ["passwd", "-6", "-stdin"], { input: password, encoding: "utf8" });
    writeFileSync(passwords!, `${this.user}:${hash.trim()}:19000:0:99999:7:::\n`, { mode: 0o600 });
    return `set -e
      mount --bind '${users}' /etc/passwd
      mount --bind '${passwords}' /etc/shadow
      mount -t tmpfs tmpfs /run
      mkdir -m 755 /run/sshd
      exec "$@"`;
  }

  private answers(): Promise<boolean> {
    return new Promise((done) => {
      const socket = connect(this.port, "127.0.0.1");
      socket.once("data", () => done(!!socket.destroy()));
      socket.once("error", () => done(false));
    });
  }
}

function canSeparate(): boolean {
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
