import { foldName } from "../text/name.js";
import type { Expression, Star } from "../tree/nodes.js";
import { nodesBelow } from "../tree/syntax-tree.js";
import { readExpression, type ExpressionPlace } from "./read-expression.js";
import { readStar } from "./read-star.js";
import { inputsOf, isComplete, unite, type RelationColumn } from "./relation.js";

/** Operators that choose among the columns of a star by their names: `* like 'a%'`. */
const filters = new Set(["~~", "!~~", "~~*", "!~~*", "~~~", "regexp_full_match", "not_ilike_escape", "ilike_escape", "like_escape", "not_like_escape"]); // prettier-ignore

/** True for an item of a select list that is repeated for each of the columns it chooses. */
export function isChoice(item: Expression): boolean {
  return filteredStar(item) !== undefined || starsIn(item).length > 0;
}

/** The star of `* like 'a%'`, which may have `not` in front. */
function filteredStar(item: Expression): Star | undefined {
  if (item.kind === "operation" && item.operator === "operator_not") {
    const [inner] = item.operands;
    return inner && filteredStar(inner);
  }
  if (item.kind !== "call" || !filters.has(item.name)) return undefined;
  const [first] = item.arguments;
  return first?.kind === "star" && !first.columns ? first : undefined;
}

/** `columns(...)` in an expression, but where it is unpacked into arguments, and not in queries inside. */
function starsIn(part: object): readonly Star[] {
  if ("kind" in part && part.kind === "subquery") return [];
  if ("operator" in part && part.operator === "operator_unpack") return [];
  if (isStar(part)) return part.columns ? [part] : [];
  return [...nodesBelow(part)].flatMap(starsIn);
}

function isStar(part: object): part is Star {
  return "kind" in part && part.kind === "star";
}

/**
 * The columns of an item that is repeated. Which of the candidates are chosen is not decided here, but each is known by
 * its name.
 */
export function chosenColumns(
  item: Expression,
  visible: readonly RelationColumn[],
  place: ExpressionPlace,
): readonly RelationColumn[] {
  const filtered = filteredStar(item);
  const stars = filtered === undefined ? starsIn(item) : [filtered];
  const [star] = stars;
  if (star === undefined) return [];
  const candidates = readStar(star, visible, place).filter((column) => mayChoose(star, column));
  const repeated = candidates.map((column): RelationColumn => {
    const inputs =
      filtered === undefined
        ? readExpression(item, { ...place, column: column.inputs })
        : column.inputs;
    // Behind an alias the names are made up of it.
    const name = item.alias === undefined ? column.name : undefined;
    return { ...column, name, inputs, among: column.many === true ? column.among : undefined };
  });
  if (item.alias !== undefined) place.scope.aliases.set(foldName(item.alias), inputsOf(repeated));
  const isAll = filtered === undefined && stars.every(({ choice }) => choice === undefined);
  if (isAll && isComplete(candidates)) return repeated;
  const among = repeated.every(({ many }) => many !== true) ? repeated : undefined;
  const known = item.alias === undefined ? among : undefined;
  return [{ name: undefined, inputs: unite(inputsOf(repeated)), many: true, among: known }];
}

/** False for a column that a regular expression or a list of names certainly does not choose. */
function mayChoose({ choice }: Star, { name, many }: RelationColumn): boolean {
  if (choice === undefined || many === true || name === undefined) return true;
  if (choice.kind === "literal") return mayMatch(choice.value ?? "", name);
  if (choice.kind !== "call" || choice.name !== "list_value") return true;
  return choice.arguments.some(
    (one) => one.kind !== "literal" || foldName(one.value ?? "") === name,
  );
}

/** The part of regular expressions that all dialects of them read alike. */
const commonPattern = /^[\w|.*+?^$()[\]-]+$/u;

/** True when a pattern is found in a name of any letter case, or may be read differently by the engine. */
function mayMatch(pattern: string, name: string): boolean {
  if (!commonPattern.test(pattern)) return true;
  try {
    return new RegExp(pattern, "iu").test(name);
  } catch {
    return true;
  }
}
