import type { CheckSpec } from "../../model/check/check.js";
import type { Place } from "../../base/errors/sluice-error.js";
import type { ColumnSpec } from "../../model/model.js";
import type { CheckEntry, ColumnEntries } from "./header.js";

/** Columns as their entries describe them. */
export function columnSpecs(entries: Readonly<ColumnEntries>): readonly ColumnSpec[] {
  return Object.entries(entries).map(([name, column]): ColumnSpec => ({
    name,
    type: column?.type,
    dateFormat: column?.date_format,
    timestampFormat: column?.timestamp_format,
    nullable: column?.nullable ?? true,
    description: column?.description,
    tags: column?.tags ?? [],
    pii: column?.pii ?? false,
  }));
}

/** A check entry of a header as a spec: a bare name, or a one-key map; a value that is no map stands under `value`. */
export function checkSpec(entry: CheckEntry, at: { column?: string; where: Place }): CheckSpec {
  if (typeof entry === "string")
    return { type: entry, column: at.column, args: {}, where: at.where };
  const [type = "", ...others] = Object.keys(entry);
  // Several keys in one entry are no kind of check; the check engine says so with the place.
  if (others.length > 0) {
    return { type: [type, ...others].join("+"), column: at.column, args: {}, where: at.where };
  }
  const value = entry[type];
  const args = isRecord(value) ? value : value === null || value === undefined ? {} : { value };
  const { column, ...rest } = args;
  return {
    type,
    column: at.column ?? (typeof column === "string" ? column : undefined),
    args: at.column === undefined && typeof column === "string" ? rest : args,
    where: at.where,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
