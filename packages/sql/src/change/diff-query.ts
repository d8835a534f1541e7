import type { Expression, Query, Select, SetOperation } from "../tree/nodes.js";
import { diffItems, expectSameRows, type Collected, type Walk } from "./diff-items.js";
import { diffFrom } from "./diff-from.js";
import { openSelect, openWith, type FormScope } from "./form-scope.js";
import { formNames, formOfWhere, normalForm, sameForm, type Form } from "./normal-form.js";
import { OtherRows, type ItemChange } from "./other-rows.js";
import { formOfPosition } from "./positions.js";
import { selectItems, type SelectItem } from "./select-items.js";

/** A query in one of two versions, with what its names mean. */
export interface Side {
  readonly query: Query;
  readonly scope: FormScope;
}

/** What differs between two queries that have the same rows, as far as their select lists say. */
export interface QueryDiff {
  readonly items: readonly ItemChange[];
  /** Nodes of the old and the new tree whose values differ. */
  readonly before: readonly Expression[];
  readonly after: readonly Expression[];
  /** Columns inside of the query are in another place. */
  readonly moved: boolean;
  /** Columns of the query itself are in another place. */
  readonly reordered: boolean;
  /** Names of columns of the query itself differ in their letter case. */
  readonly renamed: boolean;
}

/** Compares two queries as trees. Throws `OtherRows` where more than values of select lists differ. */
export function diffQuery(before: Side, after: Side): QueryDiff {
  const found: Collected = {
    items: [],
    before: [],
    after: [],
    moved: false,
    reordered: false,
    renamed: false,
  };
  diffQueries(before, after, { found, top: true });
  return found;
}

function diffQueries(before: Side, after: Side, walk: Walk): void {
  const [b, a] = [before.query, after.query];
  if (b.kind === "select" && a.kind === "select") {
    diffSelect([b, a], [before.scope, after.scope], walk);
    return;
  }
  if (b.kind === "set operation" && a.kind === "set operation") {
    diffSetOperation([b, a], [before.scope, after.scope], walk);
    return;
  }
  if (b.kind !== a.kind || !sameForm(normalForm(b, before.scope), normalForm(a, after.scope)))
    throw new OtherRows("query");
}

type Pair<T> = readonly [before: T, after: T];

function diffSetOperation(queries: Pair<SetOperation>, around: Pair<FormScope>, walk: Walk): void {
  const scopes = diffWith(queries, around, walk);
  expectSameFields(queries, scopes, new Set(["left", "right", "ctes"]));
  const [b, a] = queries;
  const inner = { ...walk, top: false };
  diffQueries({ query: b.left, scope: scopes[0] }, { query: a.left, scope: scopes[1] }, inner);
  diffQueries({ query: b.right, scope: scopes[0] }, { query: a.right, scope: scopes[1] }, inner);
}

/** Fields that are no queries to be followed must be equal. */
function expectSameFields<T extends object>(
  [b, a]: Pair<T>,
  [before, after]: Pair<FormScope>,
  followed: ReadonlySet<string>,
): void {
  const [old, now] = [
    new Map<string, unknown>(Object.entries(b)),
    new Map<string, unknown>(Object.entries(a)),
  ];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    if (followed.has(field)) continue;
    if (!sameForm(normalForm(old.get(field), before), normalForm(now.get(field), after)))
      throw new OtherRows(field);
  }
}

/** Follows the CTEs one by one; gives the scopes behind them. */
function diffWith(queries: Pair<Query>, around: Pair<FormScope>, walk: Walk): Pair<FormScope> {
  const before = openWith(queries[0], around[0]);
  const after = openWith(queries[1], around[1]);
  if (before.ctes.length !== after.ctes.length) throw new OtherRows("ctes");
  before.ctes.forEach((left, i) => {
    const right = after.ctes[i];
    if (right === undefined) return;
    const scopes: Pair<FormScope> = [left.scope, right.scope];
    expectSameFields([left.cte, right.cte], scopes, new Set(["query", "name", "columns"]));
    const columns = [left, right].map(({ cte, scope }) => formNames(cte.columns, scope));
    if (!sameForm(columns[0] ?? [], columns[1] ?? [])) throw new OtherRows("ctes");
    const [start, end] = [left, right].map(({ cte, scope }) => normalForm(cte.query, scope));
    if (sameForm(start ?? null, end ?? null)) return;
    const sides = [left, right].map(({ cte, scope }): Side => ({ query: cte.query, scope }));
    const [old, now] = sides;
    if (old === undefined || now === undefined || old.query.kind === "recursion")
      throw new OtherRows("ctes");
    diffQueries(old, now, { ...walk, top: false });
  });
  return [before.scope, after.scope];
}

/** Fields of a `select` that are compared by themselves. */
const followed = new Set(["items", "from", "where", "ctes", "groups", "order", "distinct"]);

function diffSelect(queries: Pair<Select>, around: Pair<FormScope>, walk: Walk): void {
  diffWith(queries, around, walk);
  const [b, a] = queries;
  const scopes: Pair<FormScope> = [openSelect(b, around[0]), openSelect(a, around[1])];
  diffFrom(
    { relation: b.from, scope: scopes[0] },
    { relation: a.from, scope: scopes[1] },
    (before, after) => {
      diffQueries(before, after, { ...walk, top: false });
    },
  );
  expectSameFields(queries, scopes, followed);
  if (!sameForm(formOfWhere(b, scopes[0]), formOfWhere(a, scopes[1]))) throw new OtherRows("where");
  const [before, after] = [selectItems(b, scopes[0]), selectItems(a, scopes[1])];
  expectSamePositions(queries, scopes, [before, after]);
  const items = diffItems(before, after, walk);
  expectSameRows({ select: b, scope: scopes[0] }, items, walk.found.items);
}

/** Clauses in which a number stands for a column. */
function expectSamePositions(
  queries: Pair<Select>,
  scopes: Pair<FormScope>,
  lists: Pair<readonly SelectItem[]>,
): void {
  for (const part of ["groups", "order", "distinct"] as const) {
    const forms = queries.map((select, i) =>
      positionsOf(select, part, { items: lists[i] ?? [], scope: scopes[i] ?? scopes[0] }),
    );
    if (!sameForm(forms[0] ?? null, forms[1] ?? null)) throw new OtherRows(part);
  }
}

interface PositionPlace {
  readonly items: readonly SelectItem[];
  readonly scope: FormScope;
}

function positionsOf(
  { groups, order, distinct }: Select,
  part: "groups" | "order" | "distinct",
  { items, scope }: PositionPlace,
): Form {
  const read = (list: readonly Expression[]) =>
    list.map((item) => formOfPosition(item, items, scope));
  if (part === "groups") return read(groups);
  if (part === "distinct") return distinct === undefined ? null : read(distinct.on);
  return order.map(({ value, direction, nulls }) => [...read([value]), direction, nulls]);
}
