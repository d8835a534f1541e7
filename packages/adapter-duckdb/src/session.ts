import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBResult } from "@duckdb/node-api";
import type { ExecuteResult, RelationRef, Row, SqlRunner } from "@sluice/core/adapter";
import { dialect } from "./dialect.js";
import { cancelled, normalizeError } from "./errors.js";
import { appendRows, type LoadTarget } from "./load.js";
import type { Native } from "./native.js";
import { readChunk, rowShape, type RowShape } from "./rows.js";

type Rows = Parameters<SqlRunner["load"]>[1];

/** What a call says of itself: how it is cancelled, and its text for the places of errors. */
interface Call {
  readonly signal?: AbortSignal | undefined;
  readonly sql?: string | undefined;
  /** Statements sent in front of `sql`. */
  readonly before?: string | undefined;
}

/** A result being read: chunks come from the engine, or from `buffered` once another statement needed the connection. */
interface OpenStream {
  readonly result: DuckDBResult;
  readonly shape: RowShape;
  readonly buffered: Row[][];
  done: boolean;
}

/**
 * One native connection, one statement at a time. Statements asked for while another runs wait their turn;
 * a result still being read is buffered first, so that reading and writing may interleave.
 */
export class Session {
  private tail: Promise<unknown> = Promise.resolve();
  private open: OpenStream | undefined;
  inTransaction = false;

  constructor(
    readonly connection: DuckDBConnection,
    private readonly native: Native,
  ) {}

  /** Resolves when no statement runs or waits. */
  async idle(): Promise<void> {
    await this.tail;
  }

  /** Runs `work` on the connection after those before it; an abort interrupts it until it ends. */
  run<T>(work: (connection: DuckDBConnection) => Promise<T>, call: Call = {}): Promise<T> {
    return this.exclusive(async () => {
      await this.settle();
      return this.interruptible(() => work(this.connection), call);
    });
  }

  /** Runs one or several statements; `before` are others sent in front of them in the same text. */
  async execute(sql: string, signal?: AbortSignal, before = ""): Promise<ExecuteResult> {
    return this.run(async (connection) => changedRows(await connection.run(before + sql)), {
      signal,
      sql,
      before,
    });
  }

  async *query(sql: string, signal?: AbortSignal): AsyncGenerator<Row> {
    const stream = await this.run((connection) => this.start(connection, sql), { signal, sql });
    try {
      for (;;) {
        const rows = await this.exclusive(() =>
          this.interruptible(() => this.nextRows(stream), { signal, sql }),
        );
        if (rows === undefined) return;
        yield* rows;
      }
    } finally {
      if (!stream.done) await this.abandon(stream);
    }
  }

  async load(target: RelationRef, rows: Rows, signal?: AbortSignal): Promise<{ rows: number }> {
    const { native } = this;
    const resolved = await this.run(() => this.loadTarget(target), { signal });
    const inTurn = <T>(work: (connection: DuckDBConnection) => Promise<T>) =>
      this.run(work, { signal });
    return { rows: await appendRows({ native, inTurn }, resolved, { rows, signal }) };
  }

  /** Serialised trees of texts, in order; with `empty`, also the lists in them that are empty. */
  async serialize(
    texts: readonly string[],
    { signal, empty = false }: { readonly signal?: AbortSignal; readonly empty?: boolean } = {},
  ): Promise<string[]> {
    const { native } = this;
    return this.run(
      async (connection) => {
        const reader = await connection.runAndReadAll(
          `select json_serialize_sql(t, skip_default := true, skip_null := true, skip_empty := ${!empty}) from (select unnest($1) as t)`,
          [native.listValue([...texts])],
          [native.LIST(native.VARCHAR)],
        );
        return reader.getColumns()[0]?.map(String) ?? [];
      },
      { signal },
    );
  }

  private async loadTarget(target: RelationRef): Promise<LoadTarget> {
    const prepared = await this.connection.prepare(`from ${dialect.relation(target)}`);
    try {
      const columns = Array.from({ length: prepared.columnCount }, (_, i) => ({
        name: prepared.columnName(i),
        type: prepared.columnType(i),
      }));
      return { catalog: target.catalog ?? null, schema: target.schema, name: target.name, columns };
    } finally {
      prepared.destroySync();
    }
  }

  private async start(connection: DuckDBConnection, sql: string): Promise<OpenStream> {
    const result = await connection.stream(sql);
    this.open = { result, shape: rowShape(result), buffered: [], done: false };
    return this.open;
  }

  private async nextRows(stream: OpenStream): Promise<Row[] | undefined> {
    const buffered = stream.buffered.shift();
    if (buffered !== undefined) return buffered;
    return stream.done ? undefined : this.fetch(stream);
  }

  private async fetch(stream: OpenStream): Promise<Row[] | undefined> {
    const chunk = await stream.result.fetchChunk();
    if (chunk !== null && chunk.rowCount > 0) return readChunk(chunk, stream.shape);
    this.finish(stream);
    return undefined;
  }

  private finish(stream: OpenStream): void {
    stream.done = true;
    if (this.open === stream) this.open = undefined;
  }

  /** Takes the rest of a result that is still being read into memory: the next statement would end it. */
  private async settle(): Promise<void> {
    const stream = this.open;
    while (stream !== undefined && !stream.done) {
      const rows = await this.fetch(stream);
      if (rows !== undefined) stream.buffered.push(rows);
    }
  }

  /** Ends a result nobody reads any more, so that it keeps neither its transaction nor its memory. */
  private async abandon(stream: OpenStream): Promise<void> {
    this.finish(stream);
    await this.exclusive(() => this.connection.run("select 1").catch(() => undefined));
  }

  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async interruptible<T>(
    work: () => Promise<T>,
    { signal, sql, before }: Call,
  ): Promise<T> {
    if (isAborted(signal)) throw cancelled(signal?.reason);
    let again: NodeJS.Timeout | undefined;
    // An interrupt that arrives before the engine has started is lost, so it is repeated.
    const stop = () => {
      this.connection.interrupt();
      again = setInterval(() => this.connection.interrupt(), 20);
    };
    signal?.addEventListener("abort", stop, { once: true });
    try {
      return await work();
    } catch (error) {
      throw isAborted(signal) ? cancelled(error) : normalizeError(error, sql, before);
    } finally {
      clearInterval(again);
      signal?.removeEventListener("abort", stop);
    }
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/**
 * Rows a statement wrote, from its change count or, for create-as-select, from its `Count` row. That row is there
 * already: asking for it as for a stream would be one more message to the engine.
 */
function changedRows(result: DuckDBMaterializedResult): ExecuteResult {
  if (result.rowsChanged > 0) return { rows: result.rowsChanged };
  if (result.columnCount !== 1 || result.columnName(0) !== "Count" || result.rowCount !== 1)
    return {};
  const count: unknown = result.getChunk(0).getColumnValues(0)[0];
  return typeof count === "bigint" ? { rows: Number(count) } : {};
}
