import { findColumn } from "./find-column.js";
import { inputsOf, isComplete, type Inputs, type RelationColumn } from "./relation.js";
import { uncertain } from "./uncertain.js";

/** The inputs of a query's columns, whose number and folded names the engine tells. */
export function outputColumns(
  columns: readonly RelationColumn[],
  names: readonly string[],
): readonly Inputs[] {
  if (!isComplete(columns) && columns.length !== names.length) return unevenColumns(columns, names);
  if (columns.length !== names.length)
    return uncertain("the engine sees another number of columns");
  // Each that may be many is one.
  return columns.map((column, i) => {
    const name = names[i] ?? "";
    expectName(column, name);
    return column.many === true ? namedInputs([column], name) : column.inputs;
  });
}

/** Where some columns stand for many: those in front and behind are counted, those between are known by name. */
function unevenColumns(
  columns: readonly RelationColumn[],
  names: readonly string[],
): readonly Inputs[] {
  const isMany = ({ many }: RelationColumn) => many === true;
  const first = columns.findIndex(isMany);
  const behind = columns.length - 1 - columns.findLastIndex(isMany);
  const between = columns.slice(first, columns.length - behind);
  if (names.length < first + behind) return uncertain("the engine sees another number of columns");
  return names.map((name, i) => {
    const last = i - (names.length - columns.length);
    const isBetween = i >= first && i < names.length - behind;
    const column = isBetween ? undefined : columns[i < first ? i : last];
    if (column === undefined) return namedInputs(between, name);
    expectName(column, name);
    return column.inputs;
  });
}

/** Inputs of the column of a name among several; of all where the name does not say which. */
function namedInputs(columns: readonly RelationColumn[], name: string): Inputs {
  const found = findColumn(columns, name);
  return found === undefined || !mayBe(columns, name) ? inputsOf(columns) : found.inputs;
}

/** A column known by name alone must be the only one of that name. */
function mayBe(columns: readonly RelationColumn[], name: string): boolean {
  const all = columns.flatMap(({ among }) => among ?? []);
  return all.filter((column) => column.name === name).length < 2;
}

function expectName(column: RelationColumn, name: string): void {
  if (column.many !== true && column.name !== undefined && column.name !== name)
    uncertain("the engine sees another column");
}
