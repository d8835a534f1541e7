import type { KeyedRowsDiff, ModelDiff, RowsDiff, WholeRowsDiff } from "@sluice/core";
import { rowToJson } from "../output/json-value.js";
import type { ModelDiffDocument } from "./diff-parts.js";
import { problem } from "./documents.js";

/** A model's difference as it stands in a document. */
export function modelDiffDocument({ name, status, diff, error }: ModelDiff): ModelDiffDocument {
  const column = (given: { readonly name: string; readonly type: string }) => ({
    name: given.name,
    type: given.type,
  });
  return {
    name,
    status,
    columns: diff
      ? {
          only_a: diff.columns.onlyA.map(column),
          only_b: diff.columns.onlyB.map(column),
          retyped: diff.columns.retyped.map((retyped) => ({ ...retyped })),
        }
      : null,
    rows: diff?.rows ? rowsDocument(diff.rows) : null,
    ...(error ? { error: problem(error) } : {}),
  };
}

type RowsDocument = NonNullable<ModelDiffDocument["rows"]>;

function rowsDocument(rows: RowsDiff): RowsDocument {
  const { rowsA: rows_a, rowsB: rows_b, onlyA: only_a, onlyB: only_b, both } = rows;
  const sides = { rows_a, rows_b, only_a, only_b, both };
  return rows.by === "key" ? { ...sides, ...keyed(rows) } : { ...sides, ...whole(rows) };
}

type Sides = "rows_a" | "rows_b" | "only_a" | "only_b" | "both";

function keyed(rows: KeyedRowsDiff): Omit<Extract<RowsDocument, { by: "key" }>, Sides> {
  const { repeated } = rows;
  return {
    by: "key",
    key: { columns: [...rows.key.columns], from: rows.key.from },
    changed: rows.changed,
    null_keys_a: rows.nullKeys.a,
    null_keys_b: rows.nullKeys.b,
    repeated: {
      keys: repeated.keys,
      rows_a: repeated.rowsA,
      rows_b: repeated.rowsB,
      unmatched_a: repeated.unmatchedA,
      unmatched_b: repeated.unmatchedB,
      sample: repeated.sample.map(({ key, rowsA, rowsB }) => ({
        key: rowToJson(key),
        rows_a: rowsA,
        rows_b: rowsB,
      })),
    },
    columns: rows.columns.map(({ sample, ...column }) => ({
      ...column,
      sample: sample.map(({ key, a, b }) => ({ key: rowToJson(key), a, b })),
    })),
    only_a_sample: rows.onlyASample.map(rowToJson),
    only_b_sample: rows.onlyBSample.map(rowToJson),
  };
}

function whole(rows: WholeRowsDiff): Omit<Extract<RowsDocument, { by: "row" }>, Sides> {
  const surplus = (sample: WholeRowsDiff["onlyASample"]) =>
    sample.map(({ row, times }) => ({ row: rowToJson(row), times }));
  return {
    by: "row",
    compared: [...rows.compared],
    only_a_sample: surplus(rows.onlyASample),
    only_b_sample: surplus(rows.onlyBSample),
  };
}
