import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { simpleType, validityType } from "./snapshot-columns.js";
import { snapshotSettings, validityColumns, type SnapshotSettings } from "./snapshot-settings.js";

/** What the statements of one snapshot share. */
export interface SnapshotSql {
  readonly settings: SnapshotSettings;
  readonly dialect: Dialect;
  /** Names of the query's columns. */
  readonly columns: readonly string[];
  /** Type of `valid_from` and `valid_to`. */
  readonly type: string;
  /** The time of the run, in that type. */
  readonly now: string;
  /** `valid_to` of a row that holds until further notice. */
  readonly open: string;
  /** A column of the relation with this alias. */
  readonly column: (alias: string, name: string) => string;
  /** Condition: both aliases have the same key. */
  readonly sameKey: (a: string, b: string) => string;
  /** Condition: the row holds until further notice. */
  readonly isOpen: (alias: string) => string;
  /** Condition: the row holds at some time; one that another took the place of ends where it starts. */
  readonly isEffective: (alias: string) => string;
  /** Condition: the row says that its key is gone. */
  readonly isDeletion: (alias: string) => string;
  /** Condition: some compared column differs, null being a value like any. */
  readonly differ: (a: string, b: string) => string;
}

/** Makes what the statements of one snapshot share. */
export function snapshotSql(
  query: readonly ColumnInfo[],
  options: SnapshotOptions,
  { dialect, now }: { readonly dialect: Dialect; readonly now: Date },
): SnapshotSql {
  const settings = snapshotSettings(query, options);
  const type = validityType(query, options, dialect);
  const { from, to, deleted } = validityColumns;
  const column = (alias: string, name: string) => `${alias}.${dialect.quoteIdentifier(name)}`;
  const end = settings.current === undefined ? undefined : dialect.literal(settings.current, type);
  return {
    settings,
    dialect,
    columns: query.map(({ name }) => name),
    type,
    now: timeLiteral(now, type, dialect),
    open: end ?? dialect.cast("null", type),
    column,
    sameKey: (a, b) =>
      settings.key.map((name) => `${column(a, name)} = ${column(b, name)}`).join(" and "),
    isOpen: (alias) => {
      const isNull = `${column(alias, to)} is null`;
      return end === undefined ? isNull : `(${isNull} or ${column(alias, to)} = ${end})`;
    },
    isEffective: (alias) =>
      `(${column(alias, to)} is null or ${column(alias, to)} > ${column(alias, from)})`,
    isDeletion: (alias) =>
      settings.hardDeletes === "new_record"
        ? `coalesce(${column(alias, deleted)}, false)`
        : "false",
    differ: (a, b) => {
      const differences = settings.compared.map((name) =>
        differenceOf(columnNamed(query, name), [column(a, name), column(b, name)], dialect),
      );
      return differences.length === 0 ? "false" : `(${differences.join(" or ")})`;
    },
  };
}

/**
 * When two values are different. What an engine holds equal is (NaN and NaN, -0 and 0), but for intervals: a month is
 * not thirty days, though engines compare as if it were.
 */
function differenceOf(
  column: ColumnInfo | undefined,
  values: readonly [a: string, b: string],
  dialect: Dialect,
): string {
  const isInterval = column !== undefined && dialect.parseType(column.type).kind === "interval";
  const text = simpleType("text", dialect);
  const [a, b] = values;
  return isInterval
    ? dialect.nullSafeDistinct(dialect.cast(a, text), dialect.cast(b, text))
    : dialect.nullSafeDistinct(a, b);
}

/** An instant in the type of a column; for a date, its day in UTC. */
function timeLiteral(at: Date, type: string, dialect: Dialect): string {
  if (dialect.parseType(type).kind !== "date") return dialect.literal(at, type);
  return dialect.cast(dialect.literal(at, simpleType("timestamp", dialect)), type);
}
