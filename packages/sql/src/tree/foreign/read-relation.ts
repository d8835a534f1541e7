import type { Expression, Join, Relation } from "../nodes.js";
import {
  expectName,
  expectOnly,
  expectVariant,
  isObject,
  listOf,
  nameOf,
  objectOf,
  unreadable,
  variantOf,
  type Json,
  type JsonObject,
} from "./json.js";
import { expressionsIn, readExpression, type Around } from "./read-expression.js";

/** The relation of a `from` with the joins of its query; undefined where there is none. */
export function readFrom(select: JsonObject, around: Around): Relation | undefined {
  const from = objectOf(select, "from");
  const items = from === undefined ? [] : listOf(from, "expressions");
  const first = items
    .map((item) => readItem(item, around))
    .reduce<Relation | undefined>(
      (left, right) => (left === undefined ? right : crossed(left, right)),
      undefined,
    );
  return readJoins(first, listOf(select, "joins"), around);
}

function crossed(left: Relation, right: Relation): Join {
  return { kind: "join", type: "inner", match: "cross", left, right, using: [], columns: [] };
}

function readItem(item: Json | undefined, around: Around): Relation {
  const { kind, body } = expectVariant(item);
  switch (kind) {
    case "table":
      return readTable(body);
    case "subquery":
      return readDerived(body, around);
    case "alias":
      return readAliased(body, around);
    case "joined_table": {
      expectOnly(body, "left", "joins");
      const joined = readJoins(readItem(body["left"], around), listOf(body, "joins"), around);
      return joined ?? unreadable("a join has no sides");
    }
    case "paren":
      expectOnly(body, "this");
      return readItem(body["this"], around);
    case "function":
    case "unnest":
      return tableFunction(item ?? null, around);
    default:
      return unreadable(`${kind} in from is not understood`);
  }
}

function readTable(body: JsonObject): Relation {
  expectOnly(body, "name", "schema", "alias", "alias_explicit_as", "column_aliases");
  return {
    kind: "table",
    schema: nameOf(body["schema"]),
    name: expectName(body["name"]),
    alias: nameOf(body["alias"]),
    columns: listOf(body, "column_aliases").map(expectName),
  };
}

function readDerived(body: JsonObject, around: Around): Relation {
  const { alias, column_aliases: names, alias_explicit_as: _, alias_keyword: __, ...query } = body;
  return {
    kind: "derived",
    query: around.query({ subquery: { ...query, lateral: null } }, around),
    alias: nameOf(alias),
    columns: Array.isArray(names) ? (names as readonly Json[]).map(expectName) : [],
  };
}

function readAliased(body: JsonObject, around: Around): Relation {
  expectOnly(body, "this", "alias", "column_aliases", "alias_explicit_as", "alias_keyword");
  const columns = listOf(body, "column_aliases").map(expectName);
  return { ...tableFunction(body["this"] ?? null, around), alias: nameOf(body["alias"]), columns };
}

function tableFunction(item: Json, around: Around): Relation {
  const { kind } = expectVariant(item);
  const read = readExpression(item, around);
  const call: Expression =
    read.kind === "call" ? read : unreadable(`${kind} in from is not understood`);
  return { kind: "table function", call, ordinality: false, columns: [] };
}

interface JoinKind {
  readonly type: Join["type"];
  readonly match: Join["match"];
}

const kinds: Readonly<Record<string, JoinKind>> = {
  Inner: { type: "inner", match: "regular" },
  Left: { type: "left", match: "regular" },
  Right: { type: "right", match: "regular" },
  Full: { type: "full", match: "regular" },
  Outer: { type: "full", match: "regular" },
  Cross: { type: "inner", match: "cross" },
  Implicit: { type: "inner", match: "cross" },
  AsOf: { type: "inner", match: "asof" },
  AsOfLeft: { type: "left", match: "asof" },
  Positional: { type: "inner", match: "positional" },
  Natural: { type: "inner", match: "natural" },
  NaturalLeft: { type: "left", match: "natural" },
  NaturalRight: { type: "right", match: "natural" },
  NaturalFull: { type: "full", match: "natural" },
  Semi: { type: "semi", match: "regular" },
  LeftSemi: { type: "semi", match: "regular" },
  Anti: { type: "anti", match: "regular" },
  LeftAnti: { type: "anti", match: "regular" },
};

function readJoins(
  first: Relation | undefined,
  joins: readonly Json[],
  around: Around,
): Relation | undefined {
  return joins.reduce<Relation | undefined>((left, join) => readJoin(left, join, around), first);
}

function readJoin(left: Relation | undefined, join: Json, around: Around): Relation {
  if (!isObject(join) || left === undefined) return unreadable("a join is not understood");
  expectOnly(
    join,
    "this",
    "on",
    "using",
    "kind",
    "use_inner_keyword",
    "use_outer_keyword",
    "nesting_group",
  );
  const kind = typeof join["kind"] === "string" ? join["kind"] : "";
  const conditions = expressionsIn(join["on"], around);
  return {
    kind: "join",
    ...(kinds[kind] ?? unreadable(`join ${kind} is not understood`)),
    left,
    right: readItem(join["this"], around),
    on:
      conditions.length > 0
        ? { kind: "operation", operator: "on", operands: conditions }
        : undefined,
    using: listOf(join, "using").map(expectName),
    columns: [],
  };
}

/** Rows of a `values` list. */
export function readValues(body: JsonObject, around: Around): Relation {
  expectOnly(body, "expressions", "alias", "column_aliases");
  const rows = listOf(body, "expressions").map((row) => {
    const list = isObject(row) ? listOf(variantOf(row)?.body ?? row, "expressions") : [];
    return list.map((value) => readExpression(value, around));
  });
  return { kind: "values", rows, columns: listOf(body, "column_aliases").map(expectName) };
}
