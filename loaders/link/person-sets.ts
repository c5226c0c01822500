import { DisjointSets } from "./union.js";

/** What is known of each distinct record, by its number; −1 or 0 where nothing is. */
export interface Particulars {
  /** A number for each valid NHS number and each permanent UPN; −1 for none. */
  nhsNumber: Int32Array;
  upn: Int32Array;
  /** 1 female, 2 male, 0 not known. */
  sex: Uint8Array;
  /** A number for each forename, equal for forms of one name; −1 for none. */
  forename: Int32Array;
  /** The extracts that hold record i: `extract[extractsFrom[i] … extractsFrom[i + 1] − 1]`. */
  extractsFrom: Int32Array;
  extract: Int32Array;
  /** By extract: its source's number, and whether it is a period's, which lists a child once. */
  sourceOf: Int32Array;
  periodic: Uint8Array;
  /** Pairs of records that a reviewer found to be two children's. */
  apart?: readonly (readonly [number, number])[];
  /** Pairs of records that the model says are never one child's, such as twins' of different names. */
  vetoed?: readonly (readonly [number, number])[];
}

/** Distinct records as they are joined to persons. A person is named by its first record. */
export class PersonSets {
  private readonly sets: DisjointSets;
  /** By person: one of its NHS numbers (all are equal), UPNs, and all sexes seen, as bits. */
  readonly nhsNumber: Int32Array;
  readonly upn: Int32Array;
  readonly sexes: Uint8Array;
  /** By person: how many extracts hold its records, each counted. */
  private readonly held: Int32Array;
  /** A ring through the records of each person. */
  private readonly next: Int32Array;
  /** By person: the records of others that it must not be joined with. */
  private readonly apart = new Map<number, number[]>();
  /** By record: the place of the rule that first joined it to another record, or −1. */
  readonly joinedBy: Int16Array;
  /** By record: the least match weight by which it hangs on the greater part of its person; infinite if surely. */
  readonly hangsBy: Float64Array;
  /** By person. */
  private readonly flagged: Uint8Array;

  constructor(readonly known: Particulars) {
    const records = known.sex.length;
    this.sets = new DisjointSets(records);
    this.nhsNumber = known.nhsNumber.slice();
    this.upn = known.upn.slice();
    this.sexes = known.sex.slice();
    this.held = Int32Array.from(
      { length: records },
      (_, i) => known.extractsFrom[i + 1]! - known.extractsFrom[i]!,
    );
    this.next = Int32Array.from({ length: records }, (_, i) => i);
    this.joinedBy = new Int16Array(records).fill(-1);
    this.hangsBy = new Float64Array(records).fill(Number.POSITIVE_INFINITY);
    this.flagged = new Uint8Array(records);
    for (const [a, b] of [...(known.apart ?? []), ...(known.vetoed ?? [])]) {
      this.apart.set(a, [...(this.apart.get(a) ?? []), b]);
      this.apart.set(b, [...(this.apart.get(b) ?? []), a]);
    }
  }

  get records(): number {
    return this.known.sex.length;
  }

  personOf(record: number): number {
    return this.sets.find(record);
  }

  *recordsOf(person: number): Generator<number> {
    let record = person;
    do {
      yield record;
      record = this.next[record]!;
    } while (record !== person);
  }

  /** The persons that a reviewer, or the model, found not to be this one. */
  apartFrom(person: number): number[] {
    return (this.apart.get(person) ?? []).map((record) => this.personOf(record));
  }

  extractsOf(person: number): number[] {
    const { extractsFrom, extract } = this.known;
    const found: number[] = [];
    for (const record of this.recordsOf(person))
      for (let at = extractsFrom[record]!; at < extractsFrom[record + 1]!; at++) found.push(extract[at]!);
    return found;
  }

  /** Whether more than one source knows the person. */
  isSettled(person: number): boolean {
    return new Set(this.extractsOf(person).map((e) => this.known.sourceOf[e])).size > 1;
  }

  /**
   * Whether two persons cannot be one child: they have two numbers or two sexes, stand in one period's list under two
   * forenames, as twins do (under one, a child who goes to two places), or a reviewer or the model found them to be two.
   */
  conflict(p: number, q: number): boolean {
    return (this.apart.has(p) && this.apartFrom(p).includes(q)) || this.areDistinct(p, q);
  }

  /** Whether numbers (if they count), sex or one period's list tell two persons apart. */
  areDistinct(p: number, q: number, byNumbers = true): boolean {
    if (byNumbers)
      for (const numbers of [this.nhsNumber, this.upn])
        if (numbers[p] !== -1 && numbers[q] !== -1 && numbers[p] !== numbers[q]) return true;
    if (this.sexes[p] && this.sexes[q] && this.sexes[p] !== this.sexes[q]) return true;
    return this.inOneList(p, q);
  }

  private inOneList(p: number, q: number): boolean {
    const { forename } = this.known;
    const listed = new Map<number, number>();
    for (const [extract, record] of this.listsOf(p)) listed.set(extract, forename[record]!);
    if (listed.size)
      for (const [extract, record] of this.listsOf(q)) {
        const other = listed.get(extract);
        if (other !== undefined && (other === -1 || other !== forename[record])) return true;
      }
    return false;
  }

  /** The periods' extracts that hold a person, each with the record. */
  private *listsOf(person: number): Generator<[extract: number, record: number]> {
    const { extractsFrom, extract, periodic } = this.known;
    for (const record of this.recordsOf(person))
      for (let at = extractsFrom[record]!; at < extractsFrom[record + 1]!; at++)
        if (periodic[extract[at]!]) yield [extract[at]!, record];
  }

  /** Makes one person of several, by the rule at this place, or by a match weight. */
  merge(persons: readonly number[], place: number, weight = Number.POSITIVE_INFINITY): void {
    const [first, ...others] = persons;
    if (first === undefined || !others.length) return;
    for (const p of persons) if (this.next[p] === p && this.joinedBy[p] === -1) this.joinedBy[p] = place;
    let into = first;
    for (const p of others) into = this.unite(into, p, weight);
    this.flagged[into] = 0;
  }

  /** Marks persons as ones that match different children. Joining one takes the mark away. */
  flag(persons: readonly number[]): void {
    for (const p of persons) this.flagged[p] = 1;
  }

  isFlagged(person: number): boolean {
    return this.flagged[person] === 1;
  }

  private unite(p: number, q: number, weight: number): number {
    if (weight < Number.POSITIVE_INFINITY) {
      const lesser = this.held[q]! > this.held[p]! ? p : q;
      for (const record of this.recordsOf(lesser))
        this.hangsBy[record] = Math.min(this.hangsBy[record]!, weight);
    }
    const into = this.sets.unite(p, q);
    const from = into === p ? q : p;
    if (this.nhsNumber[into] === -1) this.nhsNumber[into] = this.nhsNumber[from]!;
    if (this.upn[into] === -1) this.upn[into] = this.upn[from]!;
    this.sexes[into]! |= this.sexes[from]!;
    this.held[into]! += this.held[from]!;
    [this.next[into], this.next[from]] = [this.next[from]!, this.next[into]!];
    const others = [...(this.apart.get(into) ?? []), ...(this.apart.get(from) ?? [])];
    if (others.length) this.apart.set(into, others);
    return into;
  }
}
