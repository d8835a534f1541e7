import { foldName } from "../text/name.js";
import type { Column } from "../tree/leaves.js";
import type { Call, Expression, Lambda, Subquery } from "../tree/nodes.js";
import { isNode, nodesBelow } from "../tree/syntax-tree.js";
import { isLambdaFunction, lambdaParameters } from "../tree/lambda.js";
import { withMark, type Environment } from "./environment.js";
import { allInputs, createScope, nothing, unite, type Inputs, type Scope } from "./relation.js";
import { resolveName, type Clause } from "./resolve-name.js";
import { uncertain } from "./uncertain.js";

/** Where an expression stands. */
export interface ExpressionPlace {
  readonly env: Environment;
  readonly scope: Scope;
  readonly clause: Clause;
  /** Inputs of the column that stands for `columns(...)`, where the expression is repeated for each column. */
  readonly column?: Inputs | undefined;
}

/** Columns of parents an expression's value depends on. Ends the analysis at what is not understood. */
export function readExpression(expression: Expression, place: ExpressionPlace): Inputs {
  return withMark(readUnmarked(expression, place), expression, place.env);
}

/** As `readExpression`, of several. */
export function readAll(list: Iterable<Expression | undefined>, place: ExpressionPlace): Inputs {
  return unite(
    ...[...list].map((one) => (one === undefined ? nothing : readExpression(one, place))),
  );
}

function readUnmarked(expression: Expression, place: ExpressionPlace): Inputs {
  switch (expression.kind) {
    case "column":
      return readColumn(expression, place);
    case "star":
      // Where it is not repeated for each column it stands for all of them.
      return (
        place.column ?? unite(...place.scope.sources.map(({ relation }) => allInputs(relation)))
      );
    case "position":
      return readPosition(expression.index, place);
    case "call":
      return readCall(expression, place);
    case "lambda":
      // Outside of functions that take one, the arrow is an operator of JSON.
      return readAll([expression.left, expression.body], place);
    case "subquery":
      return readSubquery(expression, place);
    default:
      return readParts(expression, place);
  }
}

function readParts(part: object, place: ExpressionPlace): Inputs {
  const read: Inputs[] = [];
  for (const node of nodesBelow(part)) {
    if (!isExpression(node)) uncertain(`${node.kind} in an expression is not understood`);
    read.push(readExpression(node, place));
  }
  return unite(...read);
}

const expressions: ReadonlySet<string> = new Set<Expression["kind"]>([
  "column", "star", "literal", "parameter", "position", "call", "window", "operation", "case", "cast", "collate",
  "lambda", "subquery",
]); // prettier-ignore

function isExpression(node: object): node is Expression {
  return isNode(node) && expressions.has(node.kind);
}

function readColumn({ parts }: Column, { env, scope, clause }: ExpressionPlace): Inputs {
  const names = parts.map(foldName);
  const found = resolveName(names, scope, clause);
  if (found !== undefined) return found;
  const [name = ""] = names;
  if (names.length === 1 && env.functions.bare.has(name))
    return env.clock === undefined ? nothing : new Set([env.clock]);
  return uncertain(`${parts.join(".")} is not known`);
}

function readPosition(index: number, { scope }: ExpressionPlace): Inputs {
  const columns = scope.sources.flatMap(({ relation }) => relation.columns);
  const before = columns.slice(0, index);
  const column = before[index - 1];
  return column === undefined || before.some(({ many }) => many === true)
    ? unite(...columns.map(({ inputs }) => inputs))
    : column.inputs;
}

function readCall(call: Call, place: ExpressionPlace): Inputs {
  const { columnsByName, relationsByName } = place.env.functions;
  if (columnsByName.has(call.name) || relationsByName.has(call.name))
    uncertain(`${call.name} reads by name`);
  if (!isLambdaFunction(call)) return readParts(call, place);
  const { arguments: given, ...rest } = call;
  const read = given.map((one) =>
    one.kind === "lambda" ? readLambda(one, place) : readExpression(one, place),
  );
  return unite(...read, readParts(rest, place));
}

function readLambda(lambda: Lambda, place: ExpressionPlace): Inputs {
  const parameters = lambdaParameters(lambda);
  if (parameters === undefined) return uncertain("the parameters of a lambda are not understood");
  const scope = createScope(place.scope, new Set(parameters.map(foldName)));
  const inputs = readExpression(lambda.body, { ...place, scope });
  return withMark(inputs, lambda, place.env);
}

/** A query inside an expression: its rows decide its value. */
function readSubquery({ query, operand }: Subquery, place: ExpressionPlace): Inputs {
  const { env, scope } = place;
  const rows = new Set<string>();
  const relation = env.query(query, { ...env, rows }, scope);
  return unite(rows, allInputs(relation), readAll([operand], place));
}
