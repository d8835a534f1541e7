import { foldName } from "../text/name.js";
import type {
  Expression,
  Pivot,
  PivotColumn,
  PivotEntry,
  Relation as Tree,
  Unpivot,
} from "../tree/nodes.js";
import { allNodes } from "../tree/syntax-tree.js";
import { note, type Environment } from "./environment.js";
import { readAll, readExpression, type ExpressionPlace } from "./read-expression.js";
import { readStar } from "./read-star.js";
import { findColumn } from "./find-column.js";
import {
  createScope,
  inputsOf,
  isComplete,
  nothing,
  unite,
  type Inputs,
  type Relation,
  type RelationColumn,
  type Scope,
} from "./relation.js";
import { uncertain } from "./uncertain.js";

interface Place {
  readonly env: Environment;
  readonly scope: Scope;
}

type ReadFrom = (tree: Tree, place: Place) => readonly RelationColumn[];

/** Groups, and a column for each listed value and aggregate. */
export function readPivot(pivot: Pivot, { env, scope }: Place, readFrom: ReadFrom): Relation {
  const inner = createScope(scope.outer);
  const source = readFrom(pivot.source, { env, scope: inner });
  const place: ExpressionPlace = { env, scope: inner, clause: "other" };
  if (pivot.by.some(({ listedBy }) => typeof listedBy === "object"))
    uncertain("a pivot by a query is not understood");
  const by = readAll(
    pivot.by.flatMap(({ expressions }) => expressions),
    place,
  );
  const aggregates = pivot.aggregates.map((aggregate) => readExpression(aggregate, place));
  const groups = groupsOf(pivot, source);
  note(env.rows, inputsOf(groups));
  const made = pivoted(pivot, aggregates.length === 0 ? [nothing] : aggregates, by);
  return { columns: [...groups, ...made] };
}

/** The columns that are grouped by: those named, else those that no other part of the pivot names. */
function groupsOf(pivot: Pivot, source: readonly RelationColumn[]): readonly RelationColumn[] {
  if (pivot.groups.length > 0)
    return pivot.groups.map((group) => {
      const name = foldName(group);
      const found = findColumn(source, name) ?? uncertain(`${group} of a pivot is not known`);
      return { name, inputs: found.inputs };
    });
  const used = namesIn([
    ...pivot.aggregates,
    ...pivot.by.flatMap(({ expressions }) => expressions),
  ]);
  return without(source, used);
}

function namesIn(parts: readonly Expression[]): ReadonlySet<string> {
  const columns = parts
    .flatMap((part) => [...allNodes(part)])
    .filter((node) => node.kind === "column");
  return new Set(columns.flatMap(({ parts: names }) => names.map(foldName)));
}

function without(
  columns: readonly RelationColumn[],
  names: ReadonlySet<string>,
): readonly RelationColumn[] {
  return columns.filter(
    ({ name, many }) => many === true || name === undefined || !names.has(name),
  );
}

function pivoted(
  { by, aggregates }: Pivot,
  inputs: readonly Inputs[],
  decided: Inputs,
): readonly RelationColumn[] {
  const lists = by.map(({ entries }) => entries);
  if (lists.some((entries) => entries === undefined))
    return [{ name: undefined, inputs: unite(decided, ...inputs), many: true }];
  const names = by.reduce<readonly string[]>(
    (before, column) =>
      before.flatMap((prefix) => namesOf(column).map((name) => joined(prefix, name))),
    [""],
  );
  return names.flatMap((name) =>
    inputs.map((own, i) => ({
      name: inputs.length === 1 ? foldName(name) : aggregateName(name, aggregates[i]),
      inputs: unite(decided, own),
    })),
  );
}

function namesOf({ entries = [] }: PivotColumn): readonly string[] {
  return entries.map(({ values, alias }) => alias ?? values.map(valueName).join("_"));
}

/** Values of other types than texts have their type in front. */
function valueName(value: string): string {
  return value.replace(/^(INTEGER|BIGINT|HUGEINT) /u, "");
}

function joined(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}_${name}`;
}

function aggregateName(name: string, aggregate: Expression | undefined): string | undefined {
  return aggregate?.alias === undefined ? undefined : foldName(`${name}_${aggregate.alias}`);
}

/** The columns that are not listed, the names of those that are, and their values. */
export function readUnpivot(unpivot: Unpivot, { env, scope }: Place, readFrom: ReadFrom): Relation {
  const inner = createScope(scope.outer);
  const source = readFrom(unpivot.source, { env, scope: inner });
  const place: ExpressionPlace = { env, scope: inner, clause: "other" };
  const [by, ...others] = unpivot.by;
  if (by === undefined || others.length > 0) return uncertain("an unpivot is not understood");
  const entries = by.entries.map((entry) => readEntry(entry, source, place));
  const values = unpivot.values.map((name, i) => ({
    name: foldName(name),
    inputs: unite(...entries.map(({ inputs }) => inputs[i] ?? inputs.at(-1) ?? nothing)),
  }));
  // Rows without a value are left out.
  const isOpen = entries.some(({ open }) => open);
  if (!unpivot.includeNulls || isOpen) note(env.rows, inputsOf(values));
  const used = new Set(entries.flatMap(({ names }) => names));
  const left = without(source, used);
  const open = entries.flatMap(({ among }) => among);
  const rest = isOpen
    ? [
        {
          name: undefined,
          inputs: inputsOf(left),
          many: true,
          among: isComplete(left) ? left : undefined,
        },
      ]
    : left;
  const names = by.names.map((name) => ({
    name: foldName(name),
    inputs: isOpen ? inputsOf(open) : nothing,
  }));
  return { columns: [...rest, ...names, ...values] };
}

interface Entry {
  /** Columns of the source that are no columns any more. */
  readonly names: readonly string[];
  /** For each column of values. */
  readonly inputs: readonly Inputs[];
  /** Which columns are listed is decided by their names, which are not looked at here. */
  readonly open: boolean;
  readonly among: readonly RelationColumn[];
}

function readEntry(
  { values, star }: PivotEntry,
  source: readonly RelationColumn[],
  place: ExpressionPlace,
): Entry {
  if (star === undefined) {
    const names = values.map(foldName);
    const inputs = names.map(
      (name) => findColumn(source, name)?.inputs ?? uncertain(`${name} of an unpivot is not known`),
    );
    return { names, inputs, open: false, among: [] };
  }
  if (star.kind !== "star") {
    const inputs = [readExpression(star, place)];
    return { names: [...namesIn([star])], inputs, open: false, among: [] };
  }
  const chosen = readStar(star, source, place);
  const isKnown = star.choice === undefined && isComplete(chosen);
  const names = isKnown ? chosen.flatMap(({ name }) => (name === undefined ? [] : [name])) : [];
  return { names, inputs: [inputsOf(chosen)], open: !isKnown, among: chosen };
}
