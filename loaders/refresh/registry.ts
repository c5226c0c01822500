import type { Model } from "../link/model/schema.js";
import { readLinkageModel } from "../link/probabilistic.js";
import { type City, readCity } from "../registry/city.js";
import { type Indicator, readIndicators } from "../registry/indicator.js";
import { type Note, readNotes, refuseNotesOnNothing } from "../registry/notes.js";
import { type Policy, readPolicy } from "../registry/policy.js";
import { type Rule, readRules } from "../registry/rules.js";
import { checkSimilarAreas, readSimilarAreas, type SimilarAreas } from "../registry/similar-areas.js";
import { readSources, type Source } from "../registry/source.js";
import { checkTargets, readTargets, type Target } from "../registry/targets.js";
import { readTranslations, type Translation } from "../registry/translations.js";

/** All that a city decides in files. */
export interface Registry {
  sources: Source[];
  city: City;
  indicators: Indicator[];
  policy: Policy;
  /** The linkage model. */
  model: Model;
  /** Entitlements and other rules with dates. */
  rules: Rule[];
  /** By what areas are alike. */
  similarAreas: SimilarAreas;
  /** Dated notes on series. */
  notes: Note[];
  /** What indicators are to reach, and by when. */
  targets: Target[];
  /** What pages for families say, in each language. */
  translations: Translation[];
}

/** Reads all of it. Throws on a wrong file, with place and remedy. */
export function readRegistry(): Registry {
  const sources = readSources();
  const indicators = readIndicators(sources);
  const similarAreas = readSimilarAreas();
  checkSimilarAreas(similarAreas, indicators);
  refuseNotesOnNothing({ indicators, sources });
  const targets = readTargets();
  checkTargets(targets, indicators);
  return {
    sources,
    city: readCity(),
    indicators,
    policy: readPolicy(),
    model: readLinkageModel(),
    rules: readRules(),
    similarAreas,
    notes: readNotes(),
    targets,
    translations: readTranslations(),
  };
}
