import type { FileFormat } from "../warehouse/dialect.js";

/** How a model is built and kept. */
export type ModelKind =
  QueryKind | ({ readonly type: "seed" } & SeedOptions) | ({ readonly type: "rows" } & RowsOptions);

/** Kinds of models that have a query, as headers and definitions write them. */
export type QueryKind<TColumn extends string = string> =
  | { readonly type: "view" }
  | { readonly type: "table" }
  | { readonly type: "ephemeral" }
  | ({ readonly type: "incremental_by_time" } & IncrementalByTimeOptions<TColumn>)
  | ({ readonly type: "incremental_by_key" } & IncrementalByKeyOptions<TColumn>)
  | ({ readonly type: "append" } & AppendOptions<TColumn>)
  | ({ readonly type: "snapshot" } & SnapshotOptions<TColumn>);

/** Names of the kinds, as written in headers. */
export type ModelKindName = ModelKind["type"];

/** Characters that stand between thousands; the last ones are spaces that do not break a line. */
export type ThousandsSeparator = "," | "." | "'" | "\u2019" | "_" | " " | "\u00a0" | "\u202f";

/** Encodings of text files. */
export type FileEncoding = "utf-8" | "utf-16" | "latin-1" | "windows-1252";

/** How the files of a seed or source are read. An option that the format of the files does not have is refused. */
export interface FileOptions {
  /** @default from the file's extension */
  readonly format?: FileFormat | undefined;
  /** @default "," for csv, tab for tsv */
  readonly delimiter?: string | undefined;
  /** @default '"' */
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  /** @default true */
  readonly header?: boolean | undefined;
  /** Texts that mean null, beside the empty field. */
  readonly null_values?: readonly string[] | undefined;
  /** A text in quotes is null too where it is one of `null_values` or empty. @default false */
  readonly quoted_nulls?: boolean | undefined;
  /** Character in front of the fraction of a number. @default "." */
  readonly decimal?: "." | "," | undefined;
  /** Character between groups of three digits of a number. @default none */
  readonly thousands?: ThousandsSeparator | undefined;
  /** Encoding of the text. A file in another than UTF-8 is read by a copy that lives as long as the command. @default "utf-8" */
  readonly encoding?: FileEncoding | undefined;
  /** Lines above the header, or above the first row where there is none, that are left out. @default 0 */
  readonly skip?: number | undefined;
  /** Rows of each file, from the first, by which the types of columns without a declared type are guessed. @default all */
  readonly sample?: number | undefined;
  /** Load every column as text. @default false */
  readonly all_text?: boolean | undefined;
  /** How columns declared as dates are written, in the directives of `strptime`: `%d/%m/%Y`. @default ISO 8601 */
  readonly date_format?: string | undefined;
  /** How columns declared as timestamps are written: `%d/%m/%Y %H:%M`. @default ISO 8601 */
  readonly timestamp_format?: string | undefined;
  /** Files of one pattern may have other columns than the first: a column that a file lacks is null in its rows. @default false */
  readonly union_by_name?: boolean | undefined;
}

/** The file of a seed, and how it is read. */
export interface SeedOptions extends FileOptions {
  /** Path relative to the project; `$name` stands for a project variable. */
  readonly file: string;
}

/** A model whose rows come from a TypeScript async generator. */
export interface RowsOptions {
  /** Change it to rebuild when something the source text does not show has changed. @default "1" */
  readonly version?: string | undefined;
}

/** Options for a table of an incremental model or a snapshot whose query gives other columns than the table has. */
export interface SchemaChangeOptions {
  /**
   * `append`: new columns are added, columns no longer given are kept and stay null; `sync`: the table gets exactly the
   * columns of the query; `fail`: any difference is refused with `RUN.SCHEMA_CHANGED`; `rebuild`: built anew from the
   * start, a history too. Types that become wider, so that no value is lost, are taken over under all but `fail`.
   * @default "append"
   */
  readonly on_schema_change?: "append" | "sync" | "fail" | "rebuild" | undefined;
}

/** Options for the rows of an incremental model when it changes. */
export interface EvolvingOptions extends SchemaChangeOptions {
  /** An edit keeps the rows there are and counts from now on, instead of building the table anew. @default false */
  readonly forward_only?: boolean | undefined;
}

/** A table that is filled interval by interval. `$start` and `$end` are the bounds of the one being filled. */
export interface IncrementalByTimeOptions<TColumn extends string = string> extends EvolvingOptions {
  /** Column that says to which interval a row belongs: a date, a timestamp, or an integer of seconds since 1970. */
  readonly time: TColumn;
  /** How time is cut: `hour`, `day`, `week`, `month`, `year`, `15 minutes`. @default "day" */
  readonly grain?: string | undefined;
  /**
   * IANA zone whose days, weeks, months or years the grains are. A `time` of dates then holds dates of that zone.
   * @default "UTC"
   */
  readonly time_zone?: string | undefined;
  /** First date (of `time_zone`) or timestamp (UTC) that has data. */
  readonly start: string;
  /** First date (of `time_zone`) or timestamp (UTC) that has no data any more. @default open */
  readonly end?: string | undefined;
  /** Grains before each computed one that are computed again. @default 0 */
  readonly lookback?: number | undefined;
  /** Most grains computed by one query. @default all of a range at once */
  readonly batch_size?: number | undefined;
  /** How many batches may run at once. @default 1 */
  readonly batch_concurrency?: number | undefined;
  /** Also compute the grain that is not over yet. @default false */
  readonly allow_partials?: boolean | undefined;
  /**
   * Rows of inputs that were added, changed or removed in time that is computed: `warn` reports them with the command
   * that restates it, `recompute` computes those grains again.
   * @default "warn"
   */
  readonly on_late_input?: "warn" | "recompute" | undefined;
}

/** A table of one row a key, into which changed rows are merged. `$since` is the greatest `updated_at` it holds. */
export interface IncrementalByKeyOptions<TColumn extends string = string> extends EvolvingOptions {
  /** Column or columns that tell rows apart; nulls are equal to nulls. */
  readonly key: TColumn | readonly TColumn[];
  /** Column that tells when a row changed; without it every row of the query is merged. */
  readonly updated_at?: TColumn | undefined;
  /** Of several rows of one key the first in this order wins, such as `updated_at desc`; without it they are an error. */
  readonly order?: string | undefined;
  /**
   * `ignore`: rows are never removed; `missing`: rows whose key the query no longer gives are (the query then gives all
   * rows, `$since` cannot be used); `{ column }`: rows for which this boolean column is true are.
   * @default "ignore"
   */
  readonly deletes?: "ignore" | "missing" | { readonly column: TColumn } | undefined;
}

/** A table to which rows are only ever added. `$since` is the greatest value of `time` it holds. */
export interface AppendOptions<TColumn extends string = string> extends SchemaChangeOptions {
  /** Column by which rows are known to be new; without it all rows of the query are added whenever its inputs changed. */
  readonly time?: TColumn | undefined;
}

/** The history of a table, one row for each version of a key (slowly changing dimension of type 2). */
export interface SnapshotOptions<TColumn extends string = string> extends SchemaChangeOptions {
  /** Column or columns that tell rows apart. */
  readonly key: TColumn | readonly TColumn[];
  /**
   * `timestamp`: a row with a later `updated_at` is a new version; `check`: a row with another value in one of `columns`
   * is.
   * @default "timestamp" where `updated_at` is given, else "check"
   */
  readonly strategy?: "timestamp" | "check" | undefined;
  readonly updated_at?: TColumn | undefined;
  /** Columns compared by `check`. @default "all" */
  readonly columns?: "all" | readonly TColumn[] | undefined;
  /**
   * What a key that is gone means: `ignore`: nothing; `invalidate`: its current row ends; `new_record`: its current row
   * ends and a row with `is_deleted` follows.
   * @default "ignore"
   */
  readonly hard_deletes?: "ignore" | "invalidate" | "new_record" | undefined;
  /**
   * From when a version holds: `updated_at`, `now`, or a column of the query (business-effective time; back-dated versions
   * are put in their place).
   * @default "updated_at" for the strategy timestamp, else "now"
   */
  readonly valid_from?: "updated_at" | "now" | { readonly column: TColumn } | undefined;
  /** `valid_to` of the current row, a timestamp; null when not given. */
  readonly current?: string | undefined;
}
