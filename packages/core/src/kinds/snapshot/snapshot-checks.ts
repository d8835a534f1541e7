import type { CheckSpec } from "../../model/check/check.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { keyColumns } from "../keyed/key-columns.js";
import { validityColumns } from "./snapshot-settings.js";

/** The checks that every snapshot gets: each key holds one value at a time, and every row says whose it is and since when. */
export function snapshotChecks(options: SnapshotOptions): readonly CheckSpec[] {
  const key = keyColumns(options.key);
  const { from, to } = validityColumns;
  return [
    { type: "non_overlapping", args: { columns: key, from, to, on_null: "fail" } },
    ...[...key, from].map((column) => ({ type: "not_null", column, args: {} })),
  ];
}
