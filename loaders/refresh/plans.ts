import { fileURLToPath } from "node:url";
import { namesFingerprint } from "../link/name-lists.js";
import type { Snapshot } from "../pull/choose.js";
import type { Pulled } from "../pull/pull.js";
import type { Withheld } from "../pull/withheld.js";
import { asOf } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import { codeHash, fingerprint } from "../store/fingerprint.js";
import type { SourceEntry, StepEntry } from "../store/manifest.js";
import type { LoaderFile } from "./find-loaders.js";
import type { Registry } from "./registry.js";

/** What a step would be made from now. */
export type Plan = Omit<StepEntry, "finishedAt">;

/** By source id, what is in use. */
export type Entries = Readonly<Record<string, SourceEntry>>;

/** How public figures are protected. */
export interface Protection {
  /** Together, so that none can be worked out from the others, or each by itself. */
  together: boolean;
  /** The publications that they are protected beside, by name, blanks between; those made from these figures are not among them. */
  beside: string;
  /** What of them must be left as it was published, or suppressed, as JSON. */
  remedies: string;
}

/** What a refresh starts from besides the extracts. */
export interface Grounds {
  registry: Registry;
  /** Reviewers' decisions, as a hash. */
  decisions: string;
  /** The fingerprint of the store's key. */
  key: string;
  /** Erased children's marks, as a hash. */
  objections: string;
  /** The claims of pages, as a hash. */
  claims: string;
  loaders: readonly LoaderFile[];
}

const modules = {
  check: "../check/check-source.ts",
  link: "../link/link.ts",
  measure: "../measure/measure.ts",
  protect: "../protect/protect.ts",
  catalogue: "./catalogue.ts",
} as const;

/**
 * What each step of a refresh is made from. A plan takes what the steps before it have made, so that a change runs through
 * all that follows; pages rest on what the databases hold, so that a step that was done again with the same result remakes none.
 */
export class Plans {
  private readonly code: Record<keyof typeof modules, string>;
  private readonly loaderCode: ReadonlyMap<string, string>;
  /** What every page data set of the public, and every other one, may rest on of the registry, as a hash. */
  private readonly about = new Map<boolean, string>();
  /** Of sources of the registry, as hashes: each is part of several plans. */
  private readonly registered = new Map<Source, string>();

  constructor(private readonly grounds: Grounds) {
    const steps = Object.keys(modules) as (keyof typeof modules)[];
    const files = steps.map((step) => fileURLToPath(new URL(modules[step], import.meta.url)));
    const hashes = codeHash([...files, ...grounds.loaders.map(({ file }) => file)]);
    this.code = Object.fromEntries(steps.map((step, i) => [step, hashes[i]!])) as typeof this.code;
    this.loaderCode = new Map(grounds.loaders.map(({ name }, i) => [name, hashes[steps.length + i]!]));
  }

  /** A hash of all that a refresh depends on: registry, extracts on offer, reviewers' decisions, key and code. */
  state({ snapshots, unrecognised }: Pulled, withheld: readonly Withheld[]): string {
    const { registry, decisions, objections, claims, key } = this.grounds;
    return fingerprint({
      ...registry,
      claims,
      code: this.code,
      decisions,
      objections,
      extracts: snapshots.map((s) => [s.source, ...identityOf(s)]),
      unrecognised,
      withheld: withheld.map(({ source, sha256 }) => [source, sha256]),
      loaders: [...this.loaderCode],
      key,
      names: namesFingerprint(),
    });
  }

  check(source: Source, snapshots: Snapshot[]): Plan {
    return plan(this.code.check, {
      registry: this.hashOf(source),
      extracts: fingerprint(snapshots.map(identityOf)),
      ...this.passedOver(source),
    });
  }

  catalogue(entries: Entries): Plan {
    return plan(this.code.catalogue, {
      registry: fingerprint(this.grounds.registry.sources),
      extracts: fingerprint(entries),
    });
  }

  link(entries: Entries): Plan {
    const { key, decisions, registry } = this.grounds;
    return plan(this.code.link, {
      key,
      model: fingerprint(registry.model),
      names: namesFingerprint(),
      decisions,
      ...this.contents(entries, ({ kind, id }) => kind === "records" || id === "postcode-directory"),
    });
  }

  measure(entries: Entries): Plan {
    const { registry } = this.grounds;
    return plan(this.code.measure, {
      link: this.link(entries).fingerprint,
      indicators: fingerprint(registry.indicators),
      city: fingerprint(registry.city),
      ...this.contents(entries, (source) => source.kind !== "records"),
    });
  }

  /** `measured`: by table, what the analysis database holds for figures, as a hash. */
  protect(measured: Readonly<Record<string, string>>, { together, beside, remedies }: Protection): Plan {
    const { policy, indicators, sources } = this.grounds.registry;
    return plan(this.code.protect, {
      measured: fingerprint(measured),
      registry: fingerprint({ policy, indicators, sources }),
      together: together ? "yes" : "no",
      beside: together ? beside : "",
      remedies: together ? remedies : "",
    });
  }

  /**
   * `held`: what the loader reads, as a hash; `files`: what became of files in the inbox, and `claims`: what was found of claims,
   * as hashes, where the data set tells of them.
   */
  page(
    loader: LoaderFile,
    { held, files, claims }: { held: string; files?: string; claims?: string },
    sample: boolean,
  ): Plan {
    const isPublic = loader.audience === "public";
    const others = isPublic ? {} : { ...(files && { files }), ...(claims && { claims }) };
    return plan(this.loaderCode.get(loader.name)!, {
      data: fingerprint({ sample, held, about: this.aboutOf(isPublic), ...others }),
    });
  }

  // Worked out once: it is as long as the registry.
  private aboutOf(isPublic: boolean): string {
    const { city, rules, notes, similarAreas, targets, translations, sources, indicators } =
      this.grounds.registry;
    const known =
      this.about.get(isPublic) ??
      fingerprint(
        isPublic
          ? { city, rules, notes: notes.filter((note) => note.public), translations }
          : { city, rules, notes, similarAreas, targets, sources, indicators },
      );
    this.about.set(isPublic, known);
    return known;
  }

  private hashOf(source: Source): string {
    const known = this.registered.get(source) ?? fingerprint(source);
    this.registered.set(source, known);
    return known;
  }

  private passedOver(source: Source): { objections?: string } {
    return source.kind === "records" ? { objections: this.grounds.objections } : {};
  }

  /** By source: what its table holds, the same extracts read by the same rules. */
  private contents(entries: Entries, chosen: (source: Source) => boolean): Record<string, string> {
    const contentOf = (source: Source): string => {
      const extracts = entries[source.id]?.extracts.map((e) => [e.period, e.sha256, asOf(e)]) ?? [];
      return fingerprint({
        registry: this.hashOf(source),
        extracts,
        code: this.code.check,
        ...this.passedOver(source),
      });
    };
    return Object.fromEntries(this.grounds.registry.sources.filter(chosen).map((s) => [s.id, contentOf(s)]));
  }
}

// What is read inside an extract follows from its bytes and the registry; what was answered about it, and when it came, do not.
function identityOf({ period, sha256, said, dates }: Snapshot): unknown[] {
  return [period, sha256, said, dates.received];
}

function plan(code: string, inputs: Record<string, string>): Plan {
  return { code, inputs, fingerprint: fingerprint({ code, inputs }) };
}
