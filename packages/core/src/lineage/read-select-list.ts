import { note, withMark } from "./environment.js";
import { partsOfDot, readExpression, type ExpressionPlace } from "./read-expression.js";
import type { Visible } from "./read-from.js";
import { unite, type Inputs, type RelationColumn } from "./relation.js";
import {
  expectName,
  expectOnly,
  expectVariant,
  isObject,
  listOf,
  nameOf,
  variantOf,
  type Json,
  type JsonObject,
  type Variant,
} from "./syntax-tree.js";
import { unclear } from "./unclear.js";

/** The columns of a select list. */
export interface SelectList {
  readonly columns: readonly RelationColumn[];
  /** Set where an item may make more columns than one. */
  readonly others: Inputs | undefined;
}

/** Reads the items in order, since later ones may use the aliases of earlier ones. */
export function readSelectList(
  items: readonly Json[],
  visible: Visible,
  place: ExpressionPlace,
): SelectList {
  const columns: RelationColumn[] = [];
  const others: Inputs[] = [];
  for (const item of items) {
    const variant = expectVariant(item);
    if (variant.kind === "star") {
      const all = readStar(variant.body, visible, place);
      columns.push(
        ...all.map((column) => ({ ...column, inputs: withMark(column.inputs, item, place.env) })),
      );
      continue;
    }
    const column = readItem(variant, item, place);
    note(place.env.named, column.inputs);
    columns.push(column);
    if (makesRows(item)) {
      note(place.env.rows, column.inputs);
      others.push(column.inputs);
    }
  }
  return { columns, others: others.length === 0 ? undefined : unite(...others) };
}

function readItem(variant: Variant, item: Json, place: ExpressionPlace): RelationColumn {
  if (variant.kind !== "alias")
    return { name: givenName(variant), inputs: readExpression(item, place) };
  const { body } = variant;
  expectOnly(body, new Set(["this", "alias", "alias_explicit_as", "alias_keyword"]));
  const name = expectName(body["alias"]);
  const inputs = readExpression(body["this"], place);
  place.scope.aliases.set(name, inputs);
  return { name, inputs };
}

/** The name an item has without an alias: that of a column or field; others are made up by the engine. */
function givenName(variant: Variant): string | undefined {
  if (variant.kind !== "paren") return partsOfDot(variant)?.at(-1);
  const inner = variantOf(variant.body["this"]);
  return inner && givenName(inner);
}

/** Functions that make several rows of one, and of a struct several columns. */
const manyRows = new Set(["unnest", "generate_subscripts", "explode"]);

function makesRows(value: Json | undefined): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(makesRows);
  if (!isObject(value)) return false;
  const name = value["name"];
  if (typeof name === "string" && manyRows.has(name.toLowerCase())) return true;
  return Object.entries(value).some(([key, entry]) => manyRows.has(key) || makesRows(entry));
}

/** `*`, `t.*`, with `exclude`, `replace` and `rename`. */
function readStar(
  body: JsonObject,
  visible: Visible,
  place: ExpressionPlace,
): readonly RelationColumn[] {
  expectOnly(body, new Set(["table", "except", "replace", "rename"]));
  const table = nameOf(body["table"]);
  const all = table === undefined ? visible : columnsOf(table, place);
  if (!all.complete) unclear("the columns of a star are not known");
  const excluded = new Set(listOf(body, "except").map(expectName));
  const replaced = new Map(listOf(body, "replace").map((entry) => readReplacement(entry, place)));
  const renamed = new Map(listOf(body, "rename").map(readRename));
  const names = new Set(all.columns.map(({ name }) => name));
  for (const name of [...excluded, ...replaced.keys(), ...renamed.keys()]) {
    if (!names.has(name)) unclear(`${name} is not among the columns of the star`);
  }
  const columns = all.columns
    .filter(({ name }) => name === undefined || !excluded.has(name))
    .map((column) => {
      const { name = "" } = column;
      return {
        name: renamed.get(name) ?? column.name,
        inputs: replaced.get(name) ?? column.inputs,
      };
    });
  // Both names are those of the output, which `order by` sees before the columns of the sources.
  const given = new Set([...replaced.keys(), ...renamed.values()]);
  for (const { name, inputs } of columns)
    if (name !== undefined && given.has(name)) place.scope.aliases.set(name, inputs);
  return columns;
}

function columnsOf(table: string, { scope }: ExpressionPlace): Visible {
  const sources = scope.sources.filter(({ alias }) => alias === table);
  const [source] = sources;
  if (source === undefined || sources.length > 1) return unclear(`${table}.* is not understood`);
  return { columns: source.relation.columns, complete: source.relation.others === undefined };
}

function readReplacement(entry: Json, place: ExpressionPlace): readonly [string, Inputs] {
  const body = variantOf(entry)?.kind === "alias" ? variantOf(entry)?.body : entry;
  if (!isObject(body)) return unclear("a replacement is not understood");
  const inputs = readExpression(body["this"], place);
  note(place.env.named, inputs);
  return [expectName(body["alias"]), inputs];
}

function readRename(entry: Json): readonly [string, string] {
  const pair: readonly Json[] = Array.isArray(entry) ? (entry as readonly Json[]) : [];
  return [expectName(pair[0]), expectName(pair[1])];
}
