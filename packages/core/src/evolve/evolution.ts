import type { ColumnInfo, Dialect, TypeInfo } from "../adapter/dialect.js";
import { diagnostic, type Diagnostic } from "../errors/sluice-error.js";
import { columnNamed, sameName } from "../adapter/name.js";
import type { EvolvingOptions } from "../model/kind.js";
import {
  compareColumns,
  describeDifferences,
  type ColumnDifferences,
  type RetypedColumn,
} from "./compare-columns.js";

/** What becomes of a table whose query gives other columns than it has. */
export type Evolution =
  /** The table stays as it is; `kept` are columns the query no longer gives, null in rows to come. */
  | { readonly kind: "same"; readonly kept: readonly string[] }
  | TableEvolution
  /** The table is built anew from the start. */
  | { readonly kind: "rebuild"; readonly differences: readonly string[] }
  | { readonly kind: "refused"; readonly diagnostic: Diagnostic };

/** A new table made from the old one: `create table new as select <select> from old`. */
export interface TableEvolution {
  readonly kind: "evolve";
  /** Columns of the new table: the old order, new ones last. */
  readonly columns: readonly ColumnInfo[];
  /** Expressions over the old table, one for each of `columns`, with their aliases. */
  readonly select: readonly string[];
  /** Names of new columns, null in the rows there are. */
  readonly added: readonly string[];
  /** Names of columns the query no longer gives, null in rows to come. */
  readonly kept: readonly string[];
  /** Columns whose values are cast; `castGuard` proves that none changes. */
  readonly casts: readonly RetypedColumn[];
  /** What is taken away, for people: a dropped column, a narrower type. */
  readonly destructive: readonly string[];
}

/** What the decision needs. */
export interface EvolutionInput {
  /** Columns of the table. */
  readonly before: readonly ColumnInfo[];
  /** Columns of the query. */
  readonly after: readonly ColumnInfo[];
  readonly policy: NonNullable<EvolvingOptions["on_schema_change"]>;
  readonly dialect: Dialect;
  /** Columns the kind goes by (`key`, `time`, `updated_at`): rows without a value in them cannot be kept up to date. */
  readonly essential?: readonly string[] | undefined;
}

/** Decides what becomes of a table whose query may give other columns, by the model's `on_schema_change`. */
export function evolution(input: EvolutionInput): Evolution {
  const { before, after, policy, dialect } = input;
  const all = compareColumns(before, after, dialect);
  const differences = describeDifferences(all);
  if (differences.length === 0) return { kind: "same", kept: [] };
  if (policy === "rebuild") return { kind: "rebuild", differences };
  if (policy === "fail") return refused(differences, ["Set `on_schema_change` to allow it."]);
  return (
    essentialRefusal(input, all) ?? (policy === "append" ? append(input, all) : sync(input, all))
  );
}

function refused(
  differences: readonly string[],
  hints: readonly string[],
): Extract<Evolution, { kind: "refused" }> {
  return {
    kind: "refused",
    diagnostic: diagnostic({
      code: "RUN.SCHEMA_CHANGED",
      message: `The query gives other columns than the table has: ${differences.join("; ")}.`,
      hints,
    }),
  };
}

function essentialRefusal(
  { essential = [] }: EvolutionInput,
  { added }: ColumnDifferences,
): Evolution | undefined {
  const lacking = essential.flatMap((name) => columnNamed(added, name) ?? []);
  if (lacking.length === 0) return undefined;
  return refused(
    lacking.map(({ name }) => `\`${name}\`, by which the model is kept up to date, is new`),
    ["The rows there are would have no value in it: build the model anew instead."],
  );
}

/** Columns are only added or widened; a narrower type of the query fits the table as it is. */
function append(input: EvolutionInput, all: ColumnDifferences): Evolution {
  const { dialect } = input;
  const wanted = all.retyped.filter(({ from, to }) => !dialect.widens(to, from));
  const impossible = wanted.filter(({ from, to }) => !dialect.widens(from, to));
  const kept = all.missing.map(({ name }) => name);
  if (impossible.length > 0) {
    return refused(describeDifferences({ added: [], missing: [], retyped: impossible }), [
      ...impossible.map(({ name, from }) => `Cast \`${name}\` to ${from} in the query.`),
      "Or set `on_schema_change: sync`, which casts the rows there are if no value changes, or `rebuild`.",
    ]);
  }
  if (all.added.length === 0 && wanted.length === 0) return { kind: "same", kept };
  return evolve(input, { ...all, retyped: wanted }, { kept, dropped: [] });
}

/** The table gets exactly the columns of the query. */
function sync(input: EvolutionInput, all: ColumnDifferences): Evolution {
  const { dialect } = input;
  const impossible = all.retyped.filter(
    ({ from, to }) => !castable(dialect.parseType(from), dialect.parseType(to)),
  );
  if (impossible.length > 0) {
    return refused(describeDifferences({ added: [], missing: [], retyped: impossible }), [
      "No value of the one type is one of the other: cast in the query, or set `on_schema_change: rebuild`.",
    ]);
  }
  return evolve(input, all, { kept: [], dropped: all.missing.map(({ name }) => name) });
}

function evolve(
  { before, dialect }: EvolutionInput,
  { added, retyped }: ColumnDifferences,
  { kept, dropped }: { readonly kept: readonly string[]; readonly dropped: readonly string[] },
): TableEvolution {
  const old = before.filter(({ name }) => !dropped.some((other) => sameName(other, name)));
  const castOf = (name: string) => retyped.find((cast) => sameName(cast.name, name));
  const narrowed = retyped.filter(({ from, to }) => !dialect.widens(from, to));
  return {
    kind: "evolve",
    columns: [
      ...old.map((column) => ({ ...column, type: castOf(column.name)?.to ?? column.type })),
      ...added.map((column) => ({ ...column, nullable: true })),
    ],
    select: [
      ...old.map(({ name }) => {
        const column = dialect.quoteIdentifier(name);
        const cast = castOf(name);
        return cast ? `${dialect.cast(column, cast.to)} as ${column}` : column;
      }),
      ...added.map(
        ({ name, type }) => `${dialect.cast("null", type)} as ${dialect.quoteIdentifier(name)}`,
      ),
    ],
    added: added.map(({ name }) => name),
    kept,
    casts: retyped,
    destructive: [
      ...dropped.map((name) => `drops column \`${name}\``),
      ...narrowed.map(({ name, from, to }) => `\`${name}\` becomes ${to}, was ${from}`),
    ],
  };
}

/** False where engines refuse the cast itself: structs that share no field. */
function castable(from: TypeInfo, to: TypeInfo): boolean {
  if (from.kind !== to.kind) return true;
  const parts = [
    [from.element, to.element],
    [from.key, to.key],
  ] as const;
  if (!parts.every(([a, b]) => !a || !b || castable(a, b))) return false;
  if (from.kind !== "struct") return true;
  const shared = (from.fields ?? []).flatMap((a) =>
    (to.fields ?? []).filter((b) => sameName(a.name, b.name)).map((b) => [a.type, b.type] as const),
  );
  return shared.length > 0 && shared.every(([a, b]) => castable(a, b));
}
