import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { SluiceError, type SqlValue } from "@sluice/core/adapter";
import { cancelled } from "./errors.js";
import type { Native } from "./native.js";
import { typeText } from "./type-text.js";
import { writerFor, type NullableWriter } from "./values-write.js";

type Rows = AsyncIterable<readonly SqlValue[]> | Iterable<readonly SqlValue[]>;

/** Rows of one native chunk: DuckDB's vector size. */
const chunkRows = 2048;

export interface LoadTarget {
  readonly catalog: string | null;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: DuckDBType }[];
}

/** Runs native work on the connection in its turn. */
type InTurn = <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;

/**
 * Appends rows chunk by chunk: the source is asked for more only when a chunk has been taken, and may read
 * from the same connection meanwhile.
 */
export async function appendRows(
  { native, inTurn }: { readonly native: Native; readonly inTurn: InTurn },
  target: LoadTarget,
  { rows, signal }: { readonly rows: Rows; readonly signal?: AbortSignal | undefined },
): Promise<number> {
  const writers = target.columns.map((column) => columnWriter(native, column));
  const types = target.columns.map((column) => column.type);
  const appender = await inTurn((connection) =>
    connection.createAppender(target.name, target.schema, target.catalog),
  );
  let loaded = 0;
  let columns: DuckDBValue[][] = writers.map(() => []);
  const flush = () =>
    inTurn(async () => {
      const count = columns[0]?.length ?? 0;
      if (count === 0) return;
      const chunk = native.DuckDBDataChunk.create(types, count);
      for (const [i, values] of columns.entries()) chunk.setColumnValues(i, values);
      appender.appendDataChunk(chunk);
      columns = writers.map(() => []);
    });
  try {
    for await (const row of abortable(rows, signal)) {
      loaded += 1;
      addRow(row, { columns, writers, target, number: loaded });
      if ((columns[0]?.length ?? 0) === chunkRows) await flush();
    }
    await flush();
    await inTurn(async () => appender.flushSync());
  } catch (error) {
    appender.clear();
    throw error;
  } finally {
    appender.closeSync();
  }
  return loaded;
}

interface Filling {
  readonly columns: DuckDBValue[][];
  readonly writers: readonly NullableWriter[];
  readonly target: LoadTarget;
  readonly number: number;
}

function addRow(row: readonly SqlValue[], { columns, writers, target, number }: Filling): void {
  if (row.length !== writers.length) {
    throw new SluiceError({
      code: "ADAPTER.VALUE",
      message: `Row ${number} has ${row.length} values, but ${target.name} has ${writers.length} columns.`,
    });
  }
  for (const [i, write] of writers.entries()) {
    const value = row[i] ?? null;
    const written = write(value);
    if (written === undefined) throw unfit(value, { row: number, column: target.columns[i] });
    columns[i]?.push(written);
  }
}

function columnWriter(native: Native, column: LoadTarget["columns"][number]): NullableWriter {
  const write = writerFor(native, column.type);
  if (write !== undefined) return write;
  throw new SluiceError({
    code: "ADAPTER.VALUE",
    message: `Values cannot be loaded into column ${column.name} of type ${typeText(column.type)}.`,
  });
}

function unfit(
  value: SqlValue,
  place: { readonly row: number; readonly column: LoadTarget["columns"][number] | undefined },
): SluiceError {
  const { row, column } = place;
  const type = column === undefined ? "?" : typeText(column.type);
  return new SluiceError({
    code: "ADAPTER.VALUE",
    message: `Row ${row}, column ${column?.name ?? "?"}: ${shown(value)} is no value of type ${type}.`,
    hints: ["Correct the value, or give the column a type that can hold it."],
  });
}

function shown(value: SqlValue): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? `${item}n` : item instanceof Map ? [...item.entries()] : item,
  );
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The rows, ended with `RUN.CANCELLED` as soon as the signal aborts, even while the source is awaited. */
async function* abortable(rows: Rows, signal: AbortSignal | undefined) {
  if (Symbol.iterator in rows) {
    let count = 0;
    for (const row of rows) {
      if (++count % chunkRows === 0) await yieldToLoop();
      if (signal?.aborted === true) throw cancelled(signal.reason);
      yield row;
    }
    return;
  }
  const iterator = rows[Symbol.asyncIterator]();
  const aborted = abortion(signal);
  let finished = false;
  try {
    for (let count = 1; ; count++) {
      // A source that never waits would else hold up timers and signals until its end.
      if (count % chunkRows === 0) await yieldToLoop();
      const next = await Promise.race([iterator.next(), aborted.promise]);
      if (next.done === true) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } finally {
    aborted.dispose();
    // A source that hangs must not hold up the abort: its clean-up is started, not awaited.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

const yieldToLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

function abortion(signal: AbortSignal | undefined) {
  let onAbort: () => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(cancelled(signal?.reason));
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
  promise.catch(() => undefined);
  return { promise, dispose: () => signal?.removeEventListener("abort", onAbort) };
}
