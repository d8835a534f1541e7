import { foldName } from "../text/name.js";
import type { Column } from "../tree/leaves.js";
import type { Expression, Select, Star } from "../tree/nodes.js";
import { mayBeSeveral, starSources, type FormScope } from "./form-scope.js";
import { formOfItem, normalForm, writtenName, type Form } from "./normal-form.js";

/** A column of a select list, those of a star one by one where they are known. */
export interface SelectItem {
  /** Folded name, or undefined where the engine makes one up or a star hides several. */
  readonly name: string | undefined;
  /** By what it is found again in another version of the list. */
  readonly key: string;
  readonly form: Form;
  /** The node of the tree to follow. */
  readonly node: Expression;
  /** The expression of the column. */
  readonly expression: Expression;
  /**
   * A column of a star shares its node with others; one of a `star with names` may hide a column of its name;
   * `unknown` may be any number of columns.
   */
  readonly origin: "item" | "star" | "star with names" | "unknown";
}

/** The items of a select list in order. */
export function selectItems({ items }: Select, scope: FormScope): readonly SelectItem[] {
  return items.flatMap((item) =>
    item.kind === "star" ? starItems(item, scope) : [plainItem(item, scope)],
  );
}

function plainItem(item: Expression, scope: FormScope): SelectItem {
  const form = formOfItem(item, scope);
  const name = nameOf(item);
  const key = name === undefined ? `expression ${JSON.stringify(form)}` : `name ${name}`;
  const origin = mayBeSeveral(item) ? "unknown" : "item";
  return { name, key, form: named(item, form, scope), node: item, expression: item, origin };
}

function nameOf(item: Expression): string | undefined {
  if (item.alias !== undefined) return foldName(item.alias);
  return item.kind === "column" ? foldName(item.parts.at(-1) ?? "") : undefined;
}

/** The form of an item with its name, where names are values. */
function named(item: Expression, form: Form, { context }: FormScope): Form {
  return context.verbatim ? [writtenName(item), form] : form;
}

/** Columns of a star, each as if it stood in the list by itself. */
function starItems(star: Star, scope: FormScope): readonly SelectItem[] {
  const sources = starSources(star, scope);
  const qualified = [...star.exclude, ...star.rename.map(({ from }) => from)];
  if (
    sources === undefined ||
    scope.context.verbatim ||
    qualified.some(({ length }) => length > 1)
  ) {
    const form = normalForm(star, scope);
    const key = `star ${JSON.stringify(form)}`;
    return [{ name: undefined, key, form, node: star, expression: star, origin: "unknown" }];
  }
  const last = (parts: readonly string[]) => foldName(parts.at(-1) ?? "");
  const excluded = new Set(star.exclude.map(last));
  const replaced = new Map(star.replace.map(({ name, value }) => [foldName(name), value]));
  const renamed = new Map(star.rename.map(({ from, to }) => [last(from), foldName(to)]));
  const origin = replaced.size + renamed.size > 0 ? "star with names" : "star";
  return sources.flatMap(({ alias, columns = [] }) =>
    columns
      .filter((column) => !excluded.has(column))
      .map((column): SelectItem => {
        const name = renamed.get(column) ?? column;
        const expression = replaced.get(column) ?? columnNode(alias, column);
        const form = formOfItem(expression, scope);
        return { name, key: `name ${name}`, form, node: star, expression, origin };
      }),
  );
}

/** `alias.column` as if it were written. */
function columnNode(alias: string, column: string): Column {
  return { kind: "column", parts: alias === "" ? [column] : [alias, column] };
}
