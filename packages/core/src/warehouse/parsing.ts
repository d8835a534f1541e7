import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { Span } from "@sluice/sql/text";

/** A table name as written in a query, unquoted parts; CTE references are not among them. */
export interface TableReference extends Span {
  readonly catalog?: string | undefined;
  readonly schema?: string | undefined;
  readonly name: string;
  /** True where the reference has no alias of its own: replacing the name must then add one. */
  readonly needsAlias: boolean;
  /** That alias where another relation of the same FROM clause has the bare name too. @default the name */
  readonly alias?: string | undefined;
}

/**
 * Role of a value in a query. `column`: it is a column of the result as it stands, such as a load time; `rows`: it decides
 * which rows there are, in a filter, a join, a limit or a function that gives rows; `value`: anything else.
 */
export type ValueUse = "column" | "value" | "rows";

/** A `$name` in a query. */
export interface ParameterReference extends Span {
  readonly name: string;
  /** Strongest role of the name's occurrences: `rows` before `value` before `column`. @default "value" */
  readonly use?: ValueUse | undefined;
}

/** A call whose value does not follow from its arguments and from what the query reads. */
export interface UnstableCall extends Span {
  /** In lower case, without parentheses: `now`, `current_date`; `sample` for a sample without a seed. */
  readonly name: string;
  /** `clock`: the value follows from the time; `random`: from chance, or from the session. */
  readonly reason: "clock" | "random";
  readonly use: ValueUse;
  /** A word without parentheses, which means a column where what the query reads has one of that name. @default false */
  readonly mayBeColumn?: boolean | undefined;
}

/** One parsed query. Plain data: it is cached on disk. */
export interface ParsedQuery {
  /** References to relations, in text order, CTEs resolved away by scope. */
  readonly tables: readonly TableReference[];
  /** Names of the CTEs at the top level, in order, with the span of each body (inside the parentheses). */
  readonly ctes: readonly ({ readonly name: string } & Span)[];
  readonly parameters: readonly ParameterReference[];
  /**
   * True where the query also reads what no name of it tells: files or other databases, through a table function.
   * @default false
   */
  readonly readsOutside?: boolean | undefined;
  /** Calls whose value differs from run to run, in text order. @default none */
  readonly unstable?: readonly UnstableCall[] | undefined;
  /**
   * Changes that the text needs once its relation names are replaced by others with an alias: in `staging.orders.id` the
   * schema is cut out, where `staging.orders` has no alias of its own; `table orders` becomes `from orders`.
   */
  readonly rewrites: readonly (Span & { readonly text: string })[];
}

/** A query, or why it is none: `SQL.SYNTAX` or `SQL.NOT_A_QUERY` with line and column in the text. */
export type ParseResult =
  | { readonly ok: true; readonly query: ParsedQuery }
  | { readonly ok: false; readonly diagnostic: Diagnostic };
