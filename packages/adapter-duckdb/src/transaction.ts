import type { CallOptions, ExecuteResult, SqlRunner } from "@sluice/core/adapter";
import { closedError } from "./connection-pool.js";
import { cancelled } from "./errors.js";
import type { Session } from "./session.js";

/** How a transaction commits. */
interface Committing {
  readonly signal: AbortSignal;
  /** Runs a commit when those before it are over, and not after one that failed. */
  readonly inTurn: (commit: () => Promise<void>) => Promise<void>;
}

/**
 * Commits what `body` did on the session, or rolls all of it back. `begin` travels with the first statement and what
 * is deferred with the next one or the commit: each message to the engine costs two changes of thread.
 */
export async function runTransaction<T>(
  session: Session,
  body: (tx: SqlRunner) => Promise<T>,
  { signal, inTurn }: Committing,
): Promise<T> {
  session.inTransaction = true;
  const runner = new TransactionRunner(session, signal);
  try {
    const result = await body(runner);
    if (signal.aborted) throw cancelled(signal.reason);
    if (runner.hasBegun) await inTurn(() => runner.commit());
    session.inTransaction = false;
    return result;
  } finally {
    // What did not commit is rolled back when the pool takes the connection back.
    runner.end();
  }
}

const begin = "begin";

class TransactionRunner implements SqlRunner {
  private ended = false;
  /** Statements that travel with the next one; a transaction begins with the first that is sent. */
  private pending = [begin];

  constructor(
    private readonly session: Session,
    private readonly outer: AbortSignal,
  ) {}

  query: SqlRunner["query"] = (sql, options) => {
    const rows = this.queryAfterwards(sql, this.signal(options));
    return rows as AsyncIterable<never>;
  };

  execute: SqlRunner["execute"] = async (sql, options) => {
    const signal = this.signal(options);
    if (options?.deferred !== true) return this.send(sql, signal);
    this.pending.push(sql);
    return {};
  };

  load: SqlRunner["load"] = async (target, rows, options) => {
    const signal = this.signal(options);
    await this.flush(signal);
    return this.session.load(target, rows, signal);
  };

  /** False where nothing was asked of the engine. */
  get hasBegun(): boolean {
    return this.pending.length !== 1 || this.pending[0] !== begin;
  }

  async commit(): Promise<void> {
    await this.send("commit", this.outer);
  }

  end(): void {
    this.ended = true;
  }

  private async *queryAfterwards(sql: string, signal: AbortSignal) {
    await this.flush(signal);
    yield* this.session.query(sql, signal);
  }

  /** Sends what has to stand before a statement that cannot share its text. */
  private async flush(signal: AbortSignal): Promise<void> {
    const last = this.pending.pop();
    if (last !== undefined) await this.send(last, signal);
  }

  private async send(sql: string, signal: AbortSignal): Promise<ExecuteResult> {
    const before = this.pending;
    this.pending = [];
    const text = before.map((statement) => `${statement}\n;\n`).join("");
    try {
      return await this.session.execute(sql, signal, text);
    } catch (error) {
      // A text that does not parse has not begun either; what follows must not commit by itself.
      if (before[0] === begin) await this.session.execute(begin).catch(() => undefined);
      throw error;
    }
  }

  private signal(options: CallOptions | undefined): AbortSignal {
    if (this.ended) throw closedError();
    const own = options?.signal;
    return own === undefined ? this.outer : AbortSignal.any([own, this.outer]);
  }
}
