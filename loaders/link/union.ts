/** Disjoint sets of the numbers from 0, whose smallest member names the set. */
export class DisjointSets {
  readonly parent: Int32Array;

  constructor(readonly size: number) {
    this.parent = new Int32Array(size);
    for (let i = 0; i < size; i++) this.parent[i] = i;
  }

  find(member: number): number {
    const { parent } = this;
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  /** Unites two sets and gives back the name of the union. */
  unite(a: number, b: number): number {
    const [x, y] = [this.find(a), this.find(b)];
    const [least, other] = x < y ? [x, y] : [y, x];
    this.parent[other] = least;
    return least;
  }
}
