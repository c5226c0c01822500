interface Entry<T> {
  about: string;
  numbers: readonly Float64Array[];
  made: T;
}

/**
 * What was last worked out of columns of numbers, for when the same numbers are asked about again: as a weight is moved, the
 * figures stay what they are.
 */
export class Remembered<T> {
  readonly #most: number;
  #entries: Entry<T>[] = [];

  /** `most`: how many are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** What `make` gives, unless it was made of the same numbers, and of the same `about`, before. */
  of(numbers: readonly Float64Array[], about: string, make: () => T): T {
    const known = this.#entries.find((entry) => entry.about === about && areAlike(entry.numbers, numbers));
    const entry = known ?? { about, numbers: numbers.map((some) => some.slice()), made: make() };
    this.#entries = [entry, ...this.#entries.filter((other) => other !== entry)].slice(0, this.#most);
    return entry.made;
  }
}

function areAlike(some: readonly Float64Array[], others: readonly Float64Array[]): boolean {
  return (
    some.length === others.length &&
    some.every(
      (one, j) =>
        one.length === others[j]!.length && one.every((value, i) => Object.is(value, others[j]![i])),
    )
  );
}
