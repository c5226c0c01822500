import { formatCount } from "../../components/words/numbers.js";
import { type Source, tableOf } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { renewBestKnown, writeBestKnown } from "./best-known.js";
import { writeClusters } from "./clusters.js";
import { createDecisions, decisionsInForce } from "./decisions.js";
import { pairByRules, renewPairs } from "./deterministic.js";
import { keptParameters, parametersInForce } from "./estimate.js";
import { changesInWords, writePersonChanges } from "./history.js";
import {
  forgetFingerprints,
  keptFingerprint,
  linksFingerprint,
  rememberFingerprint,
  sourceFingerprint,
} from "./kept-links.js";
import { forgetRecords, renewRecords } from "./kept-records.js";
import { createVetoes } from "./linker.js";
import { createModelPairs } from "./model/compared.js";
import type { Model } from "./model/schema.js";
import { namesFingerprint } from "./name-lists.js";
import { honourOptOuts } from "./opt-out.js";
import { renewFollowerLinks, writePersonLinks } from "./person-links.js";
import { renewFollower, renewPersonRecords, writeMembers, writePersonRecords } from "./persons.js";
import { pairByModel, weightsOf } from "./probabilistic.js";
import { renewDistinctRecords, writeDistinctRecords, writeRecords } from "./records.js";
import { writeReport } from "./report.js";
import { createReviewCandidates } from "./review-pairs.js";
import { renewSpine, writePostcodeAreas, writeSpine } from "./spine.js";

export interface LinkOptions {
  sources: Source[];
  /** The pseudonym key, from readKey. */
  key: Uint8Array;
  log: (line: string) => void;
  /** The model that links what the rules leave. Without: the rules alone. */
  model?: Model;
  /** Whether the records are real: then parameters that are the sample's are estimated from them, once. */
  real?: boolean;
  /** The time that the history of persons gives this refresh. */
  at?: Date;
  /** The code that links, as a hash. By the same, links stay where records say of who is who what they said. */
  code?: string;
}

/**
 * Decides which records are the same child.
 *
 * Reviewers' decisions come first, then the rules, then the model for the rest. Reads the records' tables in the
 * identity database and writes there `record`, `distinct_record`, `pair`, `model_pair`, `review_pair` and `person_record`. Writes to the
 * analysis database, without identifiers, each source's table, `person`, how sure the links are, and the link report.
 * The same records give the same persons in whatever order they come. Where nothing says anything new of who is who, only
 * the tables of sources that changed are written. Where only some records came, changed or went, and code, lists of names
 * and model are the same as at the last refresh, what is known of the others (what they say, their pairs, their persons' rows) stays; what
 * comes out is as if all were made anew.
 * The caller wraps both databases in transactions.
 */
export async function link(
  identity: Database,
  analysis: Database,
  { sources, key, log, model: given, real = false, at = new Date(), code }: LinkOptions,
): Promise<void> {
  const holds = code === undefined ? undefined : await contentsOf(identity, sources);
  let from: string | undefined;
  let recordsStay = false;
  if (code !== undefined && holds) {
    recordsStay = await renewRecords(identity, sources, holds, code);
    from = await linksFingerprint(identity, analysis, { sources, key, model: given, real, code });
  } else {
    await forgetRecords(identity, sources);
    await writeRecords(identity, sources);
  }
  if (
    from !== undefined &&
    (await keptFingerprint(identity, links)) === from &&
    (await keptFingerprint(analysis, links)) === from
  ) {
    await identity.run("DROP TABLE touched");
    await renewSources(identity, analysis, { sources, holds: holds!, given, real, log, code });
    return;
  }
  const by = fingerprint({ code, names: namesFingerprint(), model: given });
  // What of the last refresh can stay where it is about records that nothing touched.
  const isPart = recordsStay && (await keptFingerprint(identity, parts)) === by;
  const atLast = await keptFingerprint(identity, links);
  const isLikeAnalysis = atLast !== undefined && atLast === (await keptFingerprint(analysis, links));
  for (const db of [identity, analysis]) await forgetFingerprints(db, links, parts);
  const defaultDays = given?.fields.date_of_birth?.default_days;
  if (isPart) await renewDistinctRecords(identity, defaultDays);
  else await writeDistinctRecords(identity, defaultDays);
  const model =
    given && real ? await parametersInForce(identity, given, at.toISOString().slice(0, 10), log) : given;
  await createModelPairs(identity, model);
  const rules = isPart ? await renewPairs(identity, log) : await pairByRules(identity, log);
  await createDecisions(identity);
  const decisions = await decisionsInForce(identity);
  await createVetoes(identity);
  await createReviewCandidates(identity, model);
  if (model) await pairByModel(identity, model, log, undefined, decisions.same, isPart);
  const refused = await writeClusters(identity, rules, decisions, weightsOf(model));
  if (refused.length)
    log(
      `link      ${formatCount(refused.length)} reviewed pairs were not joined: a reviewer found them, or records joined to them, to be different children`,
    );
  const changes = changesInWords(await writeMembers(identity, key, at.toISOString()));
  if (isPart) await renewPersonRecords(identity, sources);
  else await writePersonRecords(identity, sources);
  await honourOptOuts(identity, analysis, sources, log);
  const areasStay = await writePostcodeAreas(identity, analysis, code);
  const onlySomeChanged = isPart && isLikeAnalysis && areasStay;
  if (onlySomeChanged) await renewBestKnown(identity, analysis);
  else await writeBestKnown(identity);
  const stays = onlySomeChanged ? await unchangedTables(analysis, sources, holds!) : undefined;
  await writeSpine(identity, analysis, sources, stays);
  await writePersonLinks(identity, analysis, sources);
  await writeReport(identity, analysis, sources, model);
  await writePersonChanges(identity, analysis);
  await logSummary(analysis, log);
  if (changes) log(`link      ${changes}`);
  for (const table of ["candidate", "cluster", "veto", "member", "person"])
    await identity.run(`DROP TABLE ${table}`);
  for (const table of ["touched", "fresh_record", "gone_record", "renumbered", "near", "changed_person"])
    await identity.run(`DROP TABLE IF EXISTS ${table}`);
  if (from === undefined) return;
  for (const db of [identity, analysis]) await rememberFingerprint(db, links, from);
  await rememberFingerprint(identity, parts, by);
  for (const [id, now] of holds!) await rememberFingerprint(analysis, id, now);
}

const links = "links";

/** What is kept of the records, and of pairs of them, which can stay about those that are what they were. */
const parts = "records and pairs";

/**
 * By source of records that there is a table of, a hash of what makes its tables in both databases, beside the links. Undefined
 * where an opt-out list is there: what it takes out is not kept, so that all is made anew.
 */
async function contentsOf(
  identity: Database,
  sources: readonly Source[],
): Promise<Map<string, string> | undefined> {
  const holds = new Map<string, string>();
  for (const source of sources) {
    if (source.kind !== "records" || !(await identity.has(tableOf(source.id)))) continue;
    if (source.optOut) return undefined;
    holds.set(source.id, await sourceFingerprint(identity, source));
  }
  return holds;
}

/** The sources that give a child's own particulars and whose tables are those that the analysis database's were made from. */
async function unchangedTables(
  analysis: Database,
  sources: readonly Source[],
  holds: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const unchanged = new Set<string>();
  for (const { id, personFrom } of sources) {
    if (personFrom || !holds.has(id) || (await keptFingerprint(analysis, id)) !== holds.get(id)) continue;
    // A source that was gone for a while comes back without its table.
    if (await analysis.has(tableOf(id))) unchanged.add(id);
  }
  return unchanged;
}

/** Writes what follows from the links as they are, for sources whose tables hold something else than they did. */
async function renewSources(
  identity: Database,
  analysis: Database,
  {
    sources,
    holds,
    given,
    real,
    log,
    code,
  }: Pick<LinkOptions, "sources" | "log" | "code"> & {
    holds: ReadonlyMap<string, string>;
    given: Model | undefined;
    real: boolean;
  },
): Promise<void> {
  const changed: [Source, string][] = [];
  for (const source of sources) {
    const now = holds.get(source.id);
    if (now !== undefined && (await keptFingerprint(analysis, source.id)) !== now)
      changed.push([source, now]);
  }
  log("link      no record says anything new of who is who: the links stay as they are");
  const renewed = changed.map(([source]) => source);
  const followers = renewed.filter(({ personFrom }) => personFrom);
  for (const source of followers) {
    await renewFollower(identity, source);
    await renewFollowerLinks(identity, analysis, source);
  }
  if (followers.length) {
    const kept = given && real ? await keptParameters(identity, given) : undefined;
    await writeReport(identity, analysis, sources, kept ?? given);
  }
  await renewSpine(identity, analysis, sources, renewed, code);
  for (const [{ id }, now] of changed) await rememberFingerprint(analysis, id, now);
  await logSummary(analysis, log);
}

async function logSummary(analysis: Database, log: (line: string) => void): Promise<void> {
  const { persons } = await analysis.row<{ persons: number }>(
    "SELECT count(*)::INTEGER AS persons FROM person",
  );
  const sources = await analysis.rows<{ source: string; records: number; unresolved: number; many: number }>(`
    SELECT source, sum(records)::INTEGER AS records, sum(unresolved)::INTEGER AS unresolved, sum(many_matches)::INTEGER AS many
    FROM link_report GROUP BY source ORDER BY source`);
  const records = sources.reduce((sum, s) => sum + s.records, 0);
  log(`link      ${formatCount(records)} records of ${formatCount(persons)} children`);
  for (const { source, unresolved, many } of sources) {
    if (unresolved)
      log(`link      ${source}: ${formatCount(unresolved)} records could not be given to a child`);
    if (many)
      log(
        `link      ${source}: ${formatCount(many)} records match more than one child and were joined to none`,
      );
  }
}
