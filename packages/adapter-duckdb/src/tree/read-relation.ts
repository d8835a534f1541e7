import type { Join, Relation } from "@sluice/core/adapter";
import { Fields, textOf, unreadable } from "./fields.js";
import { readPivot } from "./read-pivot.js";
import type { Readers } from "./readers.js";

type Read = (fields: Fields, readers: Readers) => Relation;

/** A relation of DuckDB's tree, by its type; undefined for a query without `from`. */
export function readRelation(json: unknown, readers: Readers): Relation | undefined {
  const fields = new Fields(json);
  const type = fields.text("type");
  if (type === "EMPTY") {
    fields.done();
    return undefined;
  }
  const read = relations.get(type) ?? unreadable(`${type} in from is not understood`);
  const alias = fields.optionalText("alias");
  const columns = fields.texts("column_name_alias");
  const sample = fields.map("sample", textOf);
  const relation = read(fields, readers);
  fields.done();
  return { ...relation, alias, columns, sample };
}

const relations: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["BASE_TABLE", readTable],
  ["SUBQUERY", readDerived],
  ["JOIN", readJoin],
  ["TABLE_FUNCTION", readTableFunction],
  ["EXPRESSION_LIST", readValues],
  ["PIVOT", readPivot],
  ["SHOW_REF", readSummary],
]);

/** A relation that must be there. */
function expectRelation(json: unknown, { relation }: Readers): Relation {
  return relation(json) ?? unreadable("a relation is missing");
}

function readTable(fields: Fields): Relation {
  return {
    kind: "table",
    catalog: fields.optionalText("catalog_name"),
    schema: fields.optionalText("schema_name"),
    name: fields.text("table_name"),
    at: fields.map("at_clause", textOf),
    columns: [],
  };
}

function readDerived(fields: Fields, { statement }: Readers): Relation {
  return { kind: "derived", query: statement(fields.take("subquery")), columns: [] };
}

const types: Readonly<Record<string, Join["type"]>> = {
  INNER: "inner",
  LEFT: "left",
  RIGHT: "right",
  FULL: "full",
  OUTER: "full",
  SEMI: "semi",
  ANTI: "anti",
};

const matches: Readonly<Record<string, Join["match"]>> = {
  REGULAR: "regular",
  NATURAL: "natural",
  CROSS: "cross",
  ASOF: "asof",
  POSITIONAL: "positional",
};

function readJoin(fields: Fields, readers: Readers): Relation {
  const type = fields.text("join_type");
  const match = fields.text("ref_type");
  return {
    kind: "join",
    type: types[type] ?? unreadable(`a ${type} join is not understood`),
    match: matches[match] ?? unreadable(`a ${match} join is not understood`),
    left: expectRelation(fields.take("left"), readers),
    right: expectRelation(fields.take("right"), readers),
    on: fields.map("condition", readers.expression),
    using: fields.texts("using_columns"),
    columns: [],
  };
}

function readTableFunction(fields: Fields, { expression }: Readers): Relation {
  const call = expression(fields.take("function"));
  if (call.kind !== "call") return unreadable("a table function is no function");
  const ordinality = fields.text("with_ordinality") === "WITH_ORDINALITY";
  return { kind: "table function", call, ordinality, columns: [] };
}

function readValues(fields: Fields, { expression }: Readers): Relation {
  fields.texts("expected_names");
  const rows = fields
    .list("values")
    .map((row) =>
      Array.isArray(row)
        ? (row as readonly unknown[]).map(expression)
        : unreadable("a row is no list"),
    );
  return { kind: "values", rows, columns: [] };
}

function readSummary(fields: Fields, { query }: Readers): Relation {
  const type = fields.text("show_type").toLowerCase();
  if (!fields.has("query")) return unreadable("a list of what exists is not understood");
  return { kind: "summary", type, query: query(fields.take("query")), columns: [] };
}
