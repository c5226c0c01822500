/** Sets of records that are one person's so far, each named by a number. */
export interface RankedSets {
  readonly records: number;
  personOf(record: number): number;
  recordsOf(person: number): Iterable<number>;
  /** Whether two persons cannot be one. */
  conflict(p: number, q: number): boolean;
  /** Whether a third that fits both is torn between them; where left out, as conflict. */
  areRivals?(p: number, q: number): boolean;
  /** Whether a person is known from more than one source. */
  isSettled(person: number): boolean;
  /** Marks persons as ones that match different persons. */
  flag(persons: readonly number[]): void;
  merge(persons: readonly [number, number], place: number, weight: number): void;
}

/** Pairs of records with their match weights in bits, from the highest down. */
export interface RankedPairs {
  left: Int32Array;
  right: Int32Array;
  weight: Float64Array;
  /** By pair: 1 if it may join; 0 if it is only another possibility, such as a pair without any evidence from forenames. */
  mayJoin: Uint8Array;
  /** By pair: 1 if the forenames differ, and not only in their form, which is how twins differ. */
  unlike: Uint8Array;
  /** From this weight on, pairs join. */
  match: number;
  /** From this weight on, a pair is a possibility to reckon with. */
  potential: number;
  /** A pair outweighs another possibility by so many bits; `match` if left out. */
  rival?: number;
}

/**
 * Joins persons pair by pair, the strongest first. A pair does not join
 * - what cannot be one child (see PersonSets.conflict);
 * - two persons of unlike forenames, each known from more than one source: twins are;
 * - a person that fits another as well who cannot be the same child: the odds of the one against the other must be
 *   those of a match. Such a person is flagged as matching many.
 */
export function joinRanked(sets: RankedSets, pairs: RankedPairs, place: number): void {
  const { left, right, weight, mayJoin, unlike, match } = pairs;
  const possible = new Possibilities(sets, pairs);
  for (let i = 0; i < weight.length && weight[i]! >= match; i++) {
    if (!mayJoin[i]) continue;
    const [p, q] = [sets.personOf(left[i]!), sets.personOf(right[i]!)];
    if (p === q || sets.conflict(p, q)) continue;
    if (unlike[i] && sets.isSettled(p) && sets.isSettled(q)) continue;
    const torn = [
      ...(possible.hasRival(p, q, weight[i]!) ? [p] : []),
      ...(possible.hasRival(q, p, weight[i]!) ? [q] : []),
    ];
    if (torn.length) sets.flag(torn);
    else sets.merge([p, q], place, weight[i]!);
  }
}

/** By record, its pairs. */
class Possibilities {
  private readonly from: Int32Array;
  private readonly pair: Int32Array;

  constructor(
    private readonly sets: RankedSets,
    private readonly pairs: RankedPairs,
  ) {
    const { left, right, weight, potential } = pairs;
    let count = 0;
    while (count < weight.length && weight[count]! >= potential) count++;
    this.from = new Int32Array(sets.records + 1);
    for (const side of [left, right]) for (let i = 0; i < count; i++) this.from[side[i]! + 1]!++;
    for (let i = 0; i < sets.records; i++) this.from[i + 1]! += this.from[i]!;
    const at = this.from.slice();
    this.pair = new Int32Array(2 * count);
    for (let i = 0; i < count; i++) for (const side of [left, right]) this.pair[at[side[i]!]!++] = i;
  }

  /** Whether person p fits someone else who cannot be q, with odds against q of less than a match's. */
  hasRival(p: number, q: number, weight: number): boolean {
    const { weight: weights, match, rival = match } = this.pairs;
    for (const record of this.sets.recordsOf(p))
      for (let at = this.from[record]!; at < this.from[record + 1]!; at++) {
        const i = this.pair[at]!;
        if (weights[i]! <= weight - rival) break;
        const other = this.otherPerson(i, p);
        if (other !== p && other !== q && this.areRivals(other, q)) return true;
      }
    return false;
  }

  private areRivals(p: number, q: number): boolean {
    return this.sets.areRivals ? this.sets.areRivals(p, q) : this.sets.conflict(p, q);
  }

  private otherPerson(pair: number, person: number): number {
    const l = this.sets.personOf(this.pairs.left[pair]!);
    return l === person ? this.sets.personOf(this.pairs.right[pair]!) : l;
  }
}
