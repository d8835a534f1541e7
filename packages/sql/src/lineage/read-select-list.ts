import type { FunctionCatalogue } from "../text/function-catalogue.js";
import { foldName } from "../text/name.js";
import type { Column } from "../tree/leaves.js";
import type { Call, Expression } from "../tree/nodes.js";
import { note, withMark } from "./environment.js";
import { chosenColumns, isChoice } from "./read-choice.js";
import { readExpression, type ExpressionPlace } from "./read-expression.js";
import { readStar } from "./read-star.js";
import { inputsOf, type RelationColumn } from "./relation.js";

/** The columns of a select list; the items are read in order, since later ones may use the aliases of earlier ones. */
export function readSelectList(
  items: readonly Expression[],
  visible: readonly RelationColumn[],
  place: ExpressionPlace,
): readonly RelationColumn[] {
  return items.flatMap((item) => {
    const wasLateral = place.scope.lateral;
    if (wasLateral === true) place.scope.lateral = false;
    const columns = readItem(item, visible, place);
    // Rows may differ with what a query in a `from` reads of the other items there.
    if (place.scope.lateral === true) note(place.env.rows, inputsOf(columns));
    else if (wasLateral === true) place.scope.lateral = true;
    return columns;
  });
}

function readItem(
  item: Expression,
  visible: readonly RelationColumn[],
  place: ExpressionPlace,
): readonly RelationColumn[] {
  if (item.kind === "star" && !item.columns)
    return readStar(item, visible, place).map((column) => ({
      ...column,
      inputs: withMark(column.inputs, item, place.env),
    }));
  const columns = isChoice(item) ? chosenColumns(item, visible, place) : ownColumns(item, place);
  note(place.env.named, inputsOf(columns));
  return columns;
}

/** The one column of an item; of `unnest` the fields of a struct may be several. */
function ownColumns(item: Expression, place: ExpressionPlace): readonly RelationColumn[] {
  if (item.kind === "call" && place.env.functions.rows.has(item.name)) return unnested(item, place);
  const inputs = readExpression(item, place);
  if (makesRows(item, place.env.functions)) note(place.env.rows, inputs);
  if (item.alias !== undefined) place.scope.aliases.set(foldName(item.alias), inputs);
  return [{ name: nameOf(item), inputs }];
}

/** The name an item has: its alias, or that of a column or field; others are made up by the engine. */
function nameOf(item: Expression): string | undefined {
  if (item.alias !== undefined) return foldName(item.alias);
  return item.kind === "column" ? lastName(item) : undefined;
}

function lastName({ parts }: Column): string {
  return foldName(parts.at(-1) ?? "");
}

/** Of a struct several columns. */
function unnested(item: Call, place: ExpressionPlace): readonly RelationColumn[] {
  const inputs = readExpression(item, place);
  note(place.env.rows, inputs);
  const [first, ...options] = item.arguments;
  if (first?.kind === "call" && first.name === "struct_pack" && options.length === 0)
    return first.arguments.map((field) => {
      const own = withMark(readExpression(field, place), item, place.env);
      return { name: field.alias === undefined ? undefined : foldName(field.alias), inputs: own };
    });
  // A list is one column, a struct several; the type decides, which the query does not tell.
  if (item.alias !== undefined) place.scope.aliases.set(foldName(item.alias), inputs);
  return [
    { name: item.alias === undefined ? undefined : foldName(item.alias), inputs, many: true },
  ];
}

/** True for an expression that makes several rows of one somewhere inside. */
function makesRows(part: unknown, functions: FunctionCatalogue): boolean {
  if (typeof part !== "object" || part === null) return false;
  if ("kind" in part && part.kind === "subquery") return false;
  if (
    "kind" in part &&
    part.kind === "call" &&
    "name" in part &&
    functions.rows.has(String(part.name))
  )
    return true;
  return Object.values(part).some((below) => makesRows(below, functions));
}
