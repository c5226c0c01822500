import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findBrowser } from "../../../workspace/print/find-browser.js";

/** What Lighthouse gives a page, from 0 to 100, and the audits that cost it points. */
export interface Scores {
  performance: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
  lost: string[];
}

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; scoreDisplayMode: string }>;
  runtimeError?: { message: string };
}

const categories = ["performance", "accessibility", "best-practices", "seo"] as const;

/** The Lighthouse that EARLY_YEARS_LIGHTHOUSE names (a folder with node_modules), or undefined. It is too heavy to come with the workspace. */
export function findLighthouse(): string | undefined {
  const folder = process.env.EARLY_YEARS_LIGHTHOUSE;
  const program = folder && join(folder, "node_modules", "lighthouse", "cli", "index.js");
  return program && existsSync(program) ? program : undefined;
}

/** What Lighthouse says of a page on its simulated phone (Slow 4G, a processor four times slower). Throws where it cannot say. */
export async function scorePage(lighthouse: string, url: string): Promise<Scores> {
  const { executable, environment } = findBrowser();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      lighthouse,
      url,
      "--quiet",
      "--output=json",
      "--no-enable-error-reporting",
      `--only-categories=${categories.join(",")}`,
      "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking",
    ],
    { env: { ...process.env, ...environment, CHROME_PATH: executable }, maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(stdout) as Report;
  if (report.runtimeError)
    throw new Error(`Lighthouse could not read ${url}: ${report.runtimeError.message}`);
  const [performance, accessibility, bestPractices, seo] = categories.map((name) =>
    Math.round((report.categories[name]?.score ?? 0) * 100),
  ) as [number, number, number, number];
  return { performance, accessibility, bestPractices, seo, lost: lostPoints(report) };
}

function lostPoints({ categories: scored, audits }: Report): string[] {
  const weighed = Object.values(scored).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0),
  );
  return [...new Set(weighed.map(({ id }) => id))].filter((id) => {
    const score = audits[id]?.score;
    return typeof score === "number" && score < 0.9;
  });
}
