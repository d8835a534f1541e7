import type { PivotColumn, PivotEntry, Relation, UnpivotColumns } from "@sluice/core/adapter";
import { everyValue } from "../pivot.js";
import { Fields, unreadable } from "./fields.js";
import type { Readers } from "./readers.js";
import { readValue } from "./read-values.js";

/** `pivot` and `unpivot`, which DuckDB has as one type: an unpivot names the columns that it makes. */
export function readPivot(fields: Fields, readers: Readers): Relation {
  const source = readers.relation(fields.take("source")) ?? unreadable("a pivot has no source");
  const values = fields.texts("unpivot_names");
  const pivots = fields.list("pivots");
  if (values.length > 0) {
    const by = pivots.map((json) => readUnpivotColumns(json, readers));
    const includeNulls = fields.flag("include_nulls");
    return { kind: "unpivot", source, values, by, includeNulls, columns: [] };
  }
  return {
    kind: "pivot",
    source,
    aggregates: fields.list("aggregates").map(readers.expression),
    by: pivots.map((json) => readPivotColumn(json, readers)),
    groups: fields.texts("groups"),
    columns: [],
  };
}

function readPivotColumn(json: unknown, { expression, query }: Readers): PivotColumn {
  const fields = new Fields(json);
  const expressions = fields.list("pivot_expressions").map(expression);
  const entries = fields.list("entries").map((entry) => readEntry(entry, expression));
  const type = fields.optionalText("pivot_enum");
  const listedBy = fields.map("subquery", query) ?? type;
  fields.done();
  const isOpen =
    listedBy !== undefined || entries.some(({ values }) => values.includes(everyValue));
  return { expressions, entries: isOpen ? undefined : entries, listedBy };
}

function readUnpivotColumns(json: unknown, { expression }: Readers): UnpivotColumns {
  const fields = new Fields(json);
  const names = fields.texts("unpivot_names");
  const entries = fields.list("entries").map((entry) => readEntry(entry, expression));
  fields.done();
  return { names, entries };
}

function readEntry(json: unknown, expression: Readers["expression"]): PivotEntry {
  const fields = new Fields(json);
  const entry = {
    values: fields.list("values").map((value) => {
      const { type, value: text } = readValue(value);
      // Columns are named by their texts; values of other types keep theirs apart.
      return type === "VARCHAR" ? (text ?? "") : `${type} ${text ?? "null"}`;
    }),
    alias: fields.optionalText("alias"),
    star: fields.map("star_expr", expression),
  };
  fields.done();
  return entry;
}
