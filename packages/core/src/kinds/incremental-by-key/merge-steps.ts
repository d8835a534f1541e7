import { columnNamed, sameName } from "@sluice/sql/text";
import { diagnostic } from "../../base/errors/sluice-error.js";
import type { IncrementalByKeyOptions } from "../../model/kind.js";
import { keyColumns } from "../keyed/key-columns.js";
import { counted, countIn, type Guard } from "../keyed/guard.js";
import { duplicateGuard, tiedGuard } from "./key-guards.js";
import {
  nullTimeGuard,
  type RowSteps,
  type StagedRows,
  type WriteStep,
} from "../keyed/keyed-steps.js";
import { agree, columnList, differ } from "../keyed/row-sql.js";
import { nowBound } from "../keyed/since.js";

/** Aliases that no column has: a column `s` would be meant by `s.id`. */
const NEW = "_sluice_new";
const OLD = "_sluice_old";
const TABLE = "_sluice_table";
const CHANGED = "_sluice_changed";

/** What a merge needs. */
export interface MergeInput extends StagedRows {
  readonly options: IncrementalByKeyOptions;
  /** Columns of personal data, whose values no message shows. */
  readonly pii?: readonly string[] | undefined;
}

/** The parts of the SQL that several statements share. */
interface Merge extends MergeInput {
  readonly names: readonly string[];
  readonly key: readonly string[];
  readonly table: string;
  /** The rows to merge, one a key, to stand after `from`. */
  readonly rows: string;
  /** Predicates on a row of the query and the row the table has of its key. */
  readonly removes: string;
  readonly keeps: string;
  readonly isFresh: string;
}

/**
 * Merges rows into a table of one row a key (nulls are equal to nulls). Only rows that differ from those of the table
 * are written, so that a merge done twice writes nothing the second time. With `updated_at`, a row older than the one
 * the table has is left aside and told of, unless `deletes: missing` makes the query the whole truth. What the table
 * has from after `$now` gives way to any row.
 */
export function mergeSteps(input: MergeInput): RowSteps {
  const { options } = input;
  const merge = describeMerge(input);
  const keyed = { key: merge.key, dialect: merge.dialect, pii: input.pii };
  const guards: Guard[] = [
    options.order === undefined
      ? duplicateGuard({ ...keyed, from: input.source })
      : tiedGuard({ ...keyed, from: firstRows(input, merge.key) }),
  ];
  if (options.updated_at !== undefined) {
    guards.unshift(nullTimeGuard("updated_at", options.updated_at, input));
  }
  if (options.deletes === "missing") guards.push(emptyGuard(merge));
  else if (options.updated_at !== undefined) guards.push(staleGuard(merge));
  return { guards, writes: [...deletes(merge), replace(merge), insert(merge)] };
}

function describeMerge(input: MergeInput): Merge {
  const { options, columns, dialect } = input;
  const key = keyColumns(options.key);
  const flag = typeof options.deletes === "object" ? options.deletes.column : undefined;
  const removes = flag === undefined ? "false" : `${NEW}.${dialect.quoteIdentifier(flag)} is true`;
  return {
    ...input,
    names: columns.map(({ name }) => name),
    key,
    table: dialect.relation(input.target),
    rows: options.order === undefined ? input.source : winners(input, key),
    removes,
    keeps: `not (${removes})`,
    isFresh: freshness(input),
  };
}

/** Predicate on a pair: the row of the query may take the place of the table's. */
function freshness({ options, columns, dialect, now }: MergeInput): string {
  const column = options.updated_at && columnNamed(columns, options.updated_at);
  if (!column || options.deletes === "missing") return "true";
  const name = dialect.quoteIdentifier(column.name);
  const bound = nowBound(column.type, now, dialect);
  const isOfFuture = bound === undefined ? "" : ` or ${OLD}.${name} > ${bound}`;
  return `(${OLD}.${name} is null or ${NEW}.${name} >= ${OLD}.${name}${isOfFuture})`;
}

/** Every row with its place among those of its key. */
function ranked(
  { source, columns, options, dialect }: MergeInput,
  key: readonly string[],
  rank: "rank" | "row_number",
): string {
  const names = columnList(
    columns.map(({ name }) => name),
    dialect,
  );
  // The order ends with a line of its own: it may end with a comment.
  return `(select ${names}, ${rank}() over (partition by ${columnList(key, dialect)} order by ${options.order ?? ""}
) as _sluice_rank from ${source}) as _sluice_ranked where _sluice_rank = 1`;
}

/** One row a key: the first by `order`; which of several equal ones does not matter. */
function winners(input: MergeInput, key: readonly string[]): string {
  const names = input.columns.map(({ name }) => name);
  return `(select ${columnList(names, input.dialect)} from ${ranked(input, key, "row_number")})`;
}

/** All different rows that are first of their key. */
function firstRows(input: MergeInput, key: readonly string[]): string {
  const names = input.columns.map(({ name }) => name);
  return `(select distinct ${columnList(names, input.dialect)} from ${ranked(input, key, "rank")}) as ${NEW}`;
}

/** Rows of the query beside the row the table has of their key. */
function pairs({ rows, table, key, dialect }: Merge): string {
  return `${table} as ${OLD} join ${rows} as ${NEW} on ${agree([NEW, OLD], key, dialect)}`;
}

/** Removes from the table the keys of pairs that fulfil a predicate. */
function deletePairs(merge: Merge, predicate: string): string {
  const { target, key, dialect } = merge;
  return dialect.deleteMatched(target, {
    alias: TABLE,
    from: `(
  select ${columnList(key, dialect, NEW)} from ${pairs(merge)}
  where ${predicate}
) as ${CHANGED}`,
    match: agree([TABLE, CHANGED], key, dialect),
  });
}

function deletes(merge: Merge): readonly WriteStep[] {
  const { options, target, rows, key, dialect, removes, isFresh } = merge;
  if (options.deletes === "missing") {
    const match = agree([TABLE, NEW], key, dialect);
    const sql = dialect.deleteUnmatched(target, { alias: TABLE, from: `${rows} as ${NEW}`, match });
    return [{ effect: "delete", sql }];
  }
  if (typeof options.deletes !== "object") return [];
  return [{ effect: "delete", sql: deletePairs(merge, `${removes} and ${isFresh}`) }];
}

function replace(merge: Merge): WriteStep {
  const { names, key, dialect, keeps, isFresh } = merge;
  const others = names.filter((name) => !key.some((part) => sameName(part, name)));
  const changed = differ([NEW, OLD], others, dialect);
  return {
    effect: "replace",
    sql: deletePairs(merge, `${changed} and ${keeps} and ${isFresh}`),
  };
}

function insert({ target, table, rows, names, key, keeps, dialect }: Merge): WriteStep {
  const exists = `select 1 from ${table} as ${TABLE} where ${agree([TABLE, NEW], key, dialect)}`;
  const select = `select ${columnList(names, dialect, NEW)} from ${rows} as ${NEW}
where ${keeps} and not exists (${exists})`;
  return { effect: "insert", sql: dialect.insertSelect(target, names, select) };
}

/** Refuses to empty a table because a query gave nothing, as it does when a source failed to load. */
function emptyGuard({ table, source }: Merge): Guard {
  return {
    sql: `select n as _sluice_rows from (select count(*) as n from ${table}) as ${TABLE}
where n > 0 and not exists (select 1 from ${source})`,
    finding: ([row]) => {
      const rows = countIn(row, "_sluice_rows");
      if (rows === 0) return undefined;
      return diagnostic({
        code: "RUN.SOURCE_EMPTY",
        message: `The query gives no rows, and \`deletes: missing\` would remove all ${rows} of the table.`,
        hints: [
          "See whether what the query reads was loaded.",
          "If no row is meant to be left, build the model anew with `--rebuild`.",
        ],
      });
    },
  };
}

/** Tells of rows that are left aside because the table has newer ones. */
function staleGuard(merge: Merge): Guard {
  const { options, isFresh } = merge;
  return {
    sql: `select count(*) as _sluice_rows from ${pairs(merge)} where not ${isFresh}`,
    finding: ([row]) => {
      const rows = countIn(row, "_sluice_rows");
      if (rows === 0) return undefined;
      return diagnostic({
        code: "RUN.ROWS_STALE",
        severity: "warning",
        message: `${counted(rows, "row")} of the query left aside: by \`${options.updated_at ?? ""}\` the table has newer ones.`,
        hints: ["If older rows are right, build the model anew with `--rebuild`."],
      });
    },
  };
}
