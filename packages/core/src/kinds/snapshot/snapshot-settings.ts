import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { SnapshotOptions } from "../../model/kind.js";
import { keyColumns } from "../keyed/key-columns.js";

/** Names of the columns that a snapshot has beside those of its query. */
export const validityColumns = {
  from: "valid_from",
  to: "valid_to",
  deleted: "is_deleted",
} as const;

/** Options of a snapshot with every default filled in, and columns as the query spells them. */
export interface SnapshotSettings {
  readonly key: readonly string[];
  readonly strategy: "timestamp" | "check";
  /** The column that tells a new version, for the strategy `timestamp`. */
  readonly updatedAt: string | undefined;
  /** The columns that tell a new version, for the strategy `check`. */
  readonly compared: readonly string[];
  /** The column that dates a version; undefined: the time of the run. */
  readonly date: string | undefined;
  /** True when a version may be dated before one that is known, and then belongs before it. */
  readonly backDates: boolean;
  readonly hardDeletes: "ignore" | "invalidate" | "new_record";
  readonly current: string | undefined;
}

/** Settles the options of a snapshot. Unknown columns keep their name: `snapshotProblems` tells them. */
export function snapshotSettings(
  query: readonly ColumnInfo[],
  options: SnapshotOptions,
): SnapshotSettings {
  const named = (name: string) => columnNamed(query, name)?.name ?? name;
  const strategy = options.strategy ?? (options.updated_at === undefined ? "check" : "timestamp");
  const key = keyColumns(options.key).map(named);
  const updatedAt = options.updated_at === undefined ? undefined : named(options.updated_at);
  const dateColumn = dateColumnOf(options);
  const date = dateColumn === undefined ? undefined : named(dateColumn);
  const { columns = "all" } = options;
  const dating = [...key, updatedAt, date];
  const all = query.map(({ name }) => name).filter((name) => !dating.includes(name));
  const isTimestamp = strategy === "timestamp";
  return {
    key,
    strategy,
    updatedAt: isTimestamp ? updatedAt : undefined,
    compared: isTimestamp ? [] : columns === "all" ? all : columns.map(named),
    date,
    // A later `updated_at` is what makes a version: dated by it, none comes before one that is known.
    backDates: date !== undefined && !(isTimestamp && date === updatedAt),
    hardDeletes: options.hard_deletes ?? "ignore",
    current: options.current,
  };
}

/** The column that dates a version as written; undefined: the time of the run. */
export function dateColumnOf(options: SnapshotOptions): string | undefined {
  const byTimestamp = options.strategy === "timestamp" || options.strategy === undefined;
  const isDated = byTimestamp && options.updated_at !== undefined;
  const validFrom = options.valid_from ?? (isDated ? "updated_at" : "now");
  if (typeof validFrom === "object") return validFrom.column;
  return validFrom === "updated_at" ? options.updated_at : undefined;
}
