import type { Diagnostic, Place } from "../../base/errors/sluice-error.js";
import type { Dialect } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type {
  CallOptions,
  SqlRunner,
  WarehouseAdapter,
} from "../../warehouse/warehouse-adapter.js";
import type { Row, SqlValue } from "../../warehouse/values.js";

/** `error` blocks publication, `warn` does not. */
export type Severity = "error" | "warn";

/**
 * A check as its author wrote it, from TypeScript or a YAML header: which kind, on which column, with which
 * arguments. Core carries it; the check engine (`@sluice/dq`) knows the kinds, validates and runs it.
 */
export interface CheckSpec {
  /** Kind of the check, such as `unique` or `between`. */
  readonly type: string;
  /** Column the check was written under, when it was. */
  readonly column?: string | undefined;
  /** Arguments and common options exactly as given: plain data, part of the metadata fingerprint. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly where?: Place | undefined;
}

/** A check that `TColumn` limits to known columns, as the typed helpers of `@sluice/dq` return it. */
export interface TypedCheckSpec<TColumn extends string> extends CheckSpec {
  /** Type-level only: the columns this check names. */
  readonly $columns?: TColumn;
}

/** A check after validation: what is compiled and run, and what results refer to. */
export interface Check {
  /** Unique among the checks of a model and stable across runs: `unique(order_id)`, or the author's `name`. */
  readonly name: string;
  readonly type: string;
  readonly severity: Severity;
  /** The truth of one row does not depend on the others: rows that were checked need not be checked again. @default false */
  readonly perRow?: boolean | undefined;
  /** Columns whose values part the rows into groups, the truth of each of which does not depend on the others. */
  readonly perGroup?: readonly string[] | undefined;
  /**
   * The outcome follows from the run's time: the check runs at every build, also of a model that is not built. Queries that
   * read `$now` or the clock need not say so. @default false
   */
  readonly readsClock?: boolean | undefined;
  /** Models the check reads beside its own, as written; they are built and known before it runs. */
  readonly reads: readonly string[];
  /** Queries of the author's that the check runs, in plain names; core finds out what they read. */
  readonly queries?: readonly string[] | undefined;
  readonly spec: CheckSpec;
}

/** What a check found. Stored for passing checks too. */
export interface CheckResult {
  readonly model: string;
  readonly check: string;
  readonly type: string;
  /** `error`: the check itself could not be run. `skipped`: its truth follows from the query, see `reason`. */
  readonly status: "passed" | "warned" | "failed" | "error" | "skipped";
  readonly severity: Severity;
  /** The measured value: failing rows for row checks, the aggregate's value otherwise. */
  readonly observed?: number | string | null | undefined;
  /** What `observed` is measured in, where it is no plain number. */
  readonly unit?: "seconds" | undefined;
  /** What was expected, for people: `0 failing rows`, `between 1 and 10`. */
  readonly expected?: string | undefined;
  /** Rows that fail, where the check is about rows. */
  readonly failing?: number | undefined;
  /** Rows looked at. */
  readonly rows?: number | undefined;
  /** Some failing rows, whole, PII columns masked. */
  readonly sample?: readonly Row[] | undefined;
  /** SQL that lists all failing rows in the project's plain names, as `sluice show --sql` takes it. */
  readonly query?: string | undefined;
  readonly reason?: string | undefined;
  readonly label?: string | undefined;
  readonly error?: Diagnostic | undefined;
}

/** What validating one spec gives. */
export type CheckParseResult =
  | { readonly ok: true; readonly check: Check }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** What a check is validated against. */
export interface CheckContext {
  readonly model: string;
  /** Known once the model is bound; undefined before. Column names compare case-insensitively. */
  readonly columns: readonly ColumnInfo[] | undefined;
  readonly dialect: Dialect;
  /** Column that the relation is filled by, where it is filled by time. */
  readonly time?: string | undefined;
}

/** The end of a relation's time: the last grains that are over, or the last milliseconds before `$now`, and all that is later. */
export type LastOfTime = { readonly grains: number } | { readonly ms: number };

/** The time of a relation that is filled by time. */
export interface CheckTime {
  /** The column it is filled by. */
  readonly column: string;
  /** The moment at which such an end begins, as SQL of the column's type. */
  readonly since: (last: LastOfTime) => string;
}

/** What the names in checks stand for. */
export interface CheckNames {
  /** The relation under check as SQL text to stand after `from`. */
  readonly relation: string;
  /** SQL text of the relation that a plain name used by a check stands for. Raises `REF.*` for an unknown one. */
  readonly resolve: (name: string) => string;
  /**
   * Replaces the plain names and $parameters in a user's query by what they stand for; `self` names the relation
   * under check.
   */
  readonly renderQuery: (query: string, options?: CallOptions) => Promise<string>;
}

/** One relation to be checked: its names stand for the relations to be read, a candidate table, a published view. */
export interface CheckRun extends CheckNames {
  readonly model: string;
  /** The same names as people type them, such as `marts.orders`, for queries that are shown. */
  readonly plain: CheckNames;
  readonly columns: readonly ColumnInfo[];
  /** Columns of the relation that a plain name used by a check stands for; undefined where they are not known. */
  readonly columnsOf: (name: string) => readonly ColumnInfo[] | undefined;
  readonly checks: readonly Check[];
  /** Columns whose values must not leave the warehouse unmasked. */
  readonly pii: readonly string[];
  readonly dialect: Dialect;
  /** The run's `$now`, ISO text in UTC. */
  readonly now: string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Where the relation is filled by time. */
  readonly time?: CheckTime | undefined;
}

/** The port through which core runs checks; `createCheckEngine()` of `@sluice/dq` implements it. */
export interface CheckEngine {
  parse(spec: CheckSpec, context: CheckContext): CheckParseResult;
  /** All checks of a relation: one aggregate query plus at most one a set or custom check. Never throws for a failing or broken check. */
  run(run: CheckRun, runner: SqlRunner, options?: CallOptions): Promise<readonly CheckResult[]>;
  /** Binds the queries of all checks of a relation and runs none: a `DQ.CHECK_INVALID` for each check that cannot be bound. */
  bind(
    run: CheckRun,
    binder: Pick<WarehouseAdapter, "dryRun">,
    options?: CallOptions,
  ): Promise<readonly Diagnostic[]>;
}
