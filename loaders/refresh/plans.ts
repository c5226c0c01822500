import { fileURLToPath } from "node:url";
import type { Model } from "../link/model/schema.js";
import { namesFingerprint } from "../link/name-lists.js";
import type { Audience } from "../page-dataset.js";
import type { Snapshot } from "../pull/choose.js";
import type { Pulled } from "../pull/pull.js";
import type { Withheld } from "../pull/withheld.js";
import type { City } from "../registry/city.js";
import { asOf } from "../registry/dates.js";
import type { Indicator } from "../registry/indicator.js";
import type { Policy } from "../registry/policy.js";
import type { Rule } from "../registry/rules.js";
import type { Source } from "../registry/source.js";
import { codeHash, fingerprint } from "../store/fingerprint.js";
import type { Made, SourceEntry } from "../store/manifest.js";
import type { LoaderFile } from "./page-datasets.js";

/** What a step would be made from now. */
export type Plan = Omit<Made, "finishedAt">;

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
}

const modules = {
  check: "../check/check-source.ts",
  link: "../link/link.ts",
  measure: "../measure/measure.ts",
  protect: "../protect/protect.ts",
  catalogue: "./catalogue.ts",
} as const;

/** What each step of a refresh is made from. Each plan rests on the plans before it, so a change runs through all that follows. */
export class Plans {
  /** Whether figures are protected together, so that none can be worked out from the others, or each by itself. */
  together = false;
  /** The publications that they are protected beside, by name, blanks between; those made from these figures are not among them. */
  beside = "";
  /** What of them must be left as it was published, or suppressed, as JSON. */
  remedies = "";

  private readonly code = Object.fromEntries(
    Object.entries(modules).map(([step, file]) => [
      step,
      codeHash(fileURLToPath(new URL(file, import.meta.url))),
    ]),
  ) as Record<keyof typeof modules, string>;

  /** `entries`: by source id what is in use, filled in as sources are checked. `decisions`: reviewers', as a hash. `key`: the fingerprint of the store's key. `objections`: erased children's marks, as a hash. */
  constructor(
    private readonly registry: Registry,
    private readonly entries: Record<string, SourceEntry>,
    private readonly decisions: string,
    private readonly key: string,
    private readonly objections = "",
  ) {}

  /** A hash of all that a refresh depends on: registry, extracts on offer, reviewers' decisions, key and code. */
  state(
    { snapshots, unrecognised }: Pulled,
    loaders: readonly LoaderFile[],
    withheld: readonly Withheld[],
  ): string {
    const { code, decisions } = this;
    return fingerprint({
      ...this.registry,
      code,
      decisions,
      objections: this.objections,
      extracts: snapshots.map((s) => [s.source, ...identityOf(s)]),
      unrecognised,
      withheld: withheld.map(({ source, sha256 }) => [source, sha256]),
      loaders: loaders.map((loader) => [loader.name, codeHash(loader.file)]),
      key: this.key,
      names: namesFingerprint(),
    });
  }

  check(source: Source, snapshots: Snapshot[]): Plan {
    return plan(this.code.check, {
      registry: fingerprint(source),
      extracts: fingerprint(snapshots.map(identityOf)),
      ...this.passedOver(source),
    });
  }

  catalogue(): Plan {
    return plan(this.code.catalogue, {
      registry: fingerprint(this.registry.sources),
      extracts: fingerprint(this.entries),
    });
  }

  link(): Plan {
    return plan(this.code.link, {
      key: this.key,
      model: fingerprint(this.registry.model),
      names: namesFingerprint(),
      decisions: this.decisions,
      ...this.contents((source) => source.kind !== "table"),
    });
  }

  measure(): Plan {
    return plan(this.code.measure, {
      link: this.link().fingerprint,
      indicators: fingerprint(this.registry.indicators),
      city: fingerprint(this.registry.city),
      ...this.contents((source) => source.kind !== "records"),
    });
  }

  protect(together = this.together): Plan {
    return plan(this.code.protect, {
      measure: this.measure().fingerprint,
      policy: fingerprint(this.registry.policy),
      together: together ? "yes" : "no",
      beside: together ? this.beside : "",
      remedies: together ? this.remedies : "",
    });
  }

  /** What the page data sets of an audience rest on. */
  pages(audience: Audience, sample: boolean): string {
    if (audience === "public")
      return fingerprint({
        sample,
        city: this.registry.city,
        rules: this.registry.rules,
        protect: this.protect().fingerprint,
      });
    return fingerprint({
      sample,
      rules: this.registry.rules,
      measure: this.measure().fingerprint,
      catalogue: this.catalogue().fingerprint,
    });
  }

  private passedOver(source: Source): { objections?: string } {
    return source.kind === "records" ? { objections: this.objections } : {};
  }

  /** By source: what its table holds, the same extracts read by the same rules. */
  private contents(chosen: (source: Source) => boolean): Record<string, string> {
    const contentOf = (source: Source): string => {
      const extracts = this.entries[source.id]?.extracts.map((e) => [e.period, e.sha256, asOf(e)]) ?? [];
      return fingerprint({ registry: source, extracts, code: this.code.check, ...this.passedOver(source) });
    };
    return Object.fromEntries(this.registry.sources.filter(chosen).map((s) => [s.id, contentOf(s)]));
  }
}

// What is read inside an extract follows from its bytes and the registry; what was answered about it, and when it came, do not.
function identityOf({ period, sha256, said, dates }: Snapshot): unknown[] {
  return [period, sha256, said, dates.received];
}

function plan(code: string, inputs: Record<string, string>): Plan {
  return { code, inputs, fingerprint: fingerprint({ code, inputs }) };
}
