import type { DuckDBConnection } from "@duckdb/node-api";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  SluiceError,
  type AdapterCapabilities,
  type CallOptions,
  type CloseOptions,
  type DryRunResult,
  type ListOptions,
  type ParseResult,
  type PublishedCopy,
  type RelationInfo,
  type RelationRef,
  type Row,
  type SqlRunner,
  type SqlValue,
  type TreeResult,
  type WarehouseAdapter,
} from "@sluice/core/adapter";
import { listRelations } from "./catalog.js";
import { closedError, ConnectionPool } from "./connection-pool.js";
import { copyDatabase } from "./copy-database.js";
import { dialect } from "./dialect.js";
import { dryRun } from "./dry-run.js";
import { cancelled, normalizeError } from "./errors.js";
import { FailedCommit } from "./failed-commit.js";
import type { OpenDatabase } from "./open.js";
import { parseTexts } from "./parse.js";
import { plainColumns } from "./plain/plain-columns.js";
import { publishCopy } from "./publish-copy.js";
import { Session } from "./session.js";
import { databaseSpace } from "./space.js";
import { quoteIdentifier } from "./text.js";
import { runTransaction } from "./transaction.js";
import { syntaxTrees } from "./tree/syntax-trees.js";
import { WorkerThreads } from "./worker-threads.js";

/** An open DuckDB warehouse. */
export class DuckdbWarehouse implements WarehouseAdapter {
  readonly dialect = dialect;
  readonly normalizeError = normalizeError;
  readonly plainColumns = plainColumns;
  private readonly pool: ConnectionPool;
  private readonly workers: WorkerThreads;
  private readonly closing = new AbortController();
  private readonly failedCommit = new FailedCommit();
  private closed: Promise<void> | undefined;

  constructor(
    private readonly database: OpenDatabase,
    readonly capabilities: AdapterCapabilities,
  ) {
    // Every running statement listens; Node warns of more than ten listeners otherwise.
    setMaxListeners(0, this.closing.signal, this.failedCommit.signal);
    this.pool = new ConnectionPool(() => this.connect(), capabilities.concurrency);
    this.workers = new WorkerThreads({
      get: () => this.withConnection(readThreads),
      set: (threads) =>
        this.withConnection(async (connection) => {
          await connection.run(`set global threads = ${threads}`);
        }),
    });
  }

  async *query<T extends Row = Row>(sql: string, options?: CallOptions): AsyncGenerator<T> {
    const signal = this.signal(options);
    const session = await this.pool.acquire(signal);
    const end = await this.workers.begin(options?.fewRows === true);
    try {
      yield* session.query(sql, signal) as AsyncGenerator<T>;
    } catch (error) {
      throw this.failedCommit.explain(error, options?.signal);
    } finally {
      end();
      await this.pool.release(session);
    }
  }

  execute(sql: string, options?: CallOptions) {
    return this.useThreads(options, (session, signal) =>
      this.failedCommit.noting(() => session.execute(sql, signal)),
    );
  }

  async load(
    target: RelationRef,
    rows: AsyncIterable<readonly SqlValue[]> | Iterable<readonly SqlValue[]>,
    options?: CallOptions,
  ) {
    return this.transaction((tx) => tx.load(target, rows, options), options);
  }

  transaction<T>(body: (tx: SqlRunner) => Promise<T>, options?: CallOptions): Promise<T> {
    return this.useThreads(options, (session, signal) =>
      runTransaction(session, body, { signal, inTurn: this.failedCommit.inTurn }),
    );
  }

  async parse(texts: readonly string[], options?: CallOptions): Promise<readonly ParseResult[]> {
    if (texts.length === 0) return [];
    return this.use(options, (session, signal) =>
      parseTexts(texts, (batch) => session.serialize(batch, { signal })),
    );
  }

  async syntaxTrees(
    texts: readonly string[],
    options?: CallOptions,
  ): Promise<readonly TreeResult[]> {
    if (texts.length === 0) return [];
    return this.use(options, (session, signal) =>
      syntaxTrees(texts, (batch) => session.serialize(batch, { signal, empty: true })),
    );
  }

  dryRun(sql: string, options?: CallOptions): Promise<DryRunResult> {
    return this.use(options, (session, signal) => dryRun(session, sql, signal));
  }

  async describe(ref: RelationRef, options?: CallOptions): Promise<RelationInfo | undefined> {
    return this.use(options, async (session, signal) => {
      const { catalog } = this.database;
      const found = await listRelations(session, { catalog, only: ref, signal });
      return found[0];
    });
  }

  list(schemas?: readonly string[], options?: ListOptions): Promise<readonly RelationInfo[]> {
    const { catalog } = this.database;
    const { columns, definitions } = options ?? {};
    return this.use(options, (session, signal) =>
      listRelations(session, { catalog, schemas, columns, definitions, signal }),
    );
  }

  async ensureNamespace(schema: string, options?: CallOptions): Promise<void> {
    if (schema.toLowerCase() === this.database.catalog.toLowerCase()) throw ambiguous(schema);
    const sql = `create schema if not exists ${quoteIdentifier(schema)}`;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.execute(sql, options);
        return;
      } catch (error) {
        // Two tasks may make the same schema at once; the loser finds it there.
        const conflict = normalizeError(error).code === "ADAPTER.CONFLICT";
        if (!conflict || attempt === 5) throw error;
        await sleep(attempt * 10);
      }
    }
  }

  async drop(ref: RelationRef, options?: CallOptions): Promise<void> {
    await this.use(options, async (session, signal) => {
      try {
        await session.execute(dialect.dropRelation(ref, "table"), signal);
      } catch (error) {
        if (/Schema with name .* does not exist|Catalog .* does not exist/.test(String(error)))
          return;
        if (!/is of type View/i.test(String(error))) throw error;
        await session.execute(dialect.dropRelation(ref, "view"), signal);
      }
    });
  }

  publishCopy(
    file: string,
    relations: readonly RelationRef[],
    options?: CallOptions,
  ): Promise<PublishedCopy> {
    const { catalog, blockSize } = this.database;
    return this.use(options, (session, signal) =>
      publishCopy(session, { file, relations, catalog, blockSize, signal }),
    );
  }

  /** Copies everything that the database holds into a new file. */
  copyInto(file: string, options?: CallOptions): Promise<void> {
    const { catalog, blockSize } = this.database;
    return this.useThreads(options, (session, signal) =>
      copyDatabase(session, { file, catalog, blockSize, signal }),
    );
  }

  space(options?: CallOptions) {
    return this.use(options, (session, signal) =>
      databaseSpace(session, this.database.catalog, signal),
    );
  }

  close({ compact = true }: CloseOptions = {}): Promise<void> {
    this.closed ??= this.shutDown(compact);
    return this.closed;
  }

  private async shutDown(compact: boolean): Promise<void> {
    const { instance, catalog, release } = this.database;
    this.closing.abort();
    await this.pool.close();
    await this.workers.restore();
    // Detaching checkpoints in a worker thread; closing the instance would do it in this one.
    const connection = await instance.connect();
    const skipCheckpoint = () => connection.run("pragma disable_checkpoint_on_shutdown");
    await liftSmallLimit(connection).catch(() => undefined);
    const keepsLog = !compact || this.failedCommit.hasFailed;
    if (keepsLog) await skipCheckpoint();
    // A checkpoint that fails is left to the next that opens the file: closing the instance would try it again.
    await connection
      .run(`use memory; detach ${quoteIdentifier(catalog)}`)
      .catch(skipCheckpoint)
      .catch(() => undefined);
    connection.closeSync();
    instance.closeSync();
    await release({ keptLog: !compact && !this.failedCommit.hasFailed });
  }

  /** As `use`, for statements that the engine may divide among its threads. */
  private useThreads<T>(
    options: CallOptions | undefined,
    work: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.use(options, async (session, signal) => {
      const end = await this.workers.begin(options?.fewRows === true);
      try {
        return await work(session, signal);
      } finally {
        end();
      }
    });
  }

  private async use<T>(
    options: CallOptions | undefined,
    work: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = this.signal(options);
    return this.pool.use(async (session) => {
      try {
        return await work(session, signal);
      } catch (error) {
        throw this.failedCommit.explain(error, options?.signal);
      }
    }, signal);
  }

  private signal(options: CallOptions | undefined): AbortSignal {
    if (this.closing.signal.aborted) throw closedError();
    this.failedCommit.refuse();
    if (options?.signal?.aborted === true) throw cancelled(options.signal.reason);
    const own = options?.signal === undefined ? [] : [options.signal];
    return AbortSignal.any([...own, this.closing.signal, this.failedCommit.signal]);
  }

  /** A connection beside the pool's, for settings. */
  private async withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.database.instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }

  private async connect(): Promise<Session> {
    const { native, instance, prepareConnection } = this.database;
    const connection = await instance.connect();
    await connection.run(prepareConnection);
    return new Session(connection, native);
  }
}

async function readThreads(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll("select current_setting('threads')");
  return Number(reader.getRows()[0]?.[0]);
}

function ambiguous(schema: string): SluiceError {
  return new SluiceError({
    code: "ADAPTER.CONNECT",
    message: `The schema ${schema} has the name of the database file, which DuckDB finds ambiguous.`,
    hints: ["Rename the database file, or give the models another schema."],
  });
}

/**
 * A memory limit is for queries: where it left nothing for the last checkpoint, the engine would end the process. Only one
 * below a gibibyte is lifted.
 */
async function liftSmallLimit(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll("select current_setting('memory_limit')");
  const isSmall = /(?:bytes|KiB|MiB)$/.test(String(reader.getRows()[0]?.[0]));
  if (isSmall) await connection.run("set memory_limit = '1GB'");
}
