import type { CallOptions, SqlRunner } from "@sluice/core/adapter";
import { closedError } from "./connection-pool.js";
import { cancelled } from "./errors.js";
import type { Session } from "./session.js";

/** Commits what `body` did on the session, or rolls all of it back. */
export async function runTransaction<T>(
  session: Session,
  body: (tx: SqlRunner) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  await session.execute("begin", signal);
  session.inTransaction = true;
  const runner = new TransactionRunner(session, signal);
  try {
    const result = await body(runner);
    if (signal.aborted) throw cancelled(signal.reason);
    await session.execute("commit", signal);
    session.inTransaction = false;
    return result;
  } finally {
    // What did not commit is rolled back when the pool takes the connection back.
    runner.end();
  }
}

class TransactionRunner implements SqlRunner {
  private ended = false;

  constructor(
    private readonly session: Session,
    private readonly outer: AbortSignal,
  ) {}

  query: SqlRunner["query"] = (sql, options) => {
    const rows = this.session.query(sql, this.signal(options));
    return rows as AsyncIterable<never>;
  };

  execute: SqlRunner["execute"] = async (sql, options) =>
    this.session.execute(sql, this.signal(options));

  load: SqlRunner["load"] = async (target, rows, options) =>
    this.session.load(target, rows, this.signal(options));

  end(): void {
    this.ended = true;
  }

  private signal(options: CallOptions | undefined): AbortSignal {
    if (this.ended) throw closedError();
    const own = options?.signal;
    return own === undefined ? this.outer : AbortSignal.any([own, this.outer]);
  }
}
