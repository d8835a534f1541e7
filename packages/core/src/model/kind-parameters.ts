import type { ModelKind } from "./kind.js";

/** Run parameters that only models of this kind may use, beside those that every model may. */
export function kindParameters(kind: ModelKind): readonly string[] {
  switch (kind.type) {
    case "incremental_by_time":
      return ["start", "end"];
    case "incremental_by_key":
      // With `missing` a query of the newest rows alone would remove all others.
      return kind.updated_at === undefined || kind.deletes === "missing" ? [] : ["since"];
    case "append":
      return kind.time === undefined ? [] : ["since"];
    default:
      return [];
  }
}

/** Kinds whose table is kept and brought up to date, where others are built anew. */
export type KeptKind = Extract<
  ModelKind,
  { type: "incremental_by_time" | "incremental_by_key" | "append" | "snapshot" }
>;

/** True for kinds whose table is kept and brought up to date. */
export function isKept(kind: ModelKind): kind is KeptKind {
  return ["incremental_by_time", "incremental_by_key", "append", "snapshot"].includes(kind.type);
}

/** The columns of a `key` option. */
export function keyColumns(key: string | readonly string[]): readonly string[] {
  return typeof key === "string" ? [key] : key;
}
