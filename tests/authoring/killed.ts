import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Notebook } from "../../workspace/authoring/notebook.js";
import { Repository } from "../../workspace/authoring/repository.js";
import { tsx } from "../browser/workspace-copy.js";

const writer = fileURLToPath(new URL("save-for-ever.mts", import.meta.url));
const address = "explore/page";

export interface Killed {
  /** Edits that were told as saved, or as kept in a draft, and are nowhere. */
  lost: string[];
  /** What is on disk that is no whole text. */
  torn: string[];
  /** How many edits were told as saved. */
  saved: number;
}

/** Kills a process that saves without a pause, `times` times at random moments, and goes on after each. */
export async function killInSaves(times: number, random: () => number): Promise<Killed> {
  const root = mkdtempSync(join(tmpdir(), "killed-"));
  const result: Killed = { lost: [], torn: [], saved: 0 };
  try {
    mkdirSync(join(root, "docs", "explore"), { recursive: true });
    let draft = "";
    const told = new Set<string>();
    for (let i = 0; i < times; i++) {
      const child = spawn(process.execPath, ["--import", tsx, writer, root, String(i)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await untilSaving(child, (line) => {
        const [kind, mark] = line.split(" ") as [string, string];
        if (kind === "saved") told.add(mark);
        else draft = mark;
      });
      await sleep(random() * 200);
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await ended;
    }
    result.saved = told.size;
    const notebook = new Notebook(join(root, "docs"), () => Repository.open(root));
    // The first save after a kill takes the dead one's lock over.
    const { text, hash, drafts } = (await notebook.open(address))!;
    await notebook.save(
      address,
      { name: "Bo", email: "bo@x.org" },
      { text: `${text}after\n`, base: hash, note: "x" },
    );
    const versions = await notebook.versions(address);
    const texts = await Promise.all(versions.map(({ id }) => notebook.textAt(address, id)));
    const all = [text, ...texts, ...drafts.map((one) => one.text)].join("\n");
    result.lost = [...told, draft].filter((mark) => !all.includes(mark));
    for (const name of readdirSync(join(root, "docs", "explore"))) {
      const content = readFileSync(join(root, "docs", "explore", name), "utf8");
      const isWhole = /^# Begin\n[\s\S]*(?:end|after)\n/.test(content);
      if (!isWhole && !name.endsWith(".tmp")) result.torn.push(name);
    }
    return result;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function untilSaving(child: ChildProcess, hear: (line: string) => void): Promise<void> {
  let rest = "";
  return new Promise((resolve, reject) => {
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) hear(line);
      if (lines.some((line) => line.startsWith("saved"))) resolve();
    });
    child.once("exit", () => reject(new Error("The writer ended by itself.")));
  });
}
