import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import { protect } from "../../loaders/protect/protect.js";
import { readCity } from "../../loaders/registry/city.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicy } from "../../loaders/registry/policy.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { sampleInbox, storeOf } from "../../loaders/store/paths.js";
import { attackSite } from "../../workspace/audit/built/attack-site.js";

/** How long it takes to protect all public figures of the sample city, to attack them, and what is lost. */
export async function protectCity(print: (line: string) => void): Promise<void> {
  const { analysis: file } = storeOf(sampleInbox);
  if (!existsSync(file)) return print("The sample city is left out: make it with npm run refresh.");
  const folder = mkdtempSync(join(tmpdir(), "protect-bench-"));
  const sources = readSources();
  const analysis = await Database.open(file, { readOnly: true });
  const made = await Database.open(join(folder, "public.duckdb"));
  try {
    const indicators = readIndicators(sources);
    let start = performance.now();
    const since = () => {
      const seconds = (performance.now() - start) / 1000;
      start = performance.now();
      return `${seconds.toFixed(1)} s`;
    };
    await protect(analysis, made, {
      policy: readPolicy(),
      indicators,
      sources,
      together: true,
      log: (line) => print(`sample city: ${line.replace(/^protect +/, "")}; ${since()}`),
    });
    const lost = await made.rows<{ level: string; all: number; hidden: number }>(`
      SELECT level, count(*)::INTEGER AS all, (count(*) FILTER (status = 'suppressed'))::INTEGER AS hidden
      FROM observation WHERE basis = 'protected' AND breakdown = 'all' GROUP BY level ORDER BY level`);
    print(
      `  undivided and suppressed: ${lost.map(({ level, all, hidden }) => `${level} ${hidden} of ${all}`).join(", ")}`,
    );
    for (const [name, text] of await openDataFiles(made, readCity(), { sample: true }))
      writeFileSync(join(folder, name), text);
    start = performance.now();
    const { safe, summary } = await attackSite(folder);
    print(`  attacked: ${safe ? "nothing is derivable" : `${summary.derivable} derivable`}; ${since()}`);
  } finally {
    analysis.close();
    made.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
