import type { SluiceError } from "../base/errors/sluice-error.js";
import type { TreeResult } from "@sluice/sql/tree";
import type { Dialect, FileRead, RelationRef } from "./dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { ParseResult } from "./parsing.js";
import type { Row, SqlValue } from "./values.js";

/** Options every call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The statements read few rows: dividing them among threads would cost more than it saves. A hint for the engine, with
   * no effect on results. @default false
   */
  readonly fewRows?: boolean | undefined;
}

/** What an engine can do: frozen data. Core asks this, never the engine's name. */
export interface AdapterCapabilities {
  /** `full`: DDL and DML of a transaction commit or roll back together. */
  readonly transactions: "full" | "dml" | "none";
  /** Tells names and types of a query's columns without running it. */
  readonly dryRun: boolean;
  /** Reads csv, json and parquet files in a query. */
  readonly readsFiles: boolean;
  /** A private, empty, in-memory warehouse for binding and unit tests. */
  readonly scratch: boolean;
  /** How many statements may run at once on one open warehouse. */
  readonly concurrency: number;
  /** Longest identifier in characters. */
  readonly maxIdentifier: number;
  /** The warehouse is a file: the engine has `files`, and copies of it can be made and put back. @default false */
  readonly backup?: boolean | undefined;
}

/** What a statement did. */
export interface ExecuteResult {
  /** Rows written, where the engine says. */
  readonly rows?: number | undefined;
}

/** Options of a statement whose result is its effect. */
export interface ExecuteOptions extends CallOptions {
  /**
   * In a transaction: may be sent together with a later statement or the commit, which then rejects if it fails. Nothing
   * is told of its result. @default false
   */
  readonly deferred?: boolean | undefined;
}

/** Something that runs SQL: a warehouse (a connection of its pool a call), or one open transaction. */
export interface SqlRunner {
  /** Streams rows; memory does not grow with the result. Breaking the loop cancels the query. */
  query<T extends Row = Row>(sql: string, options?: CallOptions): AsyncIterable<T>;
  /** Runs one or several statements separated by semicolons; the result is that of the last. */
  execute(sql: string, options?: ExecuteOptions): Promise<ExecuteResult>;
  /** Appends rows, values in column order, with backpressure: the source is pulled as fast as the engine takes. */
  load(
    target: RelationRef,
    rows: AsyncIterable<readonly SqlValue[]> | Iterable<readonly SqlValue[]>,
    options?: CallOptions,
  ): Promise<{ readonly rows: number }>;
}

/** What binding a query tells. */
export interface DryRunResult {
  /** Names as the query gives them, where the engine would store two columns of one name under other names. */
  readonly givenNames?: readonly string[] | undefined;
  readonly columns: readonly ColumnInfo[];
  /** True where rows of its inputs decide which columns there are. @default false */
  readonly columnsFromRows?: boolean | undefined;
}

/** A relation that exists. */
export interface RelationInfo extends RelationRef {
  readonly type: "table" | "view";
  readonly columns: readonly ColumnInfo[];
  /** The statement or query that made a view, as the engine prints it; only of listings that ask for it. */
  readonly definition?: string | undefined;
}

/** What a listing tells. */
export interface ListOptions extends CallOptions {
  /** False leaves `columns` empty, which is several times faster on a large catalogue. @default true */
  readonly columns?: boolean | undefined;
  /** Tells how views are defined, where the engine knows. @default false */
  readonly definitions?: boolean | undefined;
}

/** What a copy for readers holds. */
export interface PublishedCopy {
  readonly relations: number;
  readonly rows: number;
}

/** An open warehouse: all I/O of an engine. Errors are `SluiceError`s of `normalizeError`. */
export interface WarehouseAdapter extends SqlRunner {
  readonly dialect: Dialect;
  readonly capabilities: AdapterCapabilities;
  /** Parses queries without binding; one result a text, in order. Never throws for a user's text. */
  parse(texts: readonly string[], options?: CallOptions): Promise<readonly ParseResult[]>;
  /**
   * The syntax trees of queries, by the engine's own parser: one result a text, in order. Never throws for a user's text.
   * An engine whose parser gives no tree leaves this out: lineage then reads a parser of many dialects, and a query
   * counts as another one wherever its text differs.
   */
  syntaxTrees?(texts: readonly string[], options?: CallOptions): Promise<readonly TreeResult[]>;
  /**
   * The reading with `plain` on those columns of which every text in the files has a form that the engine's own, faster
   * reader takes unchanged. Where a text is out of that reader's range the query fails with `SOURCE.*`, and the reading as
   * given decides. An engine without such a reader leaves this out.
   */
  plainColumns?(read: FileRead, options?: CallOptions): Promise<FileRead>;
  /** Commits what `body` did, or nothing of it when it throws or the signal aborts. */
  transaction<T>(body: (tx: SqlRunner) => Promise<T>, options?: CallOptions): Promise<T>;
  /** Binds a query without running it. Raises `SQL.BIND` or `SQL.SYNTAX` with line and column in the given text. */
  dryRun(sql: string, options?: CallOptions): Promise<DryRunResult>;
  describe(ref: RelationRef, options?: CallOptions): Promise<RelationInfo | undefined>;
  /** Every table and view of these schemas (all schemas when none is given), in one call. */
  list(schemas?: readonly string[], options?: ListOptions): Promise<readonly RelationInfo[]>;
  ensureNamespace(schema: string, options?: CallOptions): Promise<void>;
  /** Drops a table or view; no error when it does not exist. */
  drop(ref: RelationRef, options?: CallOptions): Promise<void>;
  /**
   * Puts a database of the same engine in the place of `file` that holds these relations as tables, all as of one
   * moment. Whoever has the old file open keeps it; after a failure or a kill the old file is there as it was. Engines
   * whose targets have a `publish` have it.
   */
  publishCopy?(
    file: string,
    relations: readonly RelationRef[],
    options?: CallOptions,
  ): Promise<PublishedCopy>;
  /** Room that the warehouse takes; undefined where it has no file. */
  space?(options?: CallOptions): Promise<WarehouseSpace | undefined>;
  /** An engine error as a coded one, with line and column (in `sql`, when given) and `retryable` set. */
  normalizeError(error: unknown, sql?: string): SluiceError;
  /** Idempotent; waits for running statements to be cancelled. */
  close(options?: CloseOptions): Promise<void>;
}

/** How a warehouse is closed. */
export interface CloseOptions {
  /**
   * False leaves small writes where the engine keeps them until it tidies up, such as a log beside the file: nothing is
   * lost, and closing does not cost more the more relations there are. @default true
   */
  readonly compact?: boolean | undefined;
}

/** How a warehouse is opened. */
export interface OpenOptions extends CallOptions {
  /** Absolute path of the project: relative paths of the target are resolved against it. */
  readonly projectDir: string;
  /** Absolute path of a folder for what only makes things faster; it may be emptied at any time. */
  readonly cacheDir?: string | undefined;
  /**
   * Schemas of the project, which the warehouse has or will get: nothing else may take these names. A promise while the
   * project's models are being read.
   */
  readonly schemas?: readonly string[] | Promise<readonly string[]> | undefined;
  /** @default false */
  readonly readOnly?: boolean | undefined;
  /** With `readOnly`: a warehouse that does not exist is opened as an empty one, and is not made. @default false */
  readonly emptyIfMissing?: boolean | undefined;
  /** How long to wait for another process to let go, in milliseconds. @default 0 */
  readonly lockTimeoutMs?: number | undefined;
  /** Called once when the wait starts, with who holds the warehouse. */
  readonly onLockWait?: ((holder: string) => void) | undefined;
  /** The command line, told to whoever meets our lock. */
  readonly command?: string | undefined;
}

/** How a backup is made. */
export interface BackupOptions extends OpenOptions {
  /** Leaves the space out that the warehouse has and does not use. @default false: byte for byte */
  readonly compact?: boolean | undefined;
  /** Called with the warehouse, open for reading, once the copy is complete; nobody writes meanwhile. */
  readonly verify: (source: WarehouseAdapter) => Promise<void>;
}

/** How a warehouse is compacted. */
export interface CompactOptions extends OpenOptions {
  /** Called with the warehouse, open for reading, and the path of its copy; nothing is replaced when it throws. */
  readonly verify: (source: WarehouseAdapter, copy: string) => Promise<void>;
}

/** Room that a warehouse takes where it lies. */
export interface WarehouseSpace {
  readonly bytes: number;
  /** Of them, what holds nothing any more. */
  readonly unused: number;
}

/** How a backup is put back. */
export interface RestoreOptions extends OpenOptions {
  /** Called with the path of a copy of the backup before anything is replaced; nothing is when it throws. */
  readonly accept: (copy: string) => Promise<void>;
}

/** What engines can do whose warehouse is a file. */
export interface WarehouseFiles {
  /** How names of such files end: `.duckdb`. */
  readonly extension: string;
  /** Opens a file of this engine for reading, wherever it lies. Raises `ADAPTER.CORRUPT` for what is none. */
  open(file: string, options: OpenOptions): Promise<WarehouseAdapter>;
  /** Copies the whole warehouse to `file`, which does not exist. Excludes writers meanwhile, not readers. */
  backup(file: string, options: BackupOptions): Promise<void>;
  /**
   * Puts a copy without unused space in the place of the warehouse, in one step. Excludes writers meanwhile, not readers,
   * who keep the file that they have open.
   */
  compact?(options: CompactOptions): Promise<void>;
  /**
   * Puts a copy of `file` in the place of the warehouse, in one step. Holds the warehouse against everybody else. What
   * was there, even if it cannot be opened, is kept beside it; returns its path.
   */
  restore(file: string, options: RestoreOptions): Promise<{ readonly kept?: string | undefined }>;
}

/** A target's engine before it is opened: pure description, made by `duckdb({...})` in a configuration. */
export interface TargetEngine {
  readonly dialect: Dialect;
  readonly capabilities: AdapterCapabilities;
  /** Name and version, part of cache keys and shown by `doctor`: `duckdb 1.5.6`. */
  readonly engine: string;
  /** Where the data is, for people: a path, or project and dataset. Holds no secret. */
  readonly location: string;
  /**
   * Configured settings of the engine that may change which values a query gives (time zone, order of nulls, division),
   * by name. They are part of every model's version.
   */
  readonly contentSettings?: Readonly<Record<string, string>> | undefined;
  /** Schemas in which no model can stand, in lower case: the engine would take their names for those of its databases. */
  readonly reservedSchemas?: readonly string[] | undefined;
  /** A copy of what readers see, as a file: its path, relative to the project, `{env}` for the environment's name. */
  readonly publish?: { readonly copy: string } | undefined;
  /** Only where `capabilities.backup` is true. */
  readonly files?: WarehouseFiles | undefined;
  open(options: OpenOptions): Promise<WarehouseAdapter>;
  /** An empty, private warehouse of the same engine, in memory. Rejects `CAPABILITY.UNSUPPORTED` where there is none. */
  openScratch(options: OpenOptions): Promise<WarehouseAdapter>;
}
