/** How often each area had which rank in many orders, without keeping the orders. */
export class RankCount {
  readonly #areas: number;
  /** By area, times by rank from 1; a rank of none is not counted. */
  readonly #times: Uint32Array;
  readonly #ranked: Uint32Array;

  constructor(areas: number) {
    this.#areas = areas;
    this.#times = new Uint32Array(areas * (areas + 1));
    this.#ranked = new Uint32Array(areas);
  }

  /** Counts one order: the rank of each area, NaN where it has none. */
  add(ranks: Float64Array): void {
    const width = this.#areas + 1;
    for (let i = 0; i < this.#areas; i++) {
      const rank = ranks[i]!;
      if (!(rank >= 1)) continue;
      this.#times[i * width + rank]! += 1;
      this.#ranked[i]! += 1;
    }
  }

  /** In which share of the orders that rank an area it was among the first, from 0 to 1; NaN where none does. */
  amongFirst(first: number): Float64Array {
    return Float64Array.from(this.#ranked, (ranked, i) => {
      let times = 0;
      for (let rank = 1; rank <= Math.min(first, this.#areas); rank++) times += this.#timesOf(i, rank);
      return times / ranked;
    });
  }

  /** The rank of each area that a share of its ranks do not pass, from 0 to 1; NaN where it has none. */
  limit(share: number): Float64Array {
    return Float64Array.from(this.#ranked, (ranked, i) => {
      if (ranked === 0) return Number.NaN;
      const place = Math.round(share * (ranked - 1));
      let [rank, passed] = [1, this.#timesOf(i, 1)];
      while (passed <= place) {
        rank += 1;
        passed += this.#timesOf(i, rank);
      }
      return rank;
    });
  }

  #timesOf(area: number, rank: number): number {
    return this.#times[area * (this.#areas + 1) + rank]!;
  }
}
