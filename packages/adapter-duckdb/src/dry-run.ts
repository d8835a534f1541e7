import type { DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import { SluiceError, type DryRunResult } from "@sluice/core/adapter";
import { normalizeError } from "./errors.js";
import { tokenize } from "./lexer.js";
import { uniqueNames } from "./rows.js";
import type { Session } from "./session.js";
import { loadKeywords, typeText } from "./type-text.js";

/** `StatementType.SELECT`, without loading the library for it. */
const selectStatement = 1;

/**
 * Binds a query without running it. Names and types are those a create-as-select would store. Only a PIVOT
 * without a list of values reads data: its columns are in the data.
 */
export async function dryRun(
  session: Session,
  sql: string,
  signal: AbortSignal,
): Promise<DryRunResult> {
  return session.run(async (connection) => bind(connection, sql), { signal, sql });
}

const valuesHint =
  "Name the values of the pivot, `pivot ... on status in ('open', 'closed')`: without them its columns are known only when it runs.";

async function bind(connection: DuckDBConnection, sql: string): Promise<DryRunResult> {
  const pivot = tokenize(sql).some((token) => /^pivot(_wider)?$/i.test(token.text));
  if (!pivot) return withPrepared(connection, await connection.prepare(sql));
  const statements = await connection.extractStatements(sql);
  if (statements.count === 1) return withPrepared(connection, await statements.prepare(0));
  await connection.run("begin");
  try {
    for (let i = 0; i < statements.count - 1; i++) {
      const helper = await statements.prepare(i);
      if (isSelect(helper)) throw notOneQuery();
      await helper.run();
      helper.destroySync();
    }
    const last = await statements.prepare(statements.count - 1);
    return { ...(await withPrepared(connection, last)), columnsFromRows: true };
  } catch (error) {
    const { code, message, hints, where } = normalizeError(error, sql);
    throw new SluiceError({ code, message, where, hints: [...hints, valuesHint], cause: error });
  } finally {
    await connection.run("rollback");
  }
}

async function withPrepared(
  connection: DuckDBConnection,
  prepared: DuckDBPreparedStatement,
): Promise<DryRunResult> {
  try {
    if (!isSelect(prepared)) throw notOneQuery();
    const positions = Array.from({ length: prepared.columnCount }, (_, i) => i);
    const keywords = await loadKeywords(connection);
    const given = positions.map((i) => prepared.columnName(i));
    const names = uniqueNames(given);
    const columns = positions.map((i) => ({
      name: names[i] ?? "",
      type: typeText(prepared.columnType(i), keywords),
      nullable: true,
    }));
    return names.join() === given.join() ? { columns } : { columns, givenNames: given };
  } finally {
    prepared.destroySync();
  }
}

function isSelect(prepared: DuckDBPreparedStatement): boolean {
  return (prepared.statementType as number) === selectStatement;
}

function notOneQuery(): SluiceError {
  return new SluiceError({
    code: "SQL.NOT_A_QUERY",
    message: "The text is not one select statement.",
    hints: ["Keep exactly one select (or `with ... select`, or `from ...`)."],
  });
}
