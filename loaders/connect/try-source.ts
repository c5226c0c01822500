import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatBytes } from "../../components/words/numbers.js";
import { knownName } from "../pull/known-name.js";
import type { Connected } from "../registry/location.js";
import type { ConnectedSource } from "./adapter.js";
import { look } from "./adapters.js";
import { surroundingsOf } from "./fetch-extracts.js";
import { unpackInside } from "./unpack-inside.js";

/**
 * Fetches what a source has now into a folder of its own, hands each file to `see`, and leaves nothing of it: no store is
 * written to. Throws a TellableError if it cannot be fetched.
 */
export async function trySource(
  source: ConnectedSource<Connected>,
  day: string,
  log: (line: string) => void,
  see: (file: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "try-source-"));
  try {
    const surroundings = surroundingsOf(source, day, log);
    const offers = await look(source, surroundings);
    log(offers.length === 1 ? "It has one extract." : `It has ${offers.length} extracts.`);
    for (const offer of offers) {
      const file = join(folder, offer.name);
      mkdirSync(dirname(file), { recursive: true });
      await offer.fetch(file, undefined);
      const copy = `${file}.inside.tmp`;
      const inside = await unpackInside(source, file, { name: offer.name, copy });
      const landed = inside === undefined ? file : join(folder, inside);
      if (inside !== undefined) renameSync(copy, landed);
      const { size: bytes } = statSync(landed);
      log(`${knownName({ path: inside ?? offer.name, bytes }, [source])}: ${formatBytes(bytes)}.`);
      await see(landed);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
