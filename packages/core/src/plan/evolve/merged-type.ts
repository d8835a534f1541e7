import type { Dialect, TypeInfo } from "../../warehouse/dialect.js";
import { sameName } from "@sluice/sql/text";
import type { RetypedColumn } from "./compare-columns.js";

/** How many values of a table a cast of one of its columns would change; undefined where nobody counted. */
export type CountLost = (cast: RetypedColumn) => number | undefined;

/** Known facts about the values of a table. */
export interface TableValues {
  readonly countLost: CountLost;
  /** True for a column without a value: its type follows from nothing. */
  readonly isEmpty: (column: string) => boolean;
  /** True for a column whose type in the query is the guess for a file column without a value. */
  readonly isGuess: (column: string) => boolean;
}

/**
 * The type with which a column holds its values and those of the query alike: the wider of both where one is, else the
 * query's where it is of the same shape as a type for both and no value there is is lost, else that type. Undefined where
 * values would be lost.
 */
export function mergedType(
  column: RetypedColumn,
  dialect: Dialect,
  countLost: CountLost,
): string | undefined {
  const { from, to } = column;
  if (dialect.widens(to, from)) return from;
  if (dialect.widens(from, to)) return to;
  const common = dialect.commonType(from, to);
  if (common === undefined) return undefined;
  const isLossy = (type: string) => losesValues({ ...column, to: type }, dialect, countLost);
  const isAlike = sameShape(dialect.parseType(common), dialect.parseType(to));
  if (isAlike && !isLossy(to)) return to;
  if (dialect.sameType(common, from)) return from;
  return isLossy(common) ? undefined : common;
}

/** True where a cast is known to change values of the table. */
export function losesValues(cast: RetypedColumn, dialect: Dialect, countLost: CountLost): boolean {
  return !dialect.widens(cast.from, cast.to) && (countLost(cast) ?? 0) > 0;
}

/** The casts of a column of which only its values tell whether they lose any. */
export function doubtfulCasts(column: RetypedColumn, dialect: Dialect): readonly RetypedColumn[] {
  const { from, to } = column;
  const common = dialect.commonType(from, to);
  const types = common === undefined || dialect.sameType(common, to) ? [to] : [to, common];
  return types
    .filter((type) => !dialect.widens(from, type))
    .map((type) => ({ ...column, to: type }));
}

/** True for types of the same kind whose parts are, fields compared by name. Two enums have values of their own. */
function sameShape(a: TypeInfo, b: TypeInfo): boolean {
  if (a.kind !== b.kind || a.kind === "enum") return false;
  const parts = [
    [a.element, b.element],
    [a.key, b.key],
  ] as const;
  if (!parts.every(([one, other]) => one === other || (one && other && sameShape(one, other))))
    return false;
  const [fields, others] = [a.fields ?? [], b.fields ?? []];
  return (
    fields.length === others.length &&
    fields.every(({ name, type }) => {
      const other = others.find((field) => sameName(field.name, name));
      return other !== undefined && sameShape(type, other.type);
    })
  );
}
