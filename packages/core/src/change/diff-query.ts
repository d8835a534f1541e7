import {
  isObject,
  listOf,
  nameOf,
  objectOf,
  variantOf,
  type Json,
  type JsonObject,
} from "../lineage/syntax-tree.js";
import { openSelect, openWith, type FormScope } from "./form-scope.js";
import { formOfField, normalForm, sameForm } from "./normal-form.js";
import { resolvePositions } from "./positions.js";
import { selectItems, type SelectItem } from "./select-items.js";
import { traitsOf } from "./traits.js";

/** Thrown where two queries differ in more than their select lists; it never leaves this folder. */
export class OtherRows extends Error {
  override readonly name = "OtherRows";
  /**
   * @param part What of the query differs: a clause, `from`, a set operation.
   * @param items The select items that make the difference, if it is one of them.
   */
  constructor(
    readonly part: string,
    readonly items: readonly ItemChange[] = [],
  ) {
    super(part);
  }
}

/** A query in one of two versions, with what its names mean. */
export interface Side {
  readonly node: Json;
  readonly scope: FormScope;
}

/** What changed in a select list. */
export interface ItemChange {
  readonly change: "added" | "removed" | "changed";
  readonly name: string | undefined;
}

/** What differs between two queries that have the same rows, as far as their select lists say. */
export interface QueryDiff {
  readonly items: readonly ItemChange[];
  /** Nodes of the old and the new tree whose values differ. */
  readonly before: readonly Json[];
  readonly after: readonly Json[];
  /** Columns inside of the query are in another place. */
  readonly moved: boolean;
}

interface Collected {
  readonly items: ItemChange[];
  readonly before: Json[];
  readonly after: Json[];
  moved: boolean;
}

/** Compares two queries as trees. Throws `OtherRows` where more than values of select lists differ. */
export function diffQuery(before: Side, after: Side): QueryDiff {
  const found: Collected = { items: [], before: [], after: [], moved: false };
  diffRelation(before, after, { found, top: true });
  return found;
}

interface Walk {
  readonly found: Collected;
  /** The query's own select list, whose columns nothing inside of it reads. */
  readonly top: boolean;
}

function diffRelation(before: Side, after: Side, walk: Walk): void {
  const b = variantOf(before.node);
  const a = variantOf(after.node);
  if (b === undefined || a?.kind !== b.kind) throw new OtherRows("query");
  const sides: Bodies = [
    { body: b.body, scope: before.scope },
    { body: a.body, scope: after.scope },
  ];
  if (b.kind === "select") diffSelect(sides, walk);
  else if (b.kind === "union" || b.kind === "intersect" || b.kind === "except") {
    const opened = diffWith(sides, walk);
    expectSameFields(opened, new Set(["left", "right", "with"]));
    for (const arm of ["left", "right"]) diffField(opened, arm, { ...walk, top: false });
  } else if (b.kind === "subquery" || b.kind === "paren") {
    expectSameFields(sides, new Set(["this", "alias"]));
    const ordered = ["order_by", "limit", "offset"].some((field) => b.body[field]);
    diffField(sides, "this", { ...walk, top: walk.top && !ordered });
  } else if (!sameForm(normalForm(before.node, before.scope), normalForm(after.node, after.scope)))
    throw new OtherRows("query");
}

interface Body {
  readonly body: JsonObject;
  readonly scope: FormScope;
}
type Bodies = readonly [before: Body, after: Body];

function diffField([b, a]: Bodies, field: string, walk: Walk): void {
  const side = ({ body, scope }: Body): Side => ({ node: body[field] ?? null, scope });
  diffRelation(side(b), side(a), walk);
}

/** Fields that are no queries to be followed must be equal. */
function expectSameFields([b, a]: Bodies, followed: ReadonlySet<string>): void {
  for (const field of new Set([...Object.keys(b.body), ...Object.keys(a.body)])) {
    if (followed.has(field)) continue;
    const forms = [b, a].map(({ body, scope }) => formOfField(body, field, scope));
    if (!sameForm(forms[0] ?? null, forms[1] ?? null)) throw new OtherRows(field);
  }
}

/** Follows the CTEs one by one; gives the sides with the scopes behind them. */
function diffWith([b, a]: Bodies, walk: Walk): Bodies {
  const before = openWith(b.body, b.scope);
  const after = openWith(a.body, a.scope);
  if (before.ctes.length !== after.ctes.length) throw new OtherRows("with");
  const options = ([{ body }]: readonly [Body]) => objectOf(body, "with")?.["recursive"] ?? null;
  if (options([b]) !== options([a])) throw new OtherRows("with");
  before.ctes.forEach((left, i) => {
    const right = after.ctes[i];
    if (right === undefined) return;
    const sides: Bodies = [
      { body: left.cte, scope: left.scope },
      { body: right.cte, scope: right.scope },
    ];
    expectSameFields(sides, new Set(["this", "alias"]));
    const [start, end] = sides.map(({ body, scope }) => normalForm(body["this"], scope));
    if (options([b]) === true && !sameForm(start ?? null, end ?? null)) throw new OtherRows("with");
    if (!sameForm(start ?? null, end ?? null)) diffField(sides, "this", { ...walk, top: false });
  });
  return [
    { body: b.body, scope: before.scope },
    { body: a.body, scope: after.scope },
  ];
}

const selectFields = new Set([
  "expressions",
  "from",
  "joins",
  "with",
  "group_by",
  "order_by",
  "distinct_on",
]);

function diffSelect(sides: Bodies, walk: Walk): void {
  diffWith(sides, walk);
  const opened: Bodies = [
    { body: sides[0].body, scope: openSelect(sides[0].body, sides[0].scope) },
    { body: sides[1].body, scope: openSelect(sides[1].body, sides[1].scope) },
  ];
  diffFrom(opened, { ...walk, top: false });
  expectSameFields(opened, selectFields);
  const lists = opened.map(({ body, scope }) => selectItems(body, scope));
  const before = lists[0] ?? [];
  const after = lists[1] ?? [];
  for (const clause of ["group_by", "order_by", "distinct_on"]) {
    const forms = opened.map(({ body, scope }, i) =>
      resolvePositions(formOfField(body, clause, scope), lists[i] ?? []),
    );
    if (!sameForm(forms[0] ?? null, forms[1] ?? null)) throw new OtherRows(clause);
  }
  const changes = diffItems(before, after, walk);
  expectSameRows(opened, changes, walk.found.items);
}

/** Items of a `from` in order: the same relations, joined the same way. */
function diffFrom([b, a]: Bodies, walk: Walk): void {
  const before = fromItems(b.body);
  const after = fromItems(a.body);
  if (before.length !== after.length) throw new OtherRows("from");
  before.forEach((left, i) => {
    diffSource({ node: left, scope: b.scope }, { node: after[i] ?? null, scope: a.scope }, walk);
  });
  const joins = [b, a].map(({ body }) => listOf(body, "joins"));
  const others = joins[1] ?? [];
  if (joins[0]?.length !== others.length) throw new OtherRows("joins");
  joins[0].forEach((left, i) => {
    const right = others[i];
    if (!isObject(left) || !isObject(right)) throw new OtherRows("joins");
    const ends: Bodies = [
      { body: left, scope: b.scope },
      { body: right, scope: a.scope },
    ];
    const forms = ends.map(({ body: { this: _, ...rest }, scope }) =>
      formOfField({ joins: [rest] }, "joins", scope),
    );
    if (!sameForm(forms[0] ?? null, forms[1] ?? null)) throw new OtherRows("joins");
    const [start, end] = ends.map(({ body, scope }) => ({ node: body["this"] ?? null, scope }));
    if (start && end) diffSource(start, end, walk);
  });
}

function fromItems(body: JsonObject): readonly Json[] {
  return listOf(objectOf(body, "from") ?? {}, "expressions");
}

function diffSource(before: Side, after: Side, walk: Walk): void {
  if (sameForm(normalForm(before.node, before.scope), normalForm(after.node, after.scope))) return;
  const b = variantOf(before.node);
  const a = variantOf(after.node);
  if (b?.kind !== "subquery" || a?.kind !== "subquery") throw new OtherRows("from");
  const id = ({ scope }: Side, body: JsonObject) => scope.ids.get(body) ?? "";
  if (id(before, b.body) !== id(after, a.body)) throw new OtherRows("from");
  diffRelation(before, after, walk);
}

/** Items of one select list that differ from those of the other. */
interface ItemsDiff {
  readonly kept: readonly SelectItem[];
  readonly before: readonly SelectItem[];
  readonly after: readonly SelectItem[];
}

function diffItems(
  before: readonly SelectItem[],
  after: readonly SelectItem[],
  walk: Walk,
): ItemsDiff {
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
    if (!walk.top && before[i]?.key !== item.key) walk.found.moved = true;
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

function isSameList(before: readonly SelectItem[], after: readonly SelectItem[]): boolean {
  const forms = [before, after].map((items) => items.map(({ key, form }) => [key, form]));
  return sameForm(forms[0] ?? [], forms[1] ?? []);
}

/**
 * Nodes of items that came or went. A plain star of the query's own list shares its node with columns that did not
 * change, and nothing inside of the query reads what it shows.
 */
function nodesOf(items: readonly SelectItem[], { top }: Walk): readonly Json[] {
  return items.filter(({ origin }) => !(top && origin === "star")).map(({ node }) => node);
}

function byKey(items: readonly SelectItem[]): ReadonlyMap<string, SelectItem> {
  const found = new Map(items.map((item) => [item.key, item]));
  if (found.size !== items.length) throw new OtherRows("expressions");
  return found;
}

/** Items may decide how many rows there are: by an aggregate where nothing is grouped, or by unnesting. */
function expectSameRows(
  [b]: Bodies,
  { kept, before, after }: ItemsDiff,
  found: readonly ItemChange[],
): void {
  const traits = (items: readonly SelectItem[]) =>
    items.map(({ origin, node, form }) => traitsOf(origin === "item" ? node : form));
  const differing = [...traits(before), ...traits(after)];
  if (differing.length === 0) return;
  if (differing.some(({ rows }) => rows)) throw new OtherRows("unnest", found);
  if (differing.some(({ unknown }) => unknown)) throw new OtherRows("function", found);
  if (b.body["group_by"] || b.body["having"]) return;
  if (traits(kept).some(({ aggregate }) => aggregate)) return;
  // Beside a plain column the engine takes no aggregate: there is none in either version.
  if (kept.some((item) => isOwnColumn(item, b.scope))) return;
  if (differing.some(({ innerAggregate }) => innerAggregate))
    throw new OtherRows("aggregate", found);
  const [start, end] = [before, after].map((items) =>
    traits(items).some(({ aggregate }) => aggregate),
  );
  if (start !== end) throw new OtherRows("aggregate", found);
}

function isOwnColumn({ origin, node }: SelectItem, { sources }: FormScope): boolean {
  if (origin === "star") return true;
  const { kind, body = {} } = variantOf(node) ?? {};
  const name = kind === "column" ? (nameOf(body["name"]) ?? "") : "";
  return sources.some(({ columns = [] }) => columns.includes(name));
}
