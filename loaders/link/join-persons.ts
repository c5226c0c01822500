import type { Rule } from "./linker.js";
import { DisjointSets } from "./union.js";

/** What is known of each distinct record, by its number; −1 or 0 where nothing is. */
export interface Particulars {
  /** A number for each valid NHS number and each permanent UPN; −1 for none. */
  nhsNumber: Int32Array;
  upn: Int32Array;
  /** 1 female, 2 male, 0 not known. */
  sex: Uint8Array;
  /** The extracts that hold record i: `extract[extractsFrom[i] … extractsFrom[i + 1] − 1]`. */
  extractsFrom: Int32Array;
  extract: Int32Array;
  /** By extract: its source's number, and whether it is a period's, which lists a child once. */
  sourceOf: Int32Array;
  periodic: Uint8Array;
}

export interface RulePairs {
  rule: Rule;
  left: Int32Array;
  right: Int32Array;
}

export interface Persons {
  /** By record: its person, named by the person's first record. */
  person: Int32Array;
  /** By record: the place of the rule that first joined it to another record, or −1. */
  joinedBy: Int16Array;
  /** By record: 1 if a name rule would have joined its person to different children, and so did not, nor did a later one. */
  manyMatches: Uint8Array;
}

/**
 * Joins records to persons, rule by rule. Never joined, by any chain of pairs: records of different NHS number, or
 * of different UPN; by a name rule, what conflicts in sex or in a period's extract unless the rule is loose.
 *
 * A rule's pairs make groups of the persons so far. A group without a conflict becomes one person. In a group
 * with one, nobody can tell whose the remaining records are, so a name rule joins none of them.
 * The outcome does not depend on the order of the pairs.
 */
export function joinPersons(particulars: Particulars, rules: Iterable<RulePairs>): Persons {
  const size = particulars.sex.length;
  const joiner = new Joiner(particulars, size);
  let place = 0;
  for (const pairs of rules) joiner.apply(pairs, place++);
  return joiner.result();
}

class Joiner {
  private readonly sets: DisjointSets;
  private readonly groups: DisjointSets;
  /** By person: one of its NHS numbers (all are equal), UPNs, and all sexes seen, as bits. */
  private readonly nhsNumber: Int32Array;
  private readonly upn: Int32Array;
  private readonly sexes: Uint8Array;
  /** A ring through the records of each person. */
  private readonly next: Int32Array;
  private readonly joinedBy: Int16Array;
  /** By person. */
  private readonly manyMatches: Uint8Array;

  constructor(
    private readonly known: Particulars,
    private readonly size: number,
  ) {
    this.sets = new DisjointSets(size);
    this.groups = new DisjointSets(size);
    this.nhsNumber = known.nhsNumber.slice();
    this.upn = known.upn.slice();
    this.sexes = known.sex.slice();
    this.next = Int32Array.from({ length: size }, (_, i) => i);
    this.joinedBy = new Int16Array(size).fill(-1);
    this.manyMatches = new Uint8Array(size);
  }

  apply(rulePairs: RulePairs, place: number): void {
    const { rule, left, right } = rulePairs;
    const pairs = this.pairsOf(rulePairs);
    for (const group of this.groupsOf(left, right)) {
      const contested = this.contested(group, rule);
      const free = group.filter((p) => !contested.has(p));
      if (this.mayBeTwins(group, pairs, rule)) this.flag(group);
      else if (!contested.size || rule.evidence === "identifier") this.merge(free, place);
      else this.flag(free);
    }
  }

  result(): Persons {
    const person = Int32Array.from({ length: this.size }, (_, i) => this.sets.find(i));
    return {
      person,
      joinedBy: this.joinedBy,
      manyMatches: this.manyMatches.map((_, i) => this.manyMatches[person[i]!]!),
    };
  }

  /** The persons that pairs connect, group by group, in order of their first records. */
  private groupsOf(left: Int32Array, right: Int32Array): number[][] {
    const { sets, groups } = this;
    const touched = new Int32Array(2 * left.length);
    let count = 0;
    for (let i = 0; i < left.length; i++) {
      const [a, b] = [sets.find(left[i]!), sets.find(right[i]!)];
      if (a === b) continue;
      touched[count++] = a;
      touched[count++] = b;
      groups.unite(a, b);
    }
    const persons = touched.subarray(0, count).sort();
    const found = new Map<number, number[]>();
    let last = -1;
    for (const p of persons) {
      if (p === last) continue;
      last = p;
      const name = groups.find(p);
      const group = found.get(name);
      if (group) group.push(p);
      else found.set(name, [p]);
    }
    for (const p of persons) groups.parent[p] = p;
    return [...found.values()];
  }

  /** By pair of persons, whether they pair with each other; asked only of rules that let forenames differ. */
  private pairsOf({ rule, left, right }: RulePairs): Set<number> {
    const found = new Set<number>();
    if (!rule.forenames) return found;
    for (let i = 0; i < left.length; i++)
      found.add(this.pairOf(this.sets.find(left[i]!), this.sets.find(right[i]!)));
    return found;
  }

  private pairOf(p: number, q: number): number {
    return Math.min(p, q) * this.size + Math.max(p, q);
  }

  private mayBeTwins(group: number[], pairs: Set<number>, { forenames }: Rule): boolean {
    if (!forenames) return false;
    const pairsWithAll = (p: number): boolean => group.every((q) => p === q || pairs.has(this.pairOf(p, q)));
    const [known, other] = forenames === "spelling" ? group.filter((p) => this.isSettled(p)) : [];
    if (other !== undefined) return true;
    return known === undefined ? !group.every(pairsWithAll) : !pairsWithAll(known);
  }

  /** The persons of a group that cannot be the same child as another in it. */
  private contested(group: number[], rule: Rule): Set<number> {
    const found = new Set<number>();
    for (const numbers of [this.nhsNumber, this.upn]) {
      const bearers = group.filter((p) => numbers[p] !== -1);
      if (new Set(bearers.map((p) => numbers[p])).size > 1) for (const p of bearers) found.add(p);
    }
    if (rule.evidence === "identifier" || rule.loose) return found;
    const [girls, boys] = [1, 2].map((sex) => group.filter((p) => this.sexes[p] === sex)) as [
      number[],
      number[],
    ];
    if (girls.length && boys.length) for (const p of [...girls, ...boys]) found.add(p);
    const holders = new Map<number, number>();
    for (const p of group)
      for (const extract of this.extractsOf(p)) {
        if (!this.known.periodic[extract]) continue;
        const other = holders.get(extract);
        if (other === undefined) holders.set(extract, p);
        else if (other !== p) found.add(other).add(p);
      }
    return found;
  }

  /** Whether more than one source knows the person. */
  private isSettled(person: number): boolean {
    return new Set(this.extractsOf(person).map((e) => this.known.sourceOf[e])).size > 1;
  }

  private extractsOf(person: number): number[] {
    const { extractsFrom, extract } = this.known;
    const found: number[] = [];
    for (const record of this.recordsOf(person))
      for (let at = extractsFrom[record]!; at < extractsFrom[record + 1]!; at++) found.push(extract[at]!);
    return found;
  }

  private *recordsOf(person: number): Generator<number> {
    let record = person;
    do {
      yield record;
      record = this.next[record]!;
    } while (record !== person);
  }

  private merge(group: number[], place: number): void {
    const [first, ...others] = group;
    if (first === undefined || !others.length) return;
    for (const p of group) if (this.next[p] === p && this.joinedBy[p] === -1) this.joinedBy[p] = place;
    for (const p of others) {
      if (this.nhsNumber[first] === -1) this.nhsNumber[first] = this.nhsNumber[p]!;
      if (this.upn[first] === -1) this.upn[first] = this.upn[p]!;
      this.sexes[first]! |= this.sexes[p]!;
      [this.next[first], this.next[p]] = [this.next[p]!, this.next[first]!];
      this.sets.unite(first, p);
    }
    this.manyMatches[first] = 0;
  }

  private flag(group: number[]): void {
    for (const p of group) this.manyMatches[p] = 1;
  }
}
