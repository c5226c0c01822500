import type { Database } from "../../store/database.js";
import { fromSample } from "../estimate.js";
import { bayesFactor } from "../model/em.js";
import type { Model } from "../model/schema.js";
import { parametersOf, withElse } from "../model/vectors.js";
import { levelWords } from "./level-words.js";

/** A level as the report tells it. */
export interface LevelWeight {
  comparison: string;
  /** Position in the comparison. */
  level: number;
  label: string;
  /** Share of pairs of one child, and of two, on this level; null for a level that is not estimated. */
  m: number | null;
  u: number | null;
  /** log₂(m ÷ u), in bits; 0 for a level that counts neither way, null for one that forbids a match. */
  weight: number | null;
  termFrequency: boolean;
}

/** All levels of a model with its parameters, in the model's order. */
export function levelWeights(model: Model): LevelWeight[] {
  return model.comparisons.flatMap((comparison) => {
    const parameters = parametersOf(comparison);
    return withElse(comparison.levels).map((level, position) => ({
      comparison: comparison.name,
      level: position,
      label: levelWords(level),
      m: parameters.fixed?.[position] ? null : (level.m ?? null),
      u: parameters.fixed?.[position] ? null : (level.u ?? null),
      weight: level.veto ? null : finite(Math.log2(bayesFactor(parameters, position))),
      termFrequency: Boolean(level.term_frequency),
    }));
  });
}

/** Most bits that a level is told to give either way: m or u of nothing would give infinitely many. */
const mostBits = 40;

function finite(weight: number): number {
  return Math.max(-mostBits, Math.min(mostBits, weight));
}

/** Writes `link_model` and `link_model_setting`: the model that was used, if one was. */
export async function writeModel(analysis: Database, model: Model | undefined): Promise<void> {
  await analysis.run(`
    CREATE OR REPLACE TABLE link_model (
      comparison VARCHAR, level INTEGER, label VARCHAR, m DOUBLE, u DOUBLE, weight DOUBLE, term_frequency BOOLEAN
    )`);
  await analysis.run("CREATE OR REPLACE TABLE link_model_setting (key VARCHAR, value VARCHAR)");
  if (!model) return;
  await analysis.insert(
    "link_model",
    levelWeights(model).map((weight) => [
      weight.comparison,
      weight.level,
      weight.label,
      weight.m,
      weight.u,
      weight.weight,
      weight.termFrequency,
    ]),
  );
  const settings = Object.entries(settingsOf(model)).filter(([, value]) => value !== undefined);
  await analysis.insert(
    "link_model_setting",
    settings.map(([key, value]) => [key, String(value)]),
  );
}

function settingsOf(model: Model): Record<string, string | number | undefined> {
  const { title, version, prior, thresholds, estimated } = model;
  const { match, potential, low } = thresholds;
  return {
    title,
    version,
    prior,
    match,
    potential,
    low,
    "estimated on": estimated?.on,
    "estimated from": estimated?.from,
    "records estimated from": estimated?.records,
    "parameters of": estimated?.from === fromSample ? "the sample" : estimated && "own records",
  };
}
