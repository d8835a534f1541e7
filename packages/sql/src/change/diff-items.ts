import { foldName } from "../text/name.js";
import type { Expression, Select } from "../tree/nodes.js";
import type { FormScope } from "./form-scope.js";
import { sameForm, type Form } from "./normal-form.js";
import { OtherRows, type ItemChange } from "./other-rows.js";
import type { SelectItem } from "./select-items.js";
import { traitsOf } from "./traits.js";

/** Findings of a comparison: changed items, and expressions as they were before and are after. */
export interface Collected {
  readonly items: ItemChange[];
  readonly before: Expression[];
  readonly after: Expression[];
  moved: boolean;
  reordered: boolean;
  renamed: boolean;
}

/** Where a comparison is. */
export interface Walk {
  readonly found: Collected;
  /** The query's own select list, whose columns nothing inside of it reads. */
  readonly top: boolean;
}

/** Items of one select list that differ from those of the other. */
export interface ItemsDiff {
  readonly kept: readonly SelectItem[];
  readonly before: readonly SelectItem[];
  readonly after: readonly SelectItem[];
}

/** Compares two select lists item by item. */
export function diffItems(
  before: readonly SelectItem[],
  after: readonly SelectItem[],
  walk: Walk,
): ItemsDiff {
  if (walk.top) walk.found.renamed = !haveSameNames(before, after);
  if (isSameList(before, after)) return { kept: after, before: [], after: [] };
  const old = byKey(before);
  const now = byKey(after);
  const kept: SelectItem[] = [];
  const changed: SelectItem[] = [];
  for (const [i, item] of after.entries()) {
    const was = old.get(item.key);
    if (was === undefined) continue;
    if (sameForm(was.form, item.form)) kept.push(item);
    else {
      changed.push(was, item);
      walk.found.items.push({ change: "changed", name: item.name });
    }
    if (before[i]?.key !== item.key) walk.found[walk.top ? "reordered" : "moved"] = true;
  }
  const added = after.filter(({ key }) => !old.has(key));
  const removed = before.filter(({ key }) => !now.has(key));
  for (const { name } of added) walk.found.items.push({ change: "added", name });
  for (const { name } of removed) walk.found.items.push({ change: "removed", name });
  const isOld = (item: SelectItem) => before.includes(item);
  const [was, is] = [changed.filter(isOld), changed.filter((item) => !isOld(item))];
  walk.found.before.push(...was.map(({ node }) => node), ...nodesOf(removed, walk));
  walk.found.after.push(...is.map(({ node }) => node), ...nodesOf(added, walk));
  return { kept, before: [...was, ...removed], after: [...is, ...added] };
}

/** False where the letter case of a column's name differs. */
function haveSameNames(before: readonly SelectItem[], after: readonly SelectItem[]): boolean {
  const names = new Map(before.map(({ key, node }) => [key, node.alias]));
  return after.every(({ key, node }) => !names.has(key) || names.get(key) === node.alias);
}

function isSameList(before: readonly SelectItem[], after: readonly SelectItem[]): boolean {
  const forms = [before, after].map((items): Form => items.map(({ key, form }) => [key, form]));
  return sameForm(forms[0] ?? [], forms[1] ?? []);
}

/**
 * Nodes of items that came or went. A plain star of the query's own list shares its node with columns that did not
 * change, and nothing inside of the query reads what it shows.
 */
function nodesOf(items: readonly SelectItem[], { top }: Walk): readonly Expression[] {
  return items.filter(({ origin }) => !(top && origin === "star")).map(({ node }) => node);
}

function byKey(items: readonly SelectItem[]): ReadonlyMap<string, SelectItem> {
  const found = new Map(items.map((item) => [item.key, item]));
  if (found.size !== items.length) throw new OtherRows("items");
  return found;
}

/** Items may decide how many rows there are: by an aggregate where nothing is grouped, or by unnesting. */
export function expectSameRows(
  { select, scope }: { readonly select: Select; readonly scope: FormScope },
  { kept, before, after }: ItemsDiff,
  found: readonly ItemChange[],
): void {
  const traits = (items: readonly SelectItem[]) =>
    items.map(({ expression }) => traitsOf(expression, scope.context.functions));
  const differing = [...traits(before), ...traits(after)];
  if (differing.length === 0) return;
  if (differing.some(({ rows }) => rows)) throw new OtherRows("unnest", found);
  if (differing.some(({ unknown }) => unknown)) throw new OtherRows("function", found);
  const { groupAll, groups, groupSets, having } = select;
  if (groupAll || groups.length + groupSets.length > 0 || having !== undefined) return;
  if (traits(kept).some(({ aggregate }) => aggregate)) return;
  // Beside a plain column the engine takes no aggregate: there is none in either version.
  if (kept.some((item) => isOwnColumn(item, scope))) return;
  if (differing.some(({ innerAggregate }) => innerAggregate))
    throw new OtherRows("aggregate", found);
  const [start, end] = [before, after].map((items) =>
    traits(items).some(({ aggregate }) => aggregate),
  );
  if (start !== end) throw new OtherRows("aggregate", found);
}

function isOwnColumn({ origin, expression }: SelectItem, { sources }: FormScope): boolean {
  if (origin === "star") return true;
  if (expression.kind !== "column") return false;
  const names = expression.parts.map(foldName);
  const [name = ""] = names;
  return sources.some(({ alias, columns = [] }) =>
    names.length === 1
      ? columns.includes(name)
      : alias === name && columns.includes(names[1] ?? ""),
  );
}
