import type { ColumnInfo, SqlLanguage } from "@sluice/sql/text";
import type { DmlDialect } from "./dml.js";
import type { RelationRef } from "./relation-ref.js";
import type { SqlValue } from "./values.js";

export type { RelationRef } from "./relation-ref.js";

/** File formats that seeds and file sources may have. */
export type FileFormat = "csv" | "tsv" | "json" | "ndjson" | "parquet";

/** A column of a file with a declared type. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
  /** How the dates in it are written, in the directives of `strptime`: `%d/%m/%Y`. @default ISO 8601 */
  readonly dateFormat?: string | undefined;
  /** How the timestamps in it are written, with or without zone. @default ISO 8601 */
  readonly timestampFormat?: string | undefined;
  /** The engine's own reader gives every value of the column exactly: see `WarehouseAdapter.plainColumns`. @default false */
  readonly plain?: boolean | undefined;
}

/** A file (or glob) to be read as a relation. */
export interface FileRead {
  readonly format: FileFormat;
  /** Absolute path, a glob, or several. */
  readonly paths: readonly string[];
  /** Declared columns: read as {@link Dialect.castExact} reads them; a value that is none of the type fails the query. */
  readonly columns?: readonly FileColumn[] | undefined;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly header?: boolean | undefined;
  /** Texts that mean null, beside the empty field. */
  readonly nullValues?: readonly string[] | undefined;
  /** Texts in quotes are null too where they are null texts. @default false */
  readonly quotedNulls?: boolean | undefined;
  /** Character in front of the fraction of numbers that have a type of their own: see {@link numberForm}. @default "." */
  readonly decimal?: string | undefined;
  /** Character between groups of three digits of such numbers. @default none */
  readonly thousands?: string | undefined;
  /** Encoding of the files. Engines are given copies in UTF-8, without this option. @default "utf-8" */
  readonly encoding?: string | undefined;
  /** Lines at the beginning of each file that are left out. @default 0 */
  readonly skip?: number | undefined;
  /** Rows from which the engine guesses types. @default all */
  readonly sample?: number | undefined;
  /** First character behind the byte order mark of a JSON file that has one: readers of JSON are told what follows it. */
  readonly afterByteOrderMark?: string | undefined;
  /** The JSON files are arrays of objects; else the engine finds out what they are. @default false */
  readonly isArray?: boolean | undefined;
  /** Read every column without a declared type as text. @default false */
  readonly allText?: boolean | undefined;
  /** Core refuses no files for columns that others lack. Readers of several files go by names in any case. @default false */
  readonly unionByName?: boolean | undefined;
}

/** Logical kinds of types, for contracts written in TypeScript and for typed rows. */
export type TypeKind =
  | "boolean"
  | "integer"
  | "bigint"
  | "decimal"
  | "float"
  | "text"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "interval"
  | "blob"
  | "uuid"
  | "json"
  | "enum"
  | "list"
  | "struct"
  | "map"
  | "other";

/** An engine type taken apart. */
export interface TypeInfo {
  readonly kind: TypeKind;
  /** Element type of a list, or value type of a map. */
  readonly element?: TypeInfo | undefined;
  /** Key type of a map. */
  readonly key?: TypeInfo | undefined;
  /** Fields of a struct, in order. */
  readonly fields?: readonly { readonly name: string; readonly type: TypeInfo }[] | undefined;
}

/** Why an engine would refuse a type, or a format, as written. */
export interface TypeProblem {
  /** Offset in the text. */
  readonly at: number;
  /** A clause without a period, such as "there is no type `decmal`". */
  readonly message: string;
  readonly hints: readonly string[];
}

/** How an engine hashes rows: see {@link Dialect.rowsHash}. */
export interface RowsHash {
  /** Aggregate: the sum of a 64-bit hash of each row, as text of a decimal integer; sums of parts add up to that of all. */
  readonly hash: string;
  /** Text that differs between versions of the engine which may hash equal rows differently. */
  readonly version: string;
}

/** The SQL text of one engine: pure, synchronous, golden-tested. Nothing here does I/O. */
export interface Dialect extends SqlLanguage, DmlDialect {
  quoteIdentifier(name: string): string;
  /** A literal that reads back as exactly this value; `type` adds a cast. Never concatenates text unquoted. */
  literal(value: SqlValue, type?: string): string;
  relation(ref: RelationRef): string;
  cast(expression: string, type: string): string;
  /** As {@link cast}, but null for a value that cannot be cast. */
  tryCast(expression: string, type: string): string;
  /**
   * The value of `type` that a text is, and null for a text that is none: nothing is rounded, cut or dropped. Numbers are
   * equal to the number that is written, timestamps are the instant that is written (an offset is converted to UTC),
   * elements and fields follow the same rule. `text` is a column or literal, since it is repeated.
   */
  castExact(text: string, type: string): string;
  /** The text that {@link castExact} reads as this value; lists, structs and maps as the engine writes them. */
  exactText(value: SqlValue): string;
  createSchema(name: string): string;
  dropSchema(name: string): string;
  /** Fails on a schema that holds anything. */
  dropEmptySchema(name: string): string;
  /** Fails when the relation exists. */
  createTable(target: RelationRef, columns: readonly ColumnInfo[]): string;
  /** Fails when the relation exists. */
  createTableAs(target: RelationRef, select: string): string;
  /**
   * A table for a step of a transaction: seen by it alone, never written to the warehouse's storage. Undefined where the
   * engine has none; a table of the warehouse takes its place then.
   */
  temporaryTable(name: string): RelationRef | undefined;
  /** Replaces a view of that name; fails on a table. */
  createView(target: RelationRef, select: string): string;
  dropRelation(target: RelationRef, type: "table" | "view"): string;
  /** A table expression that reads files, to stand after `from`. */
  readFiles(read: FileRead): string;
  /**
   * A query of the values for which reading the only path of `read` fails: `record` (from 1, in the order of the file),
   * `name` of the column, its `type`, and the `value` as text.
   */
  refusedValues(read: FileRead): string;
  /** A query of the keys that objects in JSON files have, each once: `name`. */
  objectKeys(read: FileRead): string;
  /** Aggregate: how many rows make `predicate` true (null counts as not true). */
  countIf(predicate: string): string;
  /** Predicate: the text matches the regular expression somewhere. */
  regexMatches(expression: string, pattern: string): string;
  /** Predicate on a float: neither NaN nor infinite. */
  isFinite(expression: string): string;
  /** Predicate: NaN. */
  isNaN(expression: string): string;
  /** The engine's type for a simple kind: `bigint` gives `BIGINT`. Undefined for kinds that need more (list, struct, map, enum). */
  typeFor(kind: TypeKind): string | undefined;
  /** Takes an engine type apart; unknown text gives kind `other`. */
  parseType(type: string): TypeInfo;
  /** True when two type texts name the same type (`int8` and `BIGINT`). */
  sameType(a: string, b: string): boolean;
  /** Problem of a type that a user wrote; undefined for a type that a column can have. */
  typeProblem(type: string): TypeProblem | undefined;
  /** Problem of a format of dates or timestamps; undefined for one that {@link Dialect.readFiles} can read by. */
  timeFormatProblem(format: string): TypeProblem | undefined;
  /** True when every value of `from` is one of `to` as well, so that a cast loses nothing. False where it is not known. */
  widens(from: string, to: string): boolean;
  /**
   * A type that values of both types are cast to without a loss, but for numbers beyond what it holds exactly: the wider
   * one, a decimal with the digits, a struct with the fields, an enum with the values of both. Undefined where there is
   * none.
   */
  commonType(a: string, b: string): string | undefined;
  /**
   * An expression that no data in a column of dates, timestamps or integers is below. Finite, with room for arithmetic;
   * its type may be a wider one.
   */
  lowest(type: string): string;
  /** Seconds since 1970, as an integer rounded down, of a date, a timestamp (UTC where it has no zone) or an integer of seconds. */
  epochSeconds(expression: string, type: string): string;
  /**
   * Hash of the rows of a group over columns of any type, whatever their order. An engine without one leaves this out:
   * rows that come late into computed time are then not found.
   */
  rowsHash?(columns: readonly string[]): RowsHash;
}
