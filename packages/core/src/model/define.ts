import type { z } from "zod";
import type { Row } from "../warehouse/values.js";
import type { CronDefinition } from "../time/cron/cron-spec.js";
import type { TypedCheckSpec } from "./check/check.js";
import type { FileOptions, QueryKind, SeedOptions } from "./kind.js";
import type { RowsContext } from "./model.js";
import type { SqlFragment, SqlParameter, SqlRef } from "./sql.js";

/** Names of the declared columns; any text when none are declared. */
type ColumnName<TShape> = string extends keyof TShape ? string : Extract<keyof TShape, string>;

/** Something a query can read: a defined model, seed or source, or a full name. */
export type RefTarget = string | { readonly name?: string | undefined; readonly $define: string };

/** A check of one column: its name, `{ between: [0, 1] }` as a YAML header writes it, or a helper of `@sluice/dq`. */
export type ColumnCheck = string | Readonly<Record<string, unknown>> | TypedCheckSpec<string>;

/** Options of one column, the same as in a YAML header. */
export interface ColumnOptions {
  /** The engine's type, such as `decimal(18,2)`: the column must have it. */
  readonly type?: string;
  /** False declares the column free of nulls, which is checked. @default true */
  readonly nullable?: boolean;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** Personal data: masked in samples and documentation. @default false */
  readonly pii?: boolean;
  /** Seeds and sources only: how dates are written in the files, in directives of `strptime`: `%d/%m/%Y`. @default ISO */
  readonly date_format?: string;
  /** Seeds and sources only: how timestamps are written in the files. @default ISO */
  readonly timestamp_format?: string;
  readonly checks?: readonly ColumnCheck[];
}

/** Options of some columns by name. The relation must have these columns and may have others. */
export type ColumnsByName = Readonly<Record<string, ColumnOptions>>;

/** Names the parts of a definition that all kinds of relations share. */
export interface CommonDefinition<TShape extends z.core.$ZodLooseShape> {
  /** `schema.name`. @default from the file's path under models/ */
  readonly name?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly tags?: readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  /**
   * A zod object is the contract: exactly these columns. A non-nullable column implies a not_null check, `z.enum`
   * accepted values; descriptions become documentation; `.meta({ pii: true, type: "decimal(18,2)" })` says more.
   * Options by name describe, tag and check some columns and allow others.
   */
  readonly columns?: z.ZodObject<TShape> | ColumnsByName;
  readonly checks?: readonly TypedCheckSpec<ColumnName<TShape>>[];
}

/** What the `sql` function of a model is given beside its refs. */
export interface SqlContext {
  /** The run's `$now`, a timestamp. */
  readonly now: SqlParameter;
  /** The run's `$run_id`, text. */
  readonly run_id: SqlParameter;
  /** First instant of the interval being computed, of the type of the time column: `incremental_by_time` only. */
  readonly start: SqlParameter;
  /** First instant after the interval being computed: `incremental_by_time` only. */
  readonly end: SqlParameter;
  /** Greatest `updated_at` or `time` the table holds, before all others at first: `incremental_by_key`, `append`. */
  readonly since: SqlParameter;
}

/** A model written in TypeScript. */
export interface ModelDefinition<
  TShape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape,
  TRefs extends Readonly<Record<string, RefTarget>> = Readonly<Record<string, RefTarget>>,
> extends CommonDefinition<TShape> {
  /** @default the folder's kind, else "view" */
  readonly kind?: "view" | "table" | "ephemeral" | QueryKind<NoInfer<ColumnName<TShape>>>;
  readonly cron?: CronDefinition;
  /** How often it is tried again after an error that may pass. @default what the run says */
  readonly retries?: number;
  /** How long building it may take: `30s`, `5m`, `2h`. @default what the run says */
  readonly timeout?: string;
  /** How long after a tick of its cron it must have succeeded. @default none */
  readonly sla?: string;
  /** What the query reads, by the names used in `sql`. */
  readonly refs?: TRefs;
  readonly sql: (refs: { readonly [K in keyof TRefs]: SqlRef }, context: SqlContext) => SqlFragment;
}

/** A model whose rows come from a generator. */
export interface RowsDefinition<
  TShape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape,
> extends CommonDefinition<TShape> {
  readonly columns: z.ZodObject<TShape>;
  readonly cron?: CronDefinition;
  /** How often it is tried again after an error that may pass. @default what the run says */
  readonly retries?: number;
  /** How long building it may take: `30s`, `5m`, `2h`. @default what the run says */
  readonly timeout?: string;
  /** How long after a tick of its cron it must have succeeded. @default none */
  readonly sla?: string;
  /** Change it to rebuild when something the file does not show has changed. @default "1" */
  readonly version?: string;
  readonly rows: (
    context: RowsContext,
  ) => AsyncIterable<z.output<z.ZodObject<TShape>>> | Iterable<z.output<z.ZodObject<TShape>>>;
}

/** A seed: a file of the project loaded as a table. */
export interface SeedDefinition<TShape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape>
  extends CommonDefinition<TShape>, SeedOptions {}

/** A relation Sluice reads but does not build: a table of the warehouse or files. */
export interface SourceDefinition<TShape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape>
  extends CommonDefinition<TShape>, FileOptions {
  readonly name: string;
  /** A table: `schema.name` or `catalog.schema.name` (an attached database). @default the source's own name */
  readonly table?: string;
  /** Files: path or glob relative to the project; `$name` stands for a variable. */
  readonly file?: string;
}

/** A definition with the mark that tells the loader what it is. */
export type Defined<TDefinition, TMark extends string> = TDefinition & { readonly $define: TMark };

/** Any definition a project file may export. */
export type AnyDefinition =
  | Defined<ModelDefinition, "model">
  | Defined<
      Omit<RowsDefinition, "rows"> & { rows: (context: RowsContext) => AsyncIterable<Row> },
      "rows"
    >
  | Defined<SeedDefinition, "seed">
  | Defined<SourceDefinition, "source">;

/**
 * Defines a model in TypeScript. Returns plain data; the loader finds it by the file's exports.
 * @example
 * export default defineModel({
 *   kind: "table",
 *   columns: z.object({ user_id: z.int(), orders: z.int() }),
 *   refs: { orders: "staging.stg_orders" },
 *   sql: ({ orders }) => sql`select user_id, count(*) as orders from ${orders} group by all`,
 * });
 */
export function defineModel<
  const TRefs extends Readonly<Record<string, RefTarget>>,
  TShape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape,
>(definition: ModelDefinition<TShape, TRefs>): Defined<ModelDefinition<TShape, TRefs>, "model"> {
  return { ...definition, $define: "model" };
}

/** Defines a model whose rows a generator yields; they are streamed into the warehouse with backpressure. */
export function defineRows<TShape extends z.core.$ZodLooseShape>(
  definition: RowsDefinition<TShape>,
): Defined<RowsDefinition<TShape>, "rows"> {
  return { ...definition, $define: "rows" };
}

/** Defines a seed in TypeScript; a `.seed.yaml` file does the same. */
export function defineSeed<TShape extends z.core.$ZodLooseShape>(
  definition: SeedDefinition<TShape>,
): Defined<SeedDefinition<TShape>, "seed"> {
  return { ...definition, $define: "seed" };
}

/** Declares a relation Sluice reads but does not build; a `.source.yaml` file does the same. */
export function defineSource<TShape extends z.core.$ZodLooseShape>(
  definition: SourceDefinition<TShape>,
): Defined<SourceDefinition<TShape>, "source"> {
  return { ...definition, $define: "source" };
}
