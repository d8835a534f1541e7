import { unite, type Inputs, type RelationColumn } from "./relation.js";

/** Inputs of the columns that a name may mean in a relation. */
export interface Found {
  readonly inputs: Inputs;
  /** False where the relation may have no such column, so that the name may mean something else. */
  readonly sure: boolean;
}

/**
 * The column of a name. Of two with one name the first is meant, hence those in front whose names are not known count
 * as well. Undefined where the relation has no such column.
 */
export function findColumn(columns: readonly RelationColumn[], name: string): Found | undefined {
  const named = columns.filter((column) => column.many !== true && column.name === name);
  const first = columns.findIndex((column) => column.many !== true && column.name === name);
  const before = first < 0 ? columns : columns.slice(0, first);
  const unsure = before.flatMap((column) => possible(column, name));
  if (named.length === 0 && unsure.length === 0) return undefined;
  return {
    inputs: unite(...named.map(({ inputs }) => inputs), ...unsure),
    sure: named.length > 0,
  };
}

/** Inputs of the columns that may have a name behind a column that stands for many, or that has a made-up name. */
function possible(
  { name, inputs, many, among }: RelationColumn,
  wanted: string,
): readonly Inputs[] {
  if (many !== true) return name === undefined ? [inputs] : [];
  if (among === undefined) return [inputs];
  return among.flatMap((column) =>
    column.many === true || column.name === undefined
      ? possible(column, wanted)
      : column.name === wanted
        ? [column.inputs]
        : [],
  );
}
