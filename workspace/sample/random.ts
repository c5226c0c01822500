/**
 * A small seeded generator of random numbers (sfc32), the same on every machine.
 *
 * `fork` gives an independent stream by a numbered purpose, so that a draw added in one place
 * does not change what is drawn in another.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(
    private readonly seed: number,
    private readonly stream = 0,
  ) {
    this.a = mix(seed ^ 0x9e3779b9);
    this.b = mix(this.a ^ stream);
    this.c = mix(this.b + Math.imul(stream, 0x85ebca6b));
    for (let i = 0; i < 8; i++) this.bits();
  }

  /** An independent stream of this one's seed and stream. */
  fork(purpose: number): Random {
    return new Random(mix(this.seed + Math.imul(purpose, 0x632be5ab)), this.stream);
  }

  private bits(): number {
    const t = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    this.c |= 0;
    return t >>> 0;
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    return this.bits() / 4294967296;
  }

  /** A whole number from 0 up to, but not including, `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** A whole number between two, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p;
  }

  /** One of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** A draw from the standard normal distribution (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/** Draws from a list in proportion to weights, in constant time (Walker's alias method, after Vose 1991). */
export class Weighted<T> {
  private readonly probability: Float64Array;
  private readonly alias: Uint32Array;

  constructor(
    private readonly items: readonly T[],
    weights: readonly number[],
  ) {
    const n = items.length;
    const total = weights.reduce((sum, w) => sum + w, 0);
    const scaled = weights.map((w) => (w * n) / total);
    this.probability = new Float64Array(n).fill(1);
    this.alias = Uint32Array.from({ length: n }, (_, i) => i);
    const small = scaled.flatMap((w, i) => (w < 1 ? [i] : []));
    const large = scaled.flatMap((w, i) => (w < 1 ? [] : [i]));
    while (small.length && large.length) {
      const less = small.pop()!;
      const more = large[large.length - 1]!;
      this.probability[less] = scaled[less]!;
      this.alias[less] = more;
      scaled[more] = scaled[more]! + scaled[less]! - 1;
      if (scaled[more]! < 1) {
        large.pop();
        small.push(more);
      }
    }
  }

  draw(random: Random): T {
    const at = random.next() * this.items.length;
    const i = Math.floor(at);
    return this.items[at - i < this.probability[i]! ? i : this.alias[i]!]!;
  }
}

/** A list drawn so that the first items are commoner, as names are: the k-th has weight 1 / (k + flatness). */
export function byRank<T>(items: readonly T[], flatness = 8): Weighted<T> {
  return new Weighted(
    items,
    items.map((_, k) => 1 / (k + 1 + flatness)),
  );
}

// The finaliser of MurmurHash3.
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
