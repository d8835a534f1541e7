import type { Diagnostic } from "../errors/sluice-error.js";

/** Half-open range of UTF-16 code units in the parsed text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

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

/** A `$name` in a query. */
export interface ParameterReference extends Span {
  readonly name: string;
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
