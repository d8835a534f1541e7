import type { Cte, Expression, OrderItem, Query, Select, SetOperation, Star } from "../nodes.js";
import {
  expectName,
  expectOnly,
  expectVariant,
  isObject,
  listOf,
  objectOf,
  unreadable,
  variantOf,
  type Json,
  type JsonObject,
} from "./json.js";
import { expressionsIn, readExpression, readItem, type Around } from "./read-expression.js";
import { readFrom, readValues } from "./read-relation.js";

/** A query of the parser's tree. */
export function readQuery(node: Json, around: Around): Query {
  const { kind, body } = expectVariant(node);
  switch (kind) {
    case "select":
      return readSelect(body, around);
    case "union":
    case "intersect":
    case "except":
      return readSetOperation(kind, body, around);
    case "subquery":
      return readSubquery(body, around);
    case "paren":
      expectOnly(body, "this");
      return readQuery(body["this"] ?? null, around);
    case "values":
      return { ...emptySelect, items: [star], from: readValues(body, around) };
    default:
      return unreadable(`${kind} is not understood as a query`);
  }
}

const star: Star = { kind: "star", columns: false, exclude: [], replace: [], rename: [] };

const emptySelect: Select = {
  kind: "select",
  ctes: [],
  items: [],
  order: [],
  percent: false,
  groups: [],
  groupSets: [],
  groupAll: false,
};

const selectFields = [
  "expressions", "from", "joins", "where_clause", "group_by", "having", "qualify", "order_by", "limit", "offset",
  "distinct", "distinct_on", "with", "windows", "qualify_after_window",
]; // prettier-ignore

function readSelect(body: JsonObject, outer: Around): Select {
  expectOnly(body, ...selectFields);
  const around = withWindows(body, outer);
  const group = objectOf(body, "group_by");
  if (group !== undefined) expectOnly(group, "expressions", "all");
  const on = expressionsIn(body["distinct_on"], around);
  return {
    ...emptySelect,
    ctes: readCtes(body, outer),
    items: listOf(body, "expressions").map((item) => readItem(item, around)),
    from: readFrom(body, around),
    where: condition(body, "where_clause", around),
    groups:
      group === undefined
        ? []
        : listOf(group, "expressions").flatMap((item) => leavesOf(item, around)),
    groupAll: group?.["all"] === true,
    having: condition(body, "having", around),
    qualify: condition(body, "qualify", around),
    distinct: body["distinct"] === true || on.length > 0 ? { on } : undefined,
    ...readEnd(body, around),
  };
}

function condition(body: JsonObject, field: string, around: Around): Expression | undefined {
  const found = expressionsIn(body[field], around);
  return found.length === 0 ? undefined : { kind: "operation", operator: field, operands: found };
}

function withWindows(body: JsonObject, around: Around): Around {
  const windows = new Map(
    listOf(body, "windows").map((window) => {
      const spec = isObject(window) ? window["spec"] : undefined;
      if (!isObject(window) || !isObject(spec)) return unreadable("a window is not understood");
      if (spec["window_name"]) unreadable("a window on a window is not understood");
      return [expectName(window["name"]), spec] as const;
    }),
  );
  return { ...around, windows };
}

/** Lists of groups. */
const groupings = new Set(["grouping sets", "rollup", "cube"]);

/** The expressions an item groups by, without the parentheses and lists around them. */
function leavesOf(item: Json, around: Around): readonly Expression[] {
  const { kind = "", body = {} } = variantOf(item) ?? {};
  const name = typeof body["name"] === "string" ? body["name"].toLowerCase() : kind;
  if (kind === "paren") return leavesOf(body["this"] ?? null, around);
  if (kind === "tuple") return listOf(body, "expressions").flatMap((one) => leavesOf(one, around));
  if (groupings.has(name.replaceAll("_", " ")))
    return [...listOf(body, "args"), ...listOf(body, "expressions")].flatMap((one) =>
      leavesOf(one, around),
    );
  return [readExpression(item, around)];
}

function readEnd(body: JsonObject, around: Around): Pick<Query, "order" | "limit" | "offset"> {
  const order = objectOf(body, "order_by");
  if (order !== undefined) expectOnly(order, "expressions");
  return {
    order:
      order === undefined
        ? []
        : listOf(order, "expressions").map((item) => orderItem(item, around)),
    limit: condition(body, "limit", around),
    offset: condition(body, "offset", around),
  };
}

function orderItem(item: Json, around: Around): OrderItem {
  const written = isObject(item) && "this" in item ? item["this"] : item;
  const direction = isObject(item) && item["desc"] === true ? "descending" : "order_default";
  const [value = unreadable("an order is not understood")] = leavesOf(written ?? null, around);
  const isAll = value.kind === "column" && value.parts.join(".").toLowerCase() === "all";
  return { value: isAll ? { ...star, columns: true } : value, direction, nulls: "order_default" };
}

const setFields = [
  "left",
  "right",
  "all",
  "distinct",
  "with",
  "order_by",
  "limit",
  "offset",
  "by_name",
];

function readSetOperation(
  operation: SetOperation["operation"],
  body: JsonObject,
  around: Around,
): SetOperation {
  expectOnly(body, ...setFields);
  return {
    kind: "set operation",
    ctes: readCtes(body, around),
    operation,
    all: body["all"] === true,
    byName: body["by_name"] === true,
    left: readQuery(body["left"] ?? null, around),
    right: readQuery(body["right"] ?? null, around),
    percent: false,
    ...readEnd(body, around),
  };
}

/** A query in parentheses, with an order or a limit behind them. */
function readSubquery(body: JsonObject, around: Around): Query {
  expectOnly(body, "this", "order_by", "limit", "offset", "modifiers_inside");
  const query = readQuery(body["this"] ?? null, around);
  const end = readEnd(body, around);
  if (end.order.length === 0 && end.limit === undefined && end.offset === undefined) return query;
  return { ...emptySelect, items: [star], from: { kind: "derived", query, columns: [] }, ...end };
}

function readCtes(body: JsonObject, around: Around): readonly Cte[] {
  const clause = objectOf(body, "with");
  if (clause === undefined) return [];
  expectOnly(clause, "ctes", "recursive");
  return listOf(clause, "ctes").map((cte) => {
    if (!isObject(cte)) return unreadable("a CTE is not understood");
    expectOnly(cte, "alias", "this", "columns", "materialized", "alias_first");
    const name = expectName(cte["alias"]);
    const columns = listOf(cte, "columns").map(expectName);
    const query = readQuery(cte["this"] ?? null, around);
    const recursive = clause["recursive"] === true && query.kind === "set operation";
    return { name, columns, query: recursive ? recursion(query, name, columns) : query };
  });
}

function recursion(query: SetOperation, name: string, columns: readonly string[]): Query {
  const { operation, left, right, byName, kind: _, ...rest } = query;
  if (operation !== "union" || byName) return query;
  return { ...rest, kind: "recursion", name, columns, keys: [], start: left, step: right };
}
