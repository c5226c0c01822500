import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Move, movesBetween, type Whose } from "../../components/words/moves.js";
import { type Standing, standing } from "../../loaders/measure/figure-moves.js";
import { readCity } from "../../loaders/registry/city.js";
import { checkDigests, type Digests, readDigests } from "../../loaders/registry/digests.js";
import { readIndicators, sourcesOf } from "../../loaders/registry/indicator.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import type { Manifest } from "../../loaders/store/manifest.js";
import type { Store } from "../../loaders/store/paths.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { compose } from "./compose.js";
import { deliver, type Environment } from "./deliver.js";
import { digestFor, isAskedFor, type Names } from "./digest.js";
import { keepLedger, type Ledger, readLedger, settled, type Waiting } from "./ledger.js";

/** How often a digest is tried before it is given up, a refresh each time. */
const tries = 5;

export interface TellOptions {
  digests?: Digests;
  environment?: Environment;
  log?: (line: string) => void;
}

/**
 * After a refresh, tells those who asked which protected figures moved since they were last looked at. What is to be told is
 * kept before any of it goes out, and each is marked before it is sent and after: nothing is sent twice, whenever the process
 * dies. Does nothing, and keeps nothing, while nobody has asked.
 */
export async function tellPeople(
  store: Store,
  manifest: Pick<Manifest, "refreshedAt" | "sample" | "lastChange">,
  { digests = readDigests(), environment = process.env, log = () => {} }: TellOptions = {},
): Promise<void> {
  if (digests.recipients.length === 0 || !existsSync(store.publishable)) return;
  await withLock(
    join(store.folder, "digests.lock"),
    async () => {
      const ledger = await withWhatMoved(store, manifest, digests);
      await sendWaiting(store, ledger, digests, environment, log);
    },
    () => {},
  );
}

/** The ledger with what moved since it was last looked at waiting for those who asked, as it is kept. */
async function withWhatMoved(
  store: Store,
  { refreshedAt, sample, lastChange }: Pick<Manifest, "refreshedAt" | "sample" | "lastChange">,
  digests: Digests,
): Promise<Ledger> {
  const sources = readSources();
  const indicators = readIndicators(sources);
  checkDigests(digests, { indicators, sources });
  const db = await Database.open(store.publishable, { readOnly: true });
  try {
    const now = (await standing(db)) ?? { figures: [], definitions: new Map<string, string>() };
    const areas = await db.rows<{ code: string; name: string }>("SELECT code, name FROM area");
    const before = readLedger(store);
    const names: Names = {
      indicators: new Map(
        indicators.map((one) => [
          one.id,
          { name: one.shortName, unit: one.unit, chance: one.chance, sources: sourcesOf(one, indicators) },
        ]),
      ),
      areas: new Map(areas.map(({ code, name }) => [code, name])),
      sources: new Map(sources.map(({ id, title }) => [id, title])),
    };
    const changes = before && lastChange && lastChange.at > before.seenAt ? lastChange.sources : [];
    const moves = movesBetween(before?.seen ?? now.figures, now.figures, {
      at: refreshedAt,
      unitOf: (id) => names.indicators.get(id)?.unit ?? "count",
      extractsOf: (id) => {
        const own = changes.filter(({ source }) => names.indicators.get(id)?.sources.includes(source));
        if (own.some(({ dropped }) => dropped.length)) return "corrected";
        return own.some(({ added }) => added.length) ? "late" : undefined;
      },
      isRedefined: (id) =>
        before?.definitions[id] !== undefined && before.definitions[id] !== now.definitions.get(id),
      isOtherMethod: false,
    });
    const untold = moves.filter(
      (move) => !digests.recipients.some((recipient) => isAskedFor(recipient, move, names)),
    );
    const known = new Set([...(before?.waiting ?? []), ...(before?.told ?? [])].map(({ id }) => id));
    const waiting = digests.recipients
      .flatMap((recipient) => digestFor(recipient, moves, names, { at: refreshedAt, sample }) ?? [])
      .filter(({ id }) => !known.has(id))
      .map((digest): Waiting => ({ ...digest, tries: 0, begun: false }));
    const ledger: Ledger = {
      version: 1,
      seenAt: refreshedAt,
      seen: seenNow(now.figures, before?.seen ?? [], untold),
      definitions: Object.fromEntries(now.definitions),
      waiting: [...(before?.waiting ?? []), ...waiting],
      told: before?.told ?? [],
    };
    keepLedger(store, ledger);
    return ledger;
  } finally {
    db.close();
  }
}

/**
 * Figures as the next refresh is set beside them. A correction that was too small to tell anybody is not yet seen: several of
 * them may add up to one that is not.
 */
function seenNow(now: Standing["figures"], before: Ledger["seen"], untold: readonly Move[]): Ledger["seen"] {
  const keyOf = ({ indicator, level, area }: Whose) => `${indicator} ${level} ${area}`;
  const small = new Set(untold.filter(({ from, to }) => from && to && from.period === to.period).map(keyOf));
  const kept = new Map(before.filter((figure) => small.has(keyOf(figure))).map((one) => [keyOf(one), one]));
  return now.map(
    (figure) =>
      kept.get(keyOf(figure)) ?? {
        ...figure,
        numerator: figure.numerator ?? null,
        denominator: figure.denominator ?? null,
      },
  );
}

async function sendWaiting(
  store: Store,
  given: Ledger,
  digests: Digests,
  environment: Environment,
  log: (line: string) => void,
): Promise<void> {
  let ledger = given;
  const keep = (next: Ledger): void => {
    ledger = next;
    keepLedger(store, ledger);
  };
  const city = readCity().name;
  for (const digest of given.waiting) {
    const recipient = digests.recipients.find(({ id }) => id === digest.recipient);
    if (digest.begun) {
      log(`DIGEST    ${digest.recipient}: one was on its way when the process ended. It is not sent again.`);
      keep(settled(ledger, digest, "not known"));
      continue;
    }
    if (!recipient) {
      keep(settled(ledger, digest, "given up"));
      continue;
    }
    const marked = (begun: boolean, turn: number): Ledger => ({
      ...ledger,
      waiting: ledger.waiting.map((one) => (one.id === digest.id ? { ...one, begun, tries: turn } : one)),
    });
    keep(marked(true, digest.tries));
    try {
      const composed = compose(digest, { city, steward: digests.steward!, site: digests.site });
      await deliver(
        recipient,
        { id: digest.id, composed, day: digest.at.slice(0, 10) },
        digests,
        environment,
      );
      keep(settled(ledger, digest, "sent"));
      log(`digest    ${digest.recipient}: ${digest.moves.length} figures told`);
    } catch (error) {
      const turn = digest.tries + 1;
      const next = turn >= tries ? "It is given up." : "It is tried again at the next refresh.";
      log(`DIGEST    ${digest.recipient}: not sent: ${safeMessage(error)} ${next}`);
      keep(turn >= tries ? settled(ledger, digest, "given up") : marked(false, turn));
    }
  }
}
