import type { Dialect } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row, SqlValue } from "../../warehouse/values.js";
import type { CallOptions, SqlRunner } from "../../warehouse/warehouse-adapter.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { chooseKey, type KeyedModel } from "./choose-key.js";
import { comparedColumn, type ComparedColumn } from "./compared-column.js";
import { keyedMeasure, keyedSample, samplePart, type KeyedComparison } from "./keyed-sql.js";
import { diffColumns, pairColumns } from "./match-columns.js";
import type {
  DifferingValue,
  DiffKey,
  KeyedRowsDiff,
  RelationDiff,
  RepeatedKeys,
  SurplusRow,
  WholeRowsDiff,
} from "./relation-diff.js";
import { numbered } from "./sides-sql.js";
import { wholeRowsMeasure, wholeRowsSample } from "./whole-rows-sql.js";

/** One of the two relations. */
export interface ComparedRelation {
  /** SQL text to stand after `from`. */
  readonly relation: string;
  readonly columns: readonly ColumnInfo[];
}

/** How two relations are compared. */
export interface ComparisonOptions {
  /** Columns that pair rows. @default those `model` tells */
  readonly on?: readonly string[] | undefined;
  /** Tells the key when `on` does not. */
  readonly model?: KeyedModel | undefined;
  /** Greatest difference of floats and decimals that counts as equal. @default exact */
  readonly tolerance?: number | undefined;
  /** Rows in each sample; 0 takes none. */
  readonly limit: number;
  /** Columns whose values are masked; `all` where it is not known which hold personal data. */
  readonly masked: readonly string[] | "all";
  /** Compare columns only and read no data. @default false */
  readonly columnsOnly?: boolean | undefined;
  readonly dialect: Dialect;
}

/**
 * Compares two relations of one warehouse: one query for all counts, a second for samples when something differs. Both
 * read only, and what they hold in memory is the engine's to bound. Raises `CLI.USAGE` for an unknown column in `on`.
 */
export async function diffRelations(
  { a, b }: { readonly a: ComparedRelation; readonly b: ComparedRelation },
  options: ComparisonOptions,
  { runner, ...call }: { readonly runner: Pick<SqlRunner, "query"> } & CallOptions,
): Promise<RelationDiff> {
  const columns = diffColumns(a.columns, b.columns, options.dialect);
  const pairs = pairColumns(a.columns, b.columns);
  const key = chooseKey(pairs, options);
  if (options.columnsOnly === true || pairs.length === 0) return { columns };
  const compared = pairs.map((pair) => comparedColumn(pair, options));
  const sides = { a: a.relation, b: b.relation };
  const { dialect, limit } = options;
  const read: Read = (sql) => rowsOf(runner, sql, call);
  if (!key) {
    return {
      columns,
      rows: await compareWholeRows({ sides, values: compared, dialect }, limit, read),
    };
  }
  const keys = key.columns.flatMap((name) => compared.find((column) => column.name === name) ?? []);
  const values = compared.filter((column) => !keys.includes(column));
  return {
    columns,
    rows: await compareByKey({ sides, keys, values, dialect }, { key, limit }, read),
  };
}

type Read = (sql: string) => Promise<readonly Row[]>;

async function rowsOf(
  runner: Pick<SqlRunner, "query">,
  sql: string,
  options: CallOptions,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of runner.query(sql, options)) rows.push(row);
  return rows;
}

async function compareByKey(
  comparison: KeyedComparison,
  { key, limit }: { readonly key: DiffKey; readonly limit: number },
  read: Read,
): Promise<KeyedRowsDiff> {
  const counts = counter(await read(keyedMeasure(comparison)));
  const parts = limit === 0 ? [] : differingParts(comparison, counts);
  const sample = parts.length === 0 ? [] : await read(keyedSample(comparison, parts, limit));
  const of = (part: number) => sample.filter((row) => Number(row["part"]) === part);
  const keyOf = (row: Row) => named(row, "k", comparison.keys);
  const paired = counts("paired");
  return {
    by: "key",
    key,
    rowsA: counts("single_a") + counts("repeated_a"),
    rowsB: counts("single_b") + counts("repeated_b"),
    onlyA: counts("only_a"),
    onlyB: counts("only_b"),
    both: paired,
    changed: counts("changed"),
    nullKeys: {
      a: counts("null_a") + counts("repeated_null_a"),
      b: counts("null_b") + counts("repeated_null_b"),
    },
    repeated: repeatedKeys(counts, of(samplePart.repeated), keyOf),
    columns: comparison.values.map(({ name }, i) => {
      const differing = counts(numbered("d", i));
      const values = of(i + 1).map((row): DifferingValue => ({
        key: keyOf(row),
        a: textOf(row["value_a"]),
        b: textOf(row["value_b"]),
      }));
      return { name, matched: paired - differing, differing, sample: values };
    }),
    onlyASample: of(samplePart.onlyA).map(keyOf),
    onlyBSample: of(samplePart.onlyB).map(keyOf),
  };
}

function differingParts({ values }: KeyedComparison, counts: Counter): readonly number[] {
  return [
    ...(counts("only_a") > 0 ? [samplePart.onlyA] : []),
    ...(counts("only_b") > 0 ? [samplePart.onlyB] : []),
    ...(counts("repeated_keys") > 0 ? [samplePart.repeated] : []),
    ...values.flatMap((_, i) => (counts(numbered("d", i)) > 0 ? [i + 1] : [])),
  ];
}

function repeatedKeys(
  counts: Counter,
  sample: readonly Row[],
  keyOf: (row: Row) => Row,
): RepeatedKeys {
  return {
    keys: counts("repeated_keys"),
    rowsA: counts("repeated_a"),
    rowsB: counts("repeated_b"),
    unmatchedA: counts("unmatched_a"),
    unmatchedB: counts("unmatched_b"),
    sample: sample.map((row) => ({
      key: keyOf(row),
      rowsA: Number(row["value_a"]),
      rowsB: Number(row["value_b"]),
    })),
  };
}

async function compareWholeRows(
  comparison: Parameters<typeof wholeRowsMeasure>[0],
  limit: number,
  read: Read,
): Promise<WholeRowsDiff> {
  const counts = counter(await read(wholeRowsMeasure(comparison)));
  const differs = counts("only_a") + counts("only_b") > 0;
  const sample = differs && limit > 0 ? await read(wholeRowsSample(comparison, limit)) : [];
  const surplus = (moreB: number) =>
    sample
      .filter((row) => Number(row["more_b"]) === moreB)
      .map((row): SurplusRow => ({
        row: named(row, "c", comparison.values),
        times: Number(row["times"]),
      }));
  return {
    by: "row",
    rowsA: counts("rows_a"),
    rowsB: counts("rows_b"),
    onlyA: counts("only_a"),
    onlyB: counts("only_b"),
    both: counts("paired"),
    compared: comparison.values.map(({ name }) => name),
    onlyASample: surplus(0),
    onlyBSample: surplus(1),
  };
}

type Counter = (name: string) => number;

/** Reads counts of the one row of a measuring query. */
function counter([row]: readonly Row[]): Counter {
  return (name) => {
    const value = row?.[name];
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "string")
      return Number(value);
    throw new SluiceError({ code: "INTERNAL.BUG", message: `The comparison gave no ${name}.` });
  };
}

/** Columns of a sample under their own names. */
function named(row: Row, prefix: string, columns: readonly ComparedColumn[]): Row {
  return Object.fromEntries(columns.map(({ name }, i) => [name, row[numbered(prefix, i)] ?? null]));
}

function textOf(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
