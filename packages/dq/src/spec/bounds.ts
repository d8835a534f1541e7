import { z } from "zod";
import { literalProblem, literalSql, type Comparison, type Literal } from "./literals.js";

/** A bound as authors write it; a Date is kept as ISO text. */
export type Bound = number | bigint | string | Date;

/** Limits of a value; at least one must be given. */
export interface BoundOptions {
  /** Smallest value allowed. */
  readonly min?: Bound;
  /** Greatest value allowed. */
  readonly max?: Bound;
  /** The value must be greater than this. */
  readonly above?: Bound;
  /** The value must be less than this. */
  readonly below?: Bound;
}

const bound = z.union([z.string().trim().min(1), z.number(), z.bigint()], {
  error: "expected a number, a date or text",
});

/** zod shape of {@link BoundOptions}. */
export const boundShape = {
  min: bound.optional(),
  max: bound.optional(),
  above: bound.optional(),
  below: bound.optional(),
};

/** Validated bounds. */
export type Bounds = {
  readonly [K in keyof BoundOptions]?: Exclude<Bound, Date> | undefined;
};

const operators = { min: ">=", above: ">", max: "<=", below: "<" } as const;
const names = ["min", "above", "max", "below"] as const;

function given(bounds: Bounds): readonly { name: (typeof names)[number]; value: Literal }[] {
  return names.flatMap((name) => {
    const value = bounds[name];
    return value === undefined ? [] : [{ name, value }];
  });
}

/** Why bounds cannot be used; undefined when they can. */
export function boundsProblem(bounds: Bounds, against: Comparison): string | undefined {
  if (given(bounds).length === 0) return "give at least one of `min`, `max`, `above`, `below`";
  if (bounds.min !== undefined && bounds.above !== undefined)
    return "give `min` or `above`, not both";
  if (bounds.max !== undefined && bounds.below !== undefined)
    return "give `max` or `below`, not both";
  const [low, high] = [bounds.min ?? bounds.above, bounds.max ?? bounds.below];
  if (typeof low === "number" && typeof high === "number" && low > high) {
    return `no value lies between ${low} and ${high}`;
  }
  for (const { value } of given(bounds)) {
    const problem = literalProblem(value, against);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Condition that an SQL expression lies within bounds: null when the expression is. */
export function withinSql(expression: string, bounds: Bounds, against: Comparison): string {
  return given(bounds)
    .map(({ name, value }) => `${expression} ${operators[name]} ${literalSql(value, against)}`)
    .join(" and ");
}

/** Bounds for people: `between 1 and 10`, `at least 0`, `above 0 and at most 10`. */
export function describeBounds(bounds: Bounds): string {
  const { min, max } = bounds;
  if (min !== undefined && max !== undefined) {
    return min === max ? `exactly ${min}` : `between ${min} and ${max}`;
  }
  const words = { min: "at least", above: "above", max: "at most", below: "below" };
  return given(bounds)
    .map(({ name, value }) => `${words[name]} ${String(value)}`)
    .join(" and ");
}

/** Bounds written as one value: `[1, 10]` is min and max. */
export function boundsFromPair(value: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const pair: readonly unknown[] = value;
  return { min: pair[0], max: pair[1] };
}

/** Options with bounds as the plain data a check spec holds. */
export function plainBounds(options: BoundOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]: [string, unknown]) => {
      if (value instanceof Date) return [name, value.toISOString()];
      return [name, typeof value === "bigint" ? value.toString() : value];
    }),
  );
}
