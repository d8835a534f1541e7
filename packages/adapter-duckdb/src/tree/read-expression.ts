import type { Expression, Star, Subquery } from "@sluice/core/adapter";
import { Fields, unreadable } from "./fields.js";
import { readCall, readWindow } from "./read-call.js";
import type { Readers } from "./readers.js";
import { readType, readValue } from "./read-values.js";

type Read = (fields: Fields, readers: Readers) => Expression;

/** An expression of DuckDB's tree, by its class. */
export function readExpression(json: unknown, readers: Readers): Expression {
  const fields = new Fields(json);
  const read =
    expressions.get(fields.text("class")) ?? unreadable("an expression is not understood");
  const alias = fields.optionalText("alias");
  const expression = read(fields, readers);
  fields.done();
  return alias === undefined ? expression : { ...expression, alias };
}

const expressions: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["COLUMN_REF", readColumn],
  ["CONSTANT", readLiteral],
  ["FUNCTION", readCall],
  ["WINDOW", readWindow],
  ["STAR", readStar],
  ["COMPARISON", readComparison],
  ["CONJUNCTION", readOperands],
  ["OPERATOR", readOperands],
  ["BETWEEN", readBetween],
  ["CASE", readCase],
  ["CAST", readCast],
  ["COLLATE", readCollate],
  ["LAMBDA", readLambda],
  ["SUBQUERY", readSubquery],
  ["PARAMETER", readParameter],
  ["POSITIONAL_REFERENCE", readPosition],
]);

/** Reads the field that says what an expression is within its class, which must be the one expected. */
function expectType(fields: Fields, ...types: readonly string[]): void {
  const type = fields.text("type");
  if (!types.includes(type)) unreadable(`${type} is not understood`);
}

function readColumn(fields: Fields): Expression {
  expectType(fields, "COLUMN_REF");
  const parts = fields.texts("column_names");
  return parts.length === 0 ? unreadable("a column has no name") : { kind: "column", parts };
}

function readLiteral(fields: Fields): Expression {
  expectType(fields, "VALUE_CONSTANT");
  return { kind: "literal", ...readValue(fields.take("value")) };
}

function readStar(fields: Fields, { expression }: Readers): Star {
  expectType(fields, "STAR");
  return {
    kind: "star",
    relation: fields.optionalText("relation_name"),
    columns: fields.flag("columns"),
    choice: fields.map("expr", expression),
    exclude: [
      ...fields.texts("exclude_list").map((name) => [name]),
      ...fields.list("qualified_exclude_list").map(readQualified),
    ],
    replace: fields.list("replace_list").map((json) => {
      const entry = new Fields(json);
      const replaced = { name: entry.text("key"), value: expression(entry.take("value")) };
      entry.done();
      return replaced;
    }),
    rename: fields.list("rename_list").map((json) => {
      const entry = new Fields(json);
      const renamed = { from: readQualified(entry.take("key")), to: entry.text("value") };
      entry.done();
      return renamed;
    }),
  };
}

function readQualified(json: unknown): readonly string[] {
  const fields = new Fields(json);
  const parts = ["catalog", "schema", "table", "column"].map((name) => fields.text(name));
  fields.done();
  return parts.filter((part) => part !== "");
}

function readComparison(fields: Fields, { expression }: Readers): Expression {
  const operands = [expression(fields.take("left")), expression(fields.take("right"))];
  return { kind: "operation", operator: operatorOf(fields), operands };
}

function readOperands(fields: Fields, { expression }: Readers): Expression {
  const operands = fields.list("children").map(expression);
  return { kind: "operation", operator: operatorOf(fields), operands };
}

function readBetween(fields: Fields, { expression }: Readers): Expression {
  const operands = ["input", "lower", "upper"].map((name) => expression(fields.take(name)));
  return { kind: "operation", operator: operatorOf(fields), operands };
}

/** `COMPARE_EQUAL` is `compare_equal`. */
function operatorOf(fields: Fields): string {
  const type = fields.text("type").toLowerCase();
  return type === "" ? unreadable("an operator has no name") : type;
}

function readCase(fields: Fields, { expression }: Readers): Expression {
  expectType(fields, "CASE_EXPR");
  const branches = fields.list("case_checks").map((json) => {
    const check = new Fields(json);
    const when = expression(check.take("when_expr"));
    const then = expression(check.take("then_expr"));
    check.done();
    return { when, then };
  });
  return { kind: "case", branches, otherwise: fields.map("else_expr", expression) };
}

function readCast(fields: Fields, { expression }: Readers): Expression {
  expectType(fields, "OPERATOR_CAST");
  return {
    kind: "cast",
    operand: expression(fields.take("child")),
    type: readType(fields.take("cast_type")),
    try: fields.flag("try_cast"),
  };
}

function readCollate(fields: Fields, { expression }: Readers): Expression {
  expectType(fields, "COLLATE");
  const operand = expression(fields.take("child"));
  return { kind: "collate", operand, collation: fields.text("collation").toLowerCase() };
}

function readLambda(fields: Fields, { expression }: Readers): Expression {
  expectType(fields, "LAMBDA");
  const left = expression(fields.take("lhs"));
  return { kind: "lambda", left, body: expression(fields.take("expr")) };
}

const quantifiers: Readonly<Record<string, Subquery["quantifier"]>> = {
  SCALAR: "scalar",
  EXISTS: "exists",
  NOT_EXISTS: "not exists",
  ANY: "any",
};

function readSubquery(fields: Fields, { expression, statement }: Readers): Expression {
  expectType(fields, "SUBQUERY");
  const type = fields.text("subquery_type");
  const comparison = fields.text("comparison_type").toLowerCase();
  return {
    kind: "subquery",
    quantifier: quantifiers[type] ?? unreadable(`a subquery of type ${type} is not understood`),
    query: statement(fields.take("subquery")),
    comparison: comparison === "invalid" || comparison === "" ? undefined : comparison,
    operand: fields.map("child", expression),
  };
}

function readParameter(fields: Fields): Expression {
  expectType(fields, "VALUE_PARAMETER");
  return { kind: "parameter", name: fields.text("identifier") };
}

function readPosition(fields: Fields): Expression {
  expectType(fields, "POSITIONAL_REFERENCE");
  return { kind: "position", index: Number(fields.take("index")) };
}
