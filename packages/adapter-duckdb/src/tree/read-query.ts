import type { Cte, Query, Select, SetOperation } from "@sluice/core/adapter";
import { Fields, textOf, unreadable } from "./fields.js";
import { readOrders } from "./read-orders.js";
import type { Readers } from "./readers.js";

/** Clauses that a query of any type may have. */
type Clauses = Pick<Select, "ctes" | "distinct" | "order" | "limit" | "offset" | "percent">;

/** A query of DuckDB's tree, by its type. */
export function readQuery(json: unknown, readers: Readers): Query {
  const fields = new Fields(json);
  const type = fields.text("type");
  const ctes = fields.map("cte_map", (map) => readCtes(map, readers)) ?? [];
  const clauses = { ctes, ...readModifiers(fields.list("modifiers"), readers) };
  const query = readBody(type, fields, { clauses, readers });
  fields.done();
  return query;
}

function readBody(
  type: string,
  fields: Fields,
  { clauses, readers }: { readonly clauses: Clauses; readonly readers: Readers },
): Query {
  if (type === "SELECT_NODE") return readSelect(fields, clauses, readers);
  if (type === "SET_OPERATION_NODE") return readSetOperation(fields, clauses, readers);
  if (type !== "RECURSIVE_CTE_NODE") return unreadable(`${type} is not understood`);
  return {
    kind: "recursion",
    ...clauses,
    name: fields.text("cte_name"),
    columns: fields.texts("aliases"),
    all: fields.flag("union_all"),
    keys: fields.list("key_targets").map(readers.expression),
    start: readers.query(fields.take("left")),
    step: readers.query(fields.take("right")),
  };
}

function readCtes(json: unknown, { expression, statement }: Readers): readonly Cte[] {
  const map = new Fields(json);
  const ctes = map.list("map").map((entry) => {
    const pair = new Fields(entry);
    const name = pair.text("key");
    const fields = new Fields(pair.take("value"));
    pair.done();
    const materialized = fields.text("materialized").toLowerCase();
    // The keys of a recursive CTE are a part of its query as well.
    const keys = fields.list("key_targets").map(expression);
    const cte = {
      name,
      columns: fields.texts("aliases"),
      materialized: materialized === "cte_materialize_default" ? undefined : materialized,
      query: statement(fields.take("query")),
    };
    fields.done();
    if (keys.length > 0 && cte.query.kind !== "recursion") unreadable("keys are not understood");
    return cte;
  });
  map.done();
  return ctes;
}

/** `distinct`, `order by` and `limit`, at most one of each and in this order. */
function readModifiers(list: readonly unknown[], readers: Readers): Omit<Clauses, "ctes"> {
  const found = new Map<string, Fields>();
  const order = ["DISTINCT_MODIFIER", "ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER"];
  let last = -1;
  for (const json of list) {
    const fields = new Fields(json);
    const type = fields.text("type");
    const at = order.indexOf(type);
    if (at <= last) unreadable(`a ${type} at its place is not understood`);
    last = at;
    found.set(type, fields);
  }
  const percent = found.has("LIMIT_PERCENT_MODIFIER");
  if (percent && found.has("LIMIT_MODIFIER")) unreadable("two limits are not understood");
  const distinct = found.get("DISTINCT_MODIFIER");
  const limit = found.get("LIMIT_MODIFIER") ?? found.get("LIMIT_PERCENT_MODIFIER");
  const clauses = {
    distinct: distinct && { on: distinct.list("distinct_on_targets").map(readers.expression) },
    order: readOrders(found.get("ORDER_MODIFIER")?.list("orders") ?? [], readers),
    limit: limit?.map("limit", readers.expression),
    offset: limit?.map("offset", readers.expression),
    percent,
  };
  for (const fields of found.values()) fields.done();
  return clauses;
}

function readSelect(fields: Fields, clauses: Clauses, readers: Readers): Select {
  const { expression, relation } = readers;
  const handling = fields.text("aggregate_handling");
  if (!["STANDARD_HANDLING", "FORCE_AGGREGATES"].includes(handling))
    unreadable(`${handling} is not understood`);
  return {
    kind: "select",
    ...clauses,
    items: fields.list("select_list").map(expression),
    from: fields.map("from_table", relation),
    where: fields.map("where_clause", expression),
    groups: fields.list("group_expressions").map(expression),
    groupSets: fields.list("group_sets") as Select["groupSets"],
    groupAll: handling === "FORCE_AGGREGATES",
    having: fields.map("having", expression),
    qualify: fields.map("qualify", expression),
    sample: fields.map("sample", textOf),
  };
}

const operations: Readonly<Record<string, SetOperation["operation"]>> = {
  UNION: "union",
  UNION_BY_NAME: "union",
  INTERSECT: "intersect",
  EXCEPT: "except",
};

function readSetOperation(fields: Fields, clauses: Clauses, { query }: Readers): SetOperation {
  const type = fields.text("setop_type");
  return {
    kind: "set operation",
    ...clauses,
    operation: operations[type] ?? unreadable(`${type} is not understood`),
    // Of this flag DuckDB leaves out `true`.
    all: fields.flag("setop_all", true),
    byName: type === "UNION_BY_NAME",
    left: query(fields.take("left")),
    right: query(fields.take("right")),
  };
}
