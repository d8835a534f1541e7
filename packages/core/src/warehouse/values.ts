/**
 * A value as it crosses the border between JavaScript and an engine, without loss:
 * integers of at most 32 bits and floats are `number`; wider integers `bigint`; decimals, dates, times,
 * timestamps, uuid, json and enums text (`2024-01-31`, `2024-01-31 10:00:00.123456`, with `+00` when zoned);
 * intervals {@link SqlInterval}; blobs `Uint8Array`; lists arrays; structs plain objects; maps `Map`.
 * A JavaScript `Date` is accepted as input for date and timestamp columns and never returned.
 */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | SqlInterval
  | readonly SqlValue[]
  | ReadonlyMap<SqlValue, SqlValue>
  | { readonly [field: string]: SqlValue };

/** An interval as engines keep it: months, days and microseconds do not convert into each other. */
export interface SqlInterval {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

/** One row, keyed by column name in select order. */
export type Row = Readonly<Record<string, SqlValue>>;
