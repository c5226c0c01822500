import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../components/words/numbers.js";
import { linkSample, mergedTwins, qualityOf } from "../link/sample.js";
import { benchPublished } from "./link/published.js";
import { benchSynthetic } from "./link/synthetic.js";

/**
 * How well and how fast records are linked: by the model, published files and made-up persons (as many as `records`
 * says, and then these alone); by the refresh, the sample city against its truth (LINK_BENCH_CHILDREN sets its size).
 */
export default async function linkBench(
  print: (line: string) => void,
  { records }: { records?: number | undefined } = {},
): Promise<void> {
  if (records !== undefined) return benchSynthetic(print, [records]);
  await benchSynthetic(print, [100_000, 1_000_000]);
  print("");
  await benchPublished(print);
  print("");
  await benchSample(print);
}

async function benchSample(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "link-bench-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  process.env.EARLY_YEARS_KEY_FILE = join(folder, "pseudonym.key");
  try {
    const sample = await linkSample(folder, Number(process.env.LINK_BENCH_CHILDREN ?? 86_000));
    const count = (n: number): string => formatCount(n).padStart(11);
    const share = (x: number): string => (Number.isNaN(x) ? "–" : x.toFixed(5)).padStart(9);
    print(
      `${count(sample.records).trim()} records linked in ${sample.seconds.toFixed(1)} s; pairs of records:`,
    );
    print(`${"source".padEnd(31)}${"other".padEnd(31)}       true     linked precision    recall`);
    for (const { source, other, truePairs, linkedPairs, precision, recall } of await qualityOf(
      sample.identity,
    ))
      print(
        source.padEnd(31) +
          other.padEnd(31) +
          count(truePairs) +
          count(linkedPairs) +
          share(precision) +
          share(recall),
      );
    print(`Persons that hold two children of one birth: ${await mergedTwins(sample.identity)}`);
    sample.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
