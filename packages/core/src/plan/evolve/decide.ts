import type { Dialect, TypeInfo } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed, sameName } from "@sluice/sql/text";
import type { EvolvingOptions } from "../../model/kind.js";
import { lossText } from "./cast-guard.js";
import {
  compareColumns,
  describeDifferences,
  type ColumnDifferences,
  type RetypedColumn,
} from "./compare-columns.js";
import { losesValues, mergedType, type CountLost } from "./merged-type.js";
import { hasOtherSpellings } from "./spellings.js";

/** Outcome for a table that goes on, or begins anew. */
export type Decided =
  /** The table stays as it is; `kept` are columns the query no longer gives, null in rows to come. */
  | { readonly kind: "same"; readonly retained: readonly string[] }
  | TableEvolution
  /** The table is built anew from the start. */
  | { readonly kind: "rebuild"; readonly differences: readonly string[] };

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
  readonly retained: readonly string[];
  /** Columns whose values are cast; `castGuard` proves that none changes. */
  readonly casts: readonly RetypedColumn[];
  /** Losses in words for people: a dropped column, a narrower type. */
  readonly destructive: readonly string[];
}

/** Columns of a table and of its query, and the model's rules for a difference. */
export interface EvolutionInput {
  /** Columns of the table. */
  readonly before: readonly ColumnInfo[];
  /** Columns of the query. */
  readonly after: readonly ColumnInfo[];
  readonly policy: NonNullable<EvolvingOptions["on_schema_change"]>;
  readonly dialect: Dialect;
  /** Columns the kind goes by (`key`, `time`, `updated_at`): rows without a value in them cannot be kept up to date. */
  readonly essential?: readonly string[] | undefined;
  /** Columns that the model names elsewhere too, in a contract say: another name in the query is no way out for them. */
  readonly named?: readonly string[] | undefined;
  /** Rows of the query are compared with those of the table, so that equal values must read the same. @default false */
  readonly comparesRows?: boolean | undefined;
  /** An edit of the query keeps the rows there are. @default false: it builds the table anew */
  readonly keepsRows?: boolean | undefined;
  /** Values of the table that casts would change. @default unknown: a guard finds them when the table is written */
  readonly countLost?: CountLost | undefined;
  /** True for a column of the table without a value, which takes any type. @default none is known to be */
  readonly isEmpty?: ((column: string) => boolean) | undefined;
  /** True for a column whose type in the query was guessed from no value: the table's type stands. @default none is known to be */
  readonly isGuess?: ((column: string) => boolean) | undefined;
}

/** A decision before a refusal is worded. */
export type Decision =
  | Decided
  | {
      readonly kind: "refused";
      readonly differences: readonly string[];
      /** Columns whose types do not go together. */
      readonly retyped: readonly RetypedColumn[];
      readonly why?: string | undefined;
    };

/** Decides by the policy alone what becomes of a table. */
export function decide(input: EvolutionInput): Decision {
  const { before, after, policy, dialect } = input;
  const all = withoutGuesses(compareColumns(before, after, dialect), input);
  const differences = describeDifferences(all);
  if (differences.length === 0) return { kind: "same", retained: [] };
  const { added, missing, retyped } = all;
  const isFree = ({ name }: RetypedColumn) => input.isEmpty?.(name) === true;
  // A column that never had a value got its type by a guess.
  if (added.length + missing.length === 0 && retyped.every(isFree)) return evolve(input, all, {});
  switch (policy) {
    case "fail":
      return { kind: "refused", differences, retyped: [] };
    case "rebuild":
      return onlyWidened(input, all) ?? { kind: "rebuild", differences };
    case "append":
      return essentialRefusal(input, all) ?? append(input, all);
    case "sync":
      return essentialRefusal(input, all) ?? sync(input, all);
  }
}

function withoutGuesses(all: ColumnDifferences, { isGuess }: EvolutionInput): ColumnDifferences {
  return { ...all, retyped: all.retyped.filter(({ name }) => isGuess?.(name) !== true) };
}

function essentialRefusal(
  { essential = [] }: EvolutionInput,
  { added }: ColumnDifferences,
): Decision | undefined {
  const lacking = essential.flatMap((name) => columnNamed(added, name) ?? []);
  if (lacking.length === 0) return undefined;
  return {
    kind: "refused",
    differences: lacking.map(
      ({ name }) => `\`${name}\`, by which the model is kept up to date, is new`,
    ),
    retyped: [],
    why: "The rows there are would have no value in it.",
  };
}

/** Types that only became wider ask for no rows to be computed again. */
function onlyWidened(input: EvolutionInput, all: ColumnDifferences): Decision | undefined {
  if (all.added.length + all.missing.length > 0) return undefined;
  const { dialect } = input;
  const isWidened = (column: RetypedColumn) => {
    const type = typeOf(column, input);
    return type !== undefined && dialect.sameType(type, column.to);
  };
  return all.retyped.every(isWidened) ? evolve(input, all, {}) : undefined;
}

/** Columns are only added, and get types that hold the values of the table and of the query. */
function append(input: EvolutionInput, all: ColumnDifferences): Decision {
  const { dialect } = input;
  const merged = all.retyped.map((column) => ({ column, type: typeOf(column, input) }));
  const impossible = merged.filter(({ type }) => type === undefined);
  if (impossible.length > 0)
    return incompatible(
      input,
      impossible.map(({ column }) => column),
    );
  const retained = all.missing.map(({ name }) => name);
  const retyped = merged.flatMap(({ column, type }) =>
    type === undefined || dialect.sameType(type, column.from) ? [] : [{ ...column, to: type }],
  );
  if (all.added.length === 0 && retyped.length === 0) return { kind: "same", retained };
  return evolve(input, { ...all, retyped }, { retained });
}

/** The table gets exactly the columns of the query. */
function sync(input: EvolutionInput, all: ColumnDifferences): Decision {
  const { dialect, countLost = unknown } = input;
  const valued = all.retyped.filter(({ name }) => input.isEmpty?.(name) !== true);
  const impossible = valued.filter(
    (column) =>
      !castable(dialect.parseType(column.from), dialect.parseType(column.to)) ||
      losesValues(column, dialect, countLost),
  );
  if (impossible.length > 0) return incompatible(input, impossible);
  const spelled = input.comparesRows === true ? valued.filter(isSpelled(dialect)) : [];
  if (spelled.length > 0) return spelledOtherwise(spelled);
  const dropped = all.missing.map(({ name }) => name);
  const narrowed = valued.filter(({ from, to }) => !dialect.widens(from, to));
  return evolve(input, all, { dropped, narrowed });
}

/** The type with which a column holds its values and those of the query: any, where it has no value. */
function typeOf(
  column: RetypedColumn,
  { dialect, countLost = unknown, isEmpty }: EvolutionInput,
): string | undefined {
  return isEmpty?.(column.name) === true ? column.to : mergedType(column, dialect, countLost);
}

function incompatible(
  { dialect, countLost = unknown }: EvolutionInput,
  retyped: readonly RetypedColumn[],
): Decision {
  const lost = retyped.flatMap((column) => {
    const n = dialect.widens(column.from, column.to) ? 0 : (countLost(column) ?? 0);
    return n === 0 ? [] : [lossText(column, n)];
  });
  return {
    kind: "refused",
    differences: describeDifferences({ added: [], missing: [], retyped }),
    retyped,
    why:
      lost.length === 0
        ? undefined
        : `Casting the rows there are would change ${lost.join(" and ")}.`,
  };
}

const isSpelled =
  (dialect: Dialect) =>
  ({ from, to }: RetypedColumn): boolean =>
    hasOtherSpellings(dialect.parseType(from), dialect.parseType(to));

/** One value has several texts, and the query may give another than the engine writes. */
function spelledOtherwise(retyped: readonly RetypedColumn[]): Decision {
  const names = retyped.map(({ name, from }) => `\`${name}\` (${from})`);
  return {
    kind: "refused",
    differences: describeDifferences({ added: [], missing: [], retyped }),
    retyped,
    why: `One value of ${names.join(" and ")} has several texts, as 20 and 20.0: rows that did not change would count as changed.`,
  };
}

function unknown(): undefined {
  return undefined;
}

/** Columns that a table gives up, or keeps beyond its query. */
interface Given {
  readonly retained?: readonly string[];
  readonly dropped?: readonly string[];
  readonly narrowed?: readonly RetypedColumn[];
}

function evolve(
  { before, dialect }: EvolutionInput,
  { added, retyped }: ColumnDifferences,
  { retained = [], dropped = [], narrowed = [] }: Given,
): TableEvolution {
  const old = before.filter(({ name }) => !dropped.some((other) => sameName(other, name)));
  const castOf = (name: string) => retyped.find((cast) => sameName(cast.name, name));
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
    retained,
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
