import { z } from "zod";

/** How many failing rows are tolerated: a count, or an exact share of the rows looked at. */
export type Threshold =
  | { readonly count: number }
  | {
      readonly percent: { readonly numerator: bigint; readonly denominator: bigint };
      readonly text: string;
    };

const percentPattern = /^(\d{1,3})(?:\.(\d{1,12}))?\s*%$/;

const bandError = 'expected a count such as 10 or a percentage such as "5%"';

/** A threshold as authors write it: `10` or `"2.5%"`. */
export const thresholdSchema = z
  .union(
    [
      z.int(bandError).min(0, bandError),
      z.string(bandError).trim().regex(percentPattern, bandError),
    ],
    bandError,
  )
  .transform((input): Threshold => {
    if (typeof input === "number") return { count: input };
    const [, whole = "0", decimals = ""] = percentPattern.exec(input) ?? [];
    // Kept as a fraction of integers: 0.57 % of 10,000 rows is 57 rows, not 56.99999999999999.
    const numerator = BigInt(whole + decimals);
    const denominator = 100n * 10n ** BigInt(decimals.length);
    return { percent: { numerator, denominator }, text: input.replace(/\s+/g, "") };
  });

/** True when more rows fail than the threshold tolerates. */
export function exceeds(threshold: Threshold, failing: number, rows: number): boolean {
  if ("count" in threshold) return failing > threshold.count;
  const { numerator, denominator } = threshold.percent;
  return BigInt(failing) * denominator > numerator * BigInt(rows);
}

/** `10 failing rows`, `5% failing rows`. */
export function describeThreshold(threshold: Threshold): string {
  if (!("count" in threshold)) return `${threshold.text} failing rows`;
  return `${threshold.count} failing ${threshold.count === 1 ? "row" : "rows"}`;
}

/** True when judging needs the number of rows looked at. */
export function needsRows(threshold: Threshold | undefined): boolean {
  return threshold !== undefined && "percent" in threshold;
}
