import {
  SluiceError,
  type CallOptions,
  type Row,
  type SqlRunner,
  type SqlValue,
} from "@sluice/core/adapter";
import type { CompiledCheck, Measures } from "../compile/scope.js";
import { measureBatch, type Batch, type Outcome } from "./bisect.js";
import { rethrowForeign, runQuery } from "./run-query.js";

/** More expressions than this make another query: planning grows faster than scanning shrinks. */
const MAX_EXPRESSIONS = 200;

/** A runner with the options of the call. */
export interface Session {
  readonly runner: SqlRunner;
  readonly options: CallOptions | undefined;
}

/** Measures the aggregates of all checks over one relation: one query, unless one fails or there are very many. */
export async function measureMetrics(
  checks: readonly CompiledCheck[],
  from: string,
  session: Session,
): Promise<readonly Outcome<Measures>[]> {
  const measure = async (items: readonly CompiledCheck[]) => {
    const { expressions, sql: query } = metricsQuery(items, from);
    const rows = await runQuery(session.runner, query, session.options);
    const values = new Map(expressions.map((sql, i) => [sql, oneOf(rows)[`sluice_${i}`] ?? null]));
    return items.map((item) => named(item.metrics, values));
  };
  const outcomes: Outcome<Measures>[] = [];
  for (const chunk of chunks(checks, (check) => check)) {
    outcomes.push(...(await measureBatch(chunk, batchOf(measure, session))));
  }
  return outcomes;
}

/** The query that measures the aggregates of several checks, and its expressions in the order of its columns. */
export function metricsQuery(
  items: readonly CompiledCheck[],
  from: string,
): { readonly sql: string; readonly expressions: readonly string[] } {
  const wanted = items.flatMap((item) => Object.values(item.metrics));
  // The row count is always among them: next to it, an expression that aggregates nothing is an error.
  const expressions = [...new Set(["count(*)", ...wanted])];
  const list = expressions.map((sql, i) => `${sql} as sluice_${i}`).join(", ");
  return { sql: `select ${list} from ${from}`, expressions };
}

/** The query that measures several set checks. */
export function setsQuery(items: readonly string[]): string {
  const parts = items.map(
    (sql, i) => `select ${i} as sluice_check, failing, distinct_keys from (${sql}) as sluice_set`,
  );
  return parts.join(" union all ");
}

/** Measures set checks, each with a query of its own inside one statement. */
export async function measureSets(
  sets: readonly string[],
  session: Session,
): Promise<readonly Outcome<Measures>[]> {
  const measure = async (items: readonly string[]) => {
    const rows = await runQuery(session.runner, setsQuery(items), session.options);
    const byCheck = new Map(rows.map((row) => [Number(row["sluice_check"]), row]));
    return items.map((_, i): Row => byCheck.get(i) ?? {});
  };
  return measureBatch(sets, batchOf(measure, session));
}

/** The one row an aggregate query gives; `unnest` in an author's expression gives more. */
function oneOf(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row && rows.length === 1) return row;
  throw new SluiceError({
    code: "DQ.CHECK_ERROR",
    message: `An aggregate gave ${rows.length} rows instead of one.`,
  });
}

function batchOf<T>(
  measure: (items: readonly T[]) => Promise<readonly Measures[]>,
  session: Session,
): Batch<T, Measures> {
  return {
    measure,
    rethrow: (error) => rethrowForeign(error, session.options),
    alive: () => isAlive(session),
  };
}

async function isAlive(session: Session): Promise<boolean> {
  try {
    await runQuery(session.runner, "select 1 as alive", session.options);
    return true;
  } catch (error) {
    rethrowForeign(error, session.options);
    return false;
  }
}

function named(metrics: CompiledCheck["metrics"], values: ReadonlyMap<string, SqlValue>): Measures {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, sql]) => [name, values.get(sql) ?? null]),
  );
}

/** Items in groups, the checks of each of which one query can measure. */
export function chunks<T>(
  items: readonly T[],
  checkOf: (item: T) => CompiledCheck,
): readonly (readonly T[])[] {
  const result: T[][] = [];
  let expressions = new Set<string>();
  for (const item of items) {
    const own = Object.values(checkOf(item).metrics);
    const wanted = new Set([...expressions, ...own]);
    const last = result.at(-1);
    if (last && wanted.size <= MAX_EXPRESSIONS) {
      last.push(item);
      expressions = wanted;
    } else {
      result.push([item]);
      expressions = new Set(own);
    }
  }
  return result;
}
