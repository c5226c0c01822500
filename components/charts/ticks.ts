// Of D3, which has the same, no more than this would be needed.

/** Round numbers from one value to another, about so many: steps are 1, 2 or 5 of some power of ten. */
export function roundTicks(low: number, high: number, most: number): number[] {
  const step = stepOf(low, high, most);
  const first = Math.ceil(low / step - tolerance);
  const last = Math.floor(high / step + tolerance);
  return Array.from({ length: last - first + 1 }, (_, i) => withoutDust((first + i) * step));
}

/** Two values moved apart to the next round numbers. A wider range may have wider steps. */
export function roundEnds(low: number, high: number, most: number): [number, number] {
  const step = stepOf(low, high, most);
  const ends: [number, number] = [
    withoutDust(Math.floor(low / step + tolerance) * step),
    withoutDust(Math.ceil(high / step - tolerance) * step),
  ];
  return stepOf(...ends, most) === step ? ends : roundEnds(...ends, most);
}

const tolerance = 1e-9;

function stepOf(low: number, high: number, most: number): number {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  // A step is taken up to the middle, on a scale of ratios, between it and the next.
  const [, times] = [
    [Math.sqrt(50), 10],
    [Math.sqrt(10), 5],
    [Math.sqrt(2), 2],
    [0, 1],
  ].find(([from]) => rough / power >= from!) as [number, number];
  return times * power;
}

// 0.1 + 0.2 is 0.3.
function withoutDust(value: number): number {
  return Number(value.toPrecision(12));
}
