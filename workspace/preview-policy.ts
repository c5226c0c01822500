import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatCount, formatSigned } from "../components/words/numbers.js";
import {
  type IndicatorPrice,
  type Price,
  priceOf,
  readPreviewFigures,
  type SomePeriod,
  shownAtSomePeriod,
  variantsOf,
} from "../loaders/protect/preview.js";
import { readIndicators } from "../loaders/registry/indicator.js";
import { policyFolder, readPolicy, readPolicyFile } from "../loaders/registry/policy.js";
import { readSources } from "../loaders/registry/source.js";
import { Database } from "../loaders/store/database.js";
import { currentStore } from "../loaders/store/paths.js";
import { TellableError } from "../loaders/store/safe-message.js";

/**
 * Writes what a policy costs, on the figures of the store in use: by indicator, and what would be lost with one rule
 * otherwise. `file`: the policy; else the one in force. Changes nothing.
 */
export async function previewPolicy(file: string | undefined, log: (line: string) => void): Promise<void> {
  const sources = readSources();
  const indicators = readIndicators(sources);
  const policy = file === undefined ? readPolicy() : readPolicyFile(file);
  const { analysis } = currentStore();
  if (!existsSync(analysis))
    throw new TellableError("There are no figures yet to try a policy on. Run npm run refresh first.");
  const db = await Database.open(analysis, { readOnly: true });
  const context = { indicators, sources };
  const figures = await readPreviewFigures(db, policy, context).finally(() => db.close());
  log(
    `What the policy in ${file ?? join(policyFolder, `${policy.id}.yaml`)} costs, on the newest whole period of each indicator. Nothing is changed, and what was published before is left aside.`,
  );
  const now = await priceOf(figures, policy, context);
  const nameOf = (id: string) => indicators.find((indicator) => indicator.id === id)?.shortName ?? id;
  const head = "At some period";
  const width = Math.max(head.length, ...now.indicators.map(({ indicator }) => nameOf(indicator).length));
  log(`\n${"".padEnd(width)}   areas shown   figures   suppressed   beside others   period`);
  for (const price of now.indicators) log(indicatorLine(nameOf(price.indicator).padEnd(width), price));
  log(`${"All".padEnd(width)}   ${"".padStart(11)}${priceColumns(now.all)}`);
  const some = await shownAtSomePeriod(figures, policy, context);
  log(`\n${head.padEnd(width)}   areas shown   most of them in`);
  for (const { indicator, areas } of now.indicators)
    log(someLine(nameOf(indicator).padEnd(width), areas, some.get(indicator)));
  const variants = variantsOf(policy, indicators);
  const changes = Math.max(...variants.map(({ change }) => change.length));
  log(`\n${"With one rule otherwise".padEnd(changes)}   figures shown   change`);
  for (const { change, policy: other } of variants) {
    const shown = await priceOf(figures, other, context).then(
      ({ all }) => all.figures - all.suppressed,
      (error) => {
        if (error instanceof TellableError) return undefined;
        throw error;
      },
    );
    log(
      `${change.padEnd(changes)}   ${shown === undefined ? "cannot be protected" : `${formatCount(shown).padStart(13)}   ${formatSigned(shown - (now.all.figures - now.all.suppressed), 0)}`}`,
    );
  }
  log(
    "\nSuppressed: by the rule, or beside others so that none can be worked out. To choose otherwise, change the policy's file; every publication is attacked by the policy that it was made with.",
  );
}

function indicatorLine(name: string, price: IndicatorPrice): string {
  const areas = `${price.areasShown} of ${price.areas}`;
  return `${name}   ${areas.padStart(11)}${priceColumns(price)}   ${price.period}`;
}

function someLine(name: string, areas: number, some: SomePeriod | undefined): string {
  return `${name}   ${`${some?.areas ?? 0} of ${areas}`.padStart(11)}   ${some?.period ?? ""}`.trimEnd();
}

function priceColumns({ figures, suppressed, beside }: Price): string {
  return `   ${formatCount(figures).padStart(7)}   ${formatCount(suppressed).padStart(10)}   ${formatCount(beside).padStart(13)}`;
}
