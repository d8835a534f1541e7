import {
  isObject,
  listOf,
  nameOf,
  variantOf,
  type Json,
  type JsonObject,
} from "../lineage/syntax-tree.js";
import { starSources, type FormScope } from "./form-scope.js";
import { formOfItem, normalForm } from "./normal-form.js";

/** A column of a select list, those of a star one by one where they are known. */
export interface SelectItem {
  /** Folded name, or undefined where the engine makes one up or a star hides several. */
  readonly name: string | undefined;
  /** By what it is found again in another version of the list. */
  readonly key: string;
  readonly form: Json;
  /** The node of the tree to follow. */
  readonly node: Json;
  /** A column of a star shares its node with others; one of a `star with names` may hide a column of its name. */
  readonly origin: "item" | "star" | "star with names" | "unknown star";
}

/** The items of a select list in order. */
export function selectItems(body: JsonObject, scope: FormScope): readonly SelectItem[] {
  return listOf(body, "expressions").flatMap((item) => {
    const star = variantOf(item);
    return star?.kind === "star" ? starItems(item, star.body, scope) : [plainItem(item, scope)];
  });
}

function plainItem(item: Json, scope: FormScope): SelectItem {
  const variant = variantOf(item);
  const alias = variant?.kind === "alias" ? variant.body : undefined;
  const node = alias === undefined ? item : (alias["this"] ?? null);
  const form = formOfItem(node, scope);
  const name = alias === undefined ? columnName(item) : nameOf(alias["alias"]);
  const key = name === undefined ? `expression ${JSON.stringify(form)}` : `name ${name}`;
  return { name, key, form, node, origin: "item" };
}

function columnName(item: Json): string | undefined {
  const { kind, body = {} } = variantOf(item) ?? {};
  if (kind === "paren") return columnName(body["this"] ?? null);
  return kind === "column" ? nameOf(body["name"]) : undefined;
}

/** Columns of a star, each as if it stood in the list by itself. */
function starItems(node: Json, star: JsonObject, scope: FormScope): readonly SelectItem[] {
  const sources = starSources(star, scope);
  if (sources === undefined) {
    const form = normalForm(node, scope);
    const key = `star ${JSON.stringify(form)}`;
    return [{ name: undefined, key, form, node, origin: "unknown star" }];
  }
  const excluded = new Set(listOf(star, "except").map(nameOf));
  const replaced = new Map(listOf(star, "replace").map((entry) => replacement(entry, scope)));
  const renamed = new Map(listOf(star, "rename").map(renaming));
  const origin = replaced.size + renamed.size > 0 ? "star with names" : "star";
  return sources.flatMap(({ alias, columns = [] }) =>
    columns
      .filter((column) => !excluded.has(column))
      .map((column): SelectItem => {
        const name = renamed.get(column) ?? column;
        const form = replaced.get(column) ?? formOfItem(columnNode(alias, column), scope);
        return { name, key: `name ${name}`, form, node, origin };
      }),
  );
}

/** `alias.column` as the parser gives it. */
function columnNode(alias: string, column: string): Json {
  const identifier = (name: string) => ({ name, quoted: false });
  const table = alias === "" ? null : identifier(alias);
  return { column: { name: identifier(column), table, join_mark: false } };
}

function replacement(entry: Json, scope: FormScope): readonly [string | undefined, Json] {
  const body = variantOf(entry)?.kind === "alias" ? variantOf(entry)?.body : entry;
  if (!isObject(body)) return [undefined, null];
  return [nameOf(body["alias"]), formOfItem(body["this"], scope)];
}

function renaming(entry: Json): readonly [string | undefined, string | undefined] {
  const [from, to]: readonly Json[] = Array.isArray(entry) ? (entry as readonly Json[]) : [];
  return [nameOf(from), nameOf(to)];
}
