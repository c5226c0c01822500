import { contentsOf } from "../store/content.js";
import type { Database } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import type { Manifest } from "../store/manifest.js";

/** Tables of the analysis database that tell of deliveries and moves: pages rest on them, figures do not. */
export const deliveryTables = [
  "extract",
  "catalogue",
  "rejection",
  "delivery_report",
  "figure_move",
] as const;

/** What a page data set was made from besides tables. */
const facts = { manifest: "the manifest", asOf: "the date" } as const;

/**
 * What page data sets for partners are made from. While one is made, the tables that its statements name are noted, and
 * whether it looks at the manifest: as long as none of these says anything else, the data set stays what it is.
 */
export class PageInputs {
  private constructor(
    private readonly tables: Readonly<Record<string, string>>,
    private readonly manifest: Manifest,
    /** What the manifest says of sources, as a hash. */
    private readonly catalogue: string,
  ) {}

  /** `measured`: by table, what the analysis database holds for figures, as a hash. */
  static async of(
    db: Database,
    measured: Readonly<Record<string, string>>,
    manifest: Manifest,
    catalogue: string,
  ): Promise<PageInputs> {
    return new PageInputs({ ...measured, ...(await contentsOf(db, deliveryTables)) }, manifest, catalogue);
  }

  /** A hash of all that was read; of everything where it is not known what was. */
  hashOf(read: readonly string[] | undefined): string {
    const isRead = (name: string): boolean => read === undefined || read.includes(name);
    return fingerprint({
      // A data set may have asked for a table that was not there.
      tables: Object.keys(this.tables).sort(),
      held: Object.entries(this.tables).filter(([name]) => isRead(name)),
      ...(isRead(facts.manifest) && { catalogue: this.catalogue }),
      ...(isRead(facts.asOf) && { asOf: this.manifest.asOf }),
    });
  }

  /** Does work that makes a data set, and gives what it read. Only one is made at a time. */
  async noting(db: Database, work: (manifest: Manifest) => Promise<void>): Promise<string[]> {
    const read = new Set<string>();
    const note = (property: string | symbol): void => {
      if (property === "asOf") read.add(facts.asOf);
      // Each data set is told whether it is of the sample; when it was made does not make it another.
      else if (property !== "sample" && property !== "refreshedAt") read.add(facts.manifest);
    };
    const manifest = new Proxy(this.manifest, {
      get(of, property, receiver) {
        note(property);
        return Reflect.get(of, property, receiver);
      },
      ownKeys(of) {
        for (const key of Reflect.ownKeys(of)) note(key);
        return Reflect.ownKeys(of);
      },
    });
    const named = await db.naming(() => work(manifest));
    return [...read, ...Object.keys(this.tables).filter((name) => named.has(name.toLowerCase()))].sort();
  }
}
