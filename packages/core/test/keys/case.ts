/** Keys and values, as YAML and TypeScript have them. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * A key with an effect: what it stands beside, and what it changes. The story is told with both values of the key; its
 * outcomes differ, or one is a refusal.
 */
export interface KeyCase {
  /** The definition with the key. */
  readonly with: Values;
  /** The same definition without it, or with another value of a key that must be there. */
  readonly without: Values;
  /** The query of a model; rows of `raw.e` otherwise. */
  readonly query?: string;
  /** The query of the second build. */
  readonly edited?: string;
  /** Other files of the project. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Where the effect is seen: in what people read of the relation, or in what validation and builds do. @default "behaviour"
   */
  /** The first build fails without the key. @default false */
  readonly fails?: boolean;
  readonly seen?: "described" | "behaviour";
}

/** Cases by the path of their key. */
export type KeyCases = Readonly<Record<string, KeyCase>>;

/** A key that is added to a definition. */
export function added(base: Values, values: Values, more: Partial<KeyCase> = {}): KeyCase {
  return { without: base, with: { ...base, ...values }, ...more };
}

/** A key that only people and tools read. */
export const described = (base: Values, values: Values): KeyCase =>
  added(base, values, { seen: "described" });

/** Cases of keys below another one. */
export const below = (prefix: string, cases: KeyCases): KeyCases =>
  Object.fromEntries(Object.entries(cases).map(([key, one]) => [`${prefix}.${key}`, one]));
