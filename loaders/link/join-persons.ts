import { joinRanked, type RankedPairs } from "./join-ranked.js";
import type { Rule } from "./linker.js";
import { type Particulars, PersonSets } from "./person-sets.js";
import { DisjointSets } from "./union.js";

export interface RulePairs {
  rule: Rule;
  left: Int32Array;
  right: Int32Array;
}

export interface Persons {
  /** By record: its person, named by the person's first record. */
  person: Int32Array;
  /** By record: the place of the rule that first joined it to another record, or −1; ranked pairs have the place after the last rule. */
  joinedBy: Int16Array;
  /** By record: 1 if a name rule would have joined its person to different children, and so did not, nor did a later one. */
  manyMatches: Uint8Array;
  /** By record: the least match weight by which it hangs on the greater part of its person; infinite where rules joined it. */
  hangsBy: Float64Array;
  /** Whether two persons, named by their first records, cannot be one child. */
  conflict(p: number, q: number): boolean;
  /** Whether numbers (if they count), sex or one period's list tell two persons apart. */
  areDistinct(p: number, q: number, byNumbers?: boolean): boolean;
  /** Whether a person is known from more than one source. */
  isSettled(person: number): boolean;
  /** A person's number of each kind, as in the particulars. */
  numbersOf(person: number): { nhsNumber: number; upn: number };
}

/**
 * Joins records to persons, rule by rule, and then by ranked pairs. Never joined, by any chain of pairs: records of
 * different NHS number, or of different UPN, or that a reviewer found to be two children's; by a name rule, what
 * conflicts in sex or in a period's extract unless the rule is loose.
 *
 * A rule's pairs make groups of the persons so far. A group without a conflict becomes one person. In a group
 * with one, nobody can tell whose the remaining records are, so a name rule joins none of them.
 * The outcome does not depend on the order of the pairs.
 */
export function joinPersons(
  particulars: Particulars,
  rules: Iterable<RulePairs>,
  ranked?: RankedPairs,
): Persons {
  const sets = new PersonSets(particulars);
  const joiner = new RuleJoiner(sets);
  let place = 0;
  for (const pairs of rules) joiner.apply(pairs, place++);
  if (ranked) joinRanked(sets, ranked, place);
  const person = Int32Array.from({ length: sets.records }, (_, i) => sets.personOf(i));
  return {
    person,
    joinedBy: sets.joinedBy,
    manyMatches: Uint8Array.from(person, (p) => Number(sets.isFlagged(p))),
    hangsBy: sets.hangsBy,
    conflict: (p, q) => sets.conflict(p, q),
    areDistinct: (p, q, byNumbers) => sets.areDistinct(p, q, byNumbers),
    isSettled: (p) => sets.isSettled(p),
    numbersOf: (p) => ({ nhsNumber: sets.nhsNumber[p]!, upn: sets.upn[p]! }),
  };
}

class RuleJoiner {
  private readonly groups: DisjointSets;

  constructor(private readonly sets: PersonSets) {
    this.groups = new DisjointSets(sets.records);
  }

  apply(rulePairs: RulePairs, place: number): void {
    const { rule, left, right } = rulePairs;
    const pairs = this.pairsOf(rulePairs);
    for (const group of this.groupsOf(left, right)) {
      const contested = this.contested(group, rule);
      const free = group.filter((p) => !contested.has(p));
      if (this.mayBeTwins(group, pairs, rule)) this.sets.flag(group);
      else if (!contested.size || rule.evidence === "identifier") this.sets.merge(free, place);
      else this.sets.flag(free);
    }
  }

  /** The persons that pairs connect, group by group, in order of their first records. */
  private groupsOf(left: Int32Array, right: Int32Array): number[][] {
    const { sets, groups } = this;
    const touched = new Int32Array(2 * left.length);
    let count = 0;
    for (let i = 0; i < left.length; i++) {
      const [a, b] = [sets.personOf(left[i]!), sets.personOf(right[i]!)];
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
      found.add(this.pairOf(this.sets.personOf(left[i]!), this.sets.personOf(right[i]!)));
    return found;
  }

  private pairOf(p: number, q: number): number {
    return Math.min(p, q) * this.sets.records + Math.max(p, q);
  }

  private mayBeTwins(group: number[], pairs: Set<number>, { forenames }: Rule): boolean {
    if (!forenames) return false;
    const pairsWithAll = (p: number): boolean => group.every((q) => p === q || pairs.has(this.pairOf(p, q)));
    const [known, other] = forenames === "spelling" ? group.filter((p) => this.sets.isSettled(p)) : [];
    if (other !== undefined) return true;
    return known === undefined ? !group.every(pairsWithAll) : !pairsWithAll(known);
  }

  /** The persons of a group that cannot be the same child as another in it. */
  private contested(group: number[], rule: Rule): Set<number> {
    const { sets } = this;
    const found = new Set<number>();
    for (const numbers of [sets.nhsNumber, sets.upn]) {
      const bearers = group.filter((p) => numbers[p] !== -1);
      if (new Set(bearers.map((p) => numbers[p])).size > 1) for (const p of bearers) found.add(p);
    }
    for (const p of group) for (const q of sets.apartFrom(p)) if (group.includes(q)) found.add(p).add(q);
    if (rule.evidence === "identifier" || rule.loose) return found;
    const [girls, boys] = [1, 2].map((sex) => group.filter((p) => sets.sexes[p] === sex)) as [
      number[],
      number[],
    ];
    if (girls.length && boys.length) for (const p of [...girls, ...boys]) found.add(p);
    const holders = new Map<number, number>();
    for (const p of group)
      for (const extract of sets.extractsOf(p)) {
        if (!sets.known.periodic[extract]) continue;
        const other = holders.get(extract);
        if (other === undefined) holders.set(extract, p);
        else if (other !== p) found.add(other).add(p);
      }
    return found;
  }
}
