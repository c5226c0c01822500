import fc from "fast-check";
import { expect } from "vitest";
import { eraseRows, heldOf } from "../../loaders/life/erase.js";
import { addDecision } from "../../loaders/link/decisions.js";
import { link } from "../../loaders/link/link.js";
import { contentOf } from "../../loaders/store/content.js";
import { Database } from "../../loaders/store/database.js";
import { cases, firstOf, soak } from "../soak.js";
import {
  attendances,
  headcount,
  key,
  model,
  nhsNumber,
  type Rows,
  register,
  registrations,
  writeRows,
} from "./fixture.js";

const sources = [register, headcount, registrations, attendances];
const amina = {
  forename: "Amina",
  surname: "Khan",
  date_of_birth: "2021-03-04",
  postcode: "B1 1AA",
  sex: "female",
};
const bilal = { ...amina, forename: "Bilal", surname: "Walker", date_of_birth: "2020-09-19", sex: "male" };
const attends = (id: string, ...local: string[]): Rows =>
  local.map((local_id, i) => ({ id: `${id}${i}`, local_id }));

/** What each source may hold. Undefined: there is no table of it. */
const variants: Record<string, readonly (Rows | undefined)[]> = {
  [register.id]: [
    [
      { id: "r1", nhs_number: nhsNumber(912000001), ...amina },
      { id: "r2", nhs_number: nhsNumber(912000002), ...bilal },
    ],
    [{ id: "r1", nhs_number: nhsNumber(912000001), ...amina, postcode: "B2 2BB" }],
  ],
  [headcount.id]: [
    [
      { id: "h1", ...amina },
      { id: "h2", ...bilal, forename: "Billal" },
    ],
    undefined,
  ],
  [registrations.id]: [
    [
      { id: "c1", local_id: "7", ...amina },
      { id: "c2", local_id: "8", ...bilal },
    ],
  ],
  [attendances.id]: [attends("a", "7", "7"), attends("b", "7", "8", "9"), undefined],
};

interface State {
  /** By source, which variant. */
  is: Record<string, number>;
  /** Whether a reviewer finds that the two children of the register are one. */
  decides: boolean;
  key: number;
  /** Whether Amina is erased: her records go, and extracts are kept without her. */
  erases: boolean;
}
const state: fc.Arbitrary<State> = fc.record({
  is: fc.record(
    Object.fromEntries(Object.entries(variants).map(([id, all]) => [id, fc.nat(all.length - 1)])),
  ) as fc.Arbitrary<Record<string, number>>,
  decides: fc.boolean(),
  key: fc.constantFrom(7, 7, 7, 8),
  erases: fc.constantFrom(false, false, true),
});

/** A store that links with what is kept, or, without code, everything anew. */
class Store {
  private constructor(
    readonly identity: Database,
    readonly analysis: Database,
    private readonly code: string | undefined,
  ) {}

  static async open(code: string | undefined): Promise<Store> {
    const [identity, analysis] = [await Database.open(":memory:"), await Database.open(":memory:")];
    await analysis.run(
      "CREATE TABLE src_postcode_directory AS SELECT 'B1 1AA' AS postcode, 'E01000001' AS lsoa",
    );
    return new Store(identity, analysis, code);
  }

  /** Links a state. Returns what both databases hold then, as hashes, and whether the links were kept. */
  async refresh({ is, decides, key: byte, erases }: State, day: number) {
    if (erases) await this.erase();
    for (const source of sources) {
      const rows = variants[source.id]![is[source.id]!];
      await this.identity.run(`DROP TABLE IF EXISTS src_${source.id.replaceAll("-", "_")}`);
      const stays = rows?.filter((row) => !erases || (row.forename !== "Amina" && row.local_id !== "7"));
      if (stays) await writeRows(this.identity, source, stays);
    }
    if (decides && day > 0) await this.decide();
    const log: string[] = [];
    await link(this.identity, this.analysis, {
      sources,
      key: byte === 7 ? key : Buffer.alloc(32, byte),
      model,
      log: (line) => log.push(line),
      at: new Date(Date.UTC(2026, 0, 1 + day)),
      ...(this.code && { code: this.code }),
    });
    const hashes = [this.identity, this.analysis].map((db) => contentOf(db, ["linked_from"]));
    return {
      holds: await Promise.all(hashes),
      isKept: log.some((line) => line.includes("links stay as they are")),
    };
  }

  private async erase(): Promise<void> {
    const held = await heldOf(this.identity, { kind: "nhs_number", value: nhsNumber(912000001) });
    if (!held) return;
    const { identity, analysis } = this;
    const gone = await identity.rows<{ e: string }>(
      "SELECT DISTINCT evidence::VARCHAR AS e FROM record JOIN person_record USING (record_id, source) WHERE person_id = $1",
      [held.person],
    );
    await eraseRows({ pending: [held.person] }, sources, identity, analysis, () => {});
    const left = await identity.rows<{ e: string }>("SELECT evidence::VARCHAR AS e FROM compared_record");
    expect(left.filter(({ e }) => gone.some((one) => one.e === e))).toEqual([]);
    const { loose } = await identity.row<{ loose: number }>(
      "SELECT count(*) AS loose FROM compared_pair WHERE left_number NOT IN (SELECT number FROM compared_record) OR right_number NOT IN (SELECT number FROM compared_record)",
    );
    expect(loose).toBe(0);
  }

  private async decide(): Promise<void> {
    const evidence = await this.identity.rows<{ e: string }>(
      "SELECT DISTINCT evidence::VARCHAR AS e FROM record WHERE source = 'child-health-register' ORDER BY e",
    );
    const [left, right] = evidence.map(({ e }) => e);
    if (right)
      await addDecision(
        this.identity,
        { left: left!, right, verdict: "same", who: "A", why: "B" },
        new Date(0),
      );
  }

  close(): void {
    this.identity.close();
    this.analysis.close();
  }
}

async function besides(states: readonly State[], told: (isKept: boolean) => void = () => {}): Promise<void> {
  const [kept, anew] = [await Store.open("as it is"), await Store.open(undefined)];
  try {
    for (const [day, one] of states.entries()) {
      const { holds, isKept } = await kept.refresh(one, day);
      told(isKept);
      expect(holds).toEqual((await anew.refresh(one, day)).holds);
    }
  } finally {
    kept.close();
    anew.close();
  }
}

const all = (attending: number): State => ({
  is: { [register.id]: 0, [headcount.id]: 0, [registrations.id]: 0, [attendances.id]: attending },
  decides: false,
  key: 7,
  erases: false,
});

soak(
  "where only attendances came, links stay until these go, and all that is written is as if they were made anew, also where one register is another",
  async () => {
    const kept: boolean[] = [];
    const another: State = { ...all(2), is: { ...all(2).is, [register.id]: 1 } };
    const states = firstOf(2, [all(0), all(1), all(2), another]);
    await besides(states, (isKept) => kept.push(isKept));
    expect(kept).toEqual([false, true, false, false].slice(0, states.length));
  },
);

soak("a source that was gone comes back with its table", async () => {
  const gone: State = { ...all(0), is: { ...all(0).is, [headcount.id]: 1 } };
  await besides([all(0), gone, all(0)]);
});

soak("what is kept of records that nothing touched stays as it is", async () => {
  const [identity, analysis] = [await Database.open(":memory:"), await Database.open(":memory:")];
  const refresh = async (rows: Rows) => {
    await writeRows(identity, register, rows);
    await link(identity, analysis, { sources: [register], key, model, log: () => {}, code: "as it is" });
  };
  const twins = ["Amina", "Bilal"].map((forename, i) => ({ ...amina, id: `r${i}`, forename }));
  const other = { ...bilal, id: "r3", forename: "Chloe", nhs_number: nhsNumber(912000003) };
  try {
    await refresh([...twins, other]);
    expect(await identity.rows("SELECT kind FROM looked_at")).toEqual([{ kind: "another name" }]);
    await identity.run("UPDATE looked_at SET kind = 'as it was'");
    await identity.run("UPDATE person_record SET period = 'as it was'");
    await refresh([...twins, { ...other, surname: "Carter" }]);
    expect(await identity.rows("SELECT kind FROM looked_at")).toEqual([{ kind: "as it was" }]);
    expect(await identity.rows("SELECT record_id, period FROM person_record ORDER BY 1")).toEqual([
      { record_id: "r0", period: "as it was" },
      { record_id: "r1", period: "as it was" },
      { record_id: "r3", period: null },
    ]);
    await refresh([...twins.map((twin) => ({ ...twin, postcode: "B2 2BB" })), other]);
    expect(await identity.rows("SELECT kind FROM looked_at")).toEqual([{ kind: "another name" }]);
  } finally {
    identity.close();
    analysis.close();
  }
});

soak(
  "whatever came, changed, went and was decided, a store holds what linking everything anew gives",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 5 }), (states) => besides(states)),
      cases(1, 8),
    );
  },
);
