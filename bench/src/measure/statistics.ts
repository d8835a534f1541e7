/** The middle value; the mean of the two in the middle for an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? Number.NaN : (lower + upper) / 2;
}

/** Median of the ratios of samples taken together, which a machine that slows down for a while does not move. */
export function pairedRatio(ours: readonly number[], bare: readonly number[]): number {
  return median(ours.map((value, i) => value / (bare[i] ?? Number.NaN)));
}

/** The power with which a total grows from `few` to `many` items, when the cost of one grows by `costRatio`; 1 is linear. */
export function exponent(few: number, many: number, costRatio: number): number {
  return 1 + Math.log(costRatio) / Math.log(many / few);
}
