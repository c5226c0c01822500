import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeHash } from "../loaders/store/fingerprint.js";
import { sampleInbox, sampleNote } from "../loaders/store/paths.js";
import { writeFileAtomic } from "../loaders/store/write-file.js";

const generator = fileURLToPath(new URL("sample/generate.ts", import.meta.url));
const stamp = join(sampleInbox, ".made-by");

/** Makes the sample if there is none, or makes it again, as large as it was, if the generator has changed since. */
export async function sampleIfNeeded(log: (line: string) => void): Promise<void> {
  const [code] = codeHash([generator]) as [string];
  const note = join(sampleInbox, sampleNote);
  // A sample without a stamp was made by hand, with "npm run sample": that is as current as can be known.
  if (existsSync(note) && (!existsSync(stamp) || readFileSync(stamp, "utf8") === code)) {
    if (!existsSync(stamp)) writeFileAtomic(stamp, code);
    return;
  }
  const size = existsSync(note) ? sizeOf(readFileSync(note, "utf8")) : undefined;
  log(
    size
      ? "The sample was made by an older generator: making it again."
      : "There are no extracts in data/inbox: making a sample city.",
  );
  const { generateSample } = await import("./sample/generate.js");
  await generateSample({ ...size, log });
  writeFileAtomic(stamp, code);
}

function sizeOf(note: string): { seed: number; children: number } | undefined {
  const [, seed, children] = /seed (\d+) for (\d+) children/.exec(note) ?? [];
  return seed ? { seed: Number(seed), children: Number(children) } : undefined;
}
