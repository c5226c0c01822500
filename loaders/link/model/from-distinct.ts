import { type Database, identifier } from "../../store/database.js";
import { applyModel } from "./applicable.js";
import { type Curbed, emptyCrowdedKeys, splitBlocks } from "./crowded-keys.js";
import { writeRecords } from "./records.js";
import type { Model } from "./schema.js";

/** No child has so many distinct records: a number that more of them bear is a dummy that a system fills in. */
const mostBearers = 50;

/** Most records that may share a rule's key. A value that more share would make pairs by the million and tells little. */
export const mostAlike = 500;

const idHeader = "evidence";

/** What table `distinct_record` says of each field that a model may have, as fieldSql would make it of a file's text. */
const columns: Record<string, string> = {
  nhs_number: shared("nhs_number"),
  upn: shared("upn"),
  forename: "forename_given",
  surname: "surname_given",
  date_of_birth: "strftime(date_of_birth, '%Y%m%d')",
  sex: "upper(sex)",
  postcode: "postcode",
};

/**
 * Writes table `rec` (see records.ts) from table `distinct_record`, whose numbers and order it keeps. Returns the model as
 * far as the records have its fields; undefined if they have none of them, and then there is no `rec`.
 */
export async function writeRecordsOf(db: Database, model: Model): Promise<Model | undefined> {
  const usable = Object.keys(model.fields).filter((field) => columns[field]);
  if (!usable.length) return undefined;
  const selected = usable.map((field) => `${columns[field]} AS ${identifier(field)}`);
  const query = `SELECT evidence::VARCHAR AS ${idHeader}, date_share, ${selected.join(", ")} FROM distinct_record`;
  const some = await db.rows(
    `SELECT 1 AS one FROM (${query}) WHERE coalesce(${usable.map(identifier).join(", ")}) IS NOT NULL LIMIT 1`,
  );
  if (!some.length) return undefined;
  const shares = { date_of_birth: "date_share" };
  const input = { name: "the records", headers: [idHeader, ...usable], query, shares };
  const fields = Object.entries(model.fields).map(([name, field]) => [
    name,
    { ...field, kind: isName(field) ? field.kind : "raw", from: [name], optional: true },
  ]);
  const applied = applyModel(
    { ...model, link: "within", id: [idHeader], label: [], fields: Object.fromEntries(fields) },
    [input],
  );
  await writeRecords(db, [input], applied);
  return applied.model;
}

/** Splits blocks of `rec` and empties keys that more than `most` records share. Returns what was so curbed. */
export async function curbBlocks(db: Database, model: Model, most = mostAlike): Promise<Curbed[]> {
  return [...(await splitBlocks(db, model)), ...(await emptyCrowdedKeys(db, model, most))];
}

// Names are taken apart as a file's are.
const isName = ({ kind }: Model["fields"][string]): boolean => kind === "forename" || kind === "surname";

function shared(number: string): string {
  const crowded = `SELECT ${number} FROM distinct_record WHERE ${number} IS NOT NULL GROUP BY ${number} HAVING count(*) > ${mostBearers}`;
  return `CASE WHEN ${number} NOT IN (${crowded}) THEN ${number} END`;
}
