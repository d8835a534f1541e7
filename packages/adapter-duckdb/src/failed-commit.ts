import { isSluiceError, SluiceError } from "@sluice/core/adapter";

/**
 * A commit that the engine could not finish, for want of memory. DuckDB may have written a part of the transaction to its log,
 * and the next commit would make that part count as committed: nothing more is asked of the database, and its log is read
 * again when the file is opened, which ends before such a part.
 */
export class FailedCommit {
  private readonly failure = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  /** Aborted by the failure, for statements that run. */
  get signal(): AbortSignal {
    return this.failure.signal;
  }

  get hasFailed(): boolean {
    return this.signal.aborted;
  }

  /** Throws where a commit has failed. */
  refuse(): void {
    if (this.hasFailed) throw this.signal.reason;
  }

  /** Runs a commit when those before it are over, so that none follows one that failed. */
  readonly inTurn = <T>(commit: () => Promise<T>): Promise<T> => {
    const turn = this.last.then(async () => {
      this.refuse();
      return this.noting(commit);
    });
    this.last = turn.catch(() => undefined);
    return turn;
  };

  /** Runs a statement that commits by itself. */
  async noting<T>(commit: () => Promise<T>): Promise<T> {
    try {
      return await commit();
    } catch (error) {
      if (isSluiceError(error) && isHalfWay(error) && !this.hasFailed)
        this.failure.abort(noMore(error));
      throw error;
    }
  }

  /** The error to tell of a statement: that of the failed commit for one that it stopped. `own` is the caller's signal. */
  explain(error: unknown, own?: AbortSignal): unknown {
    const isStopped =
      isSluiceError(error) && error.code === "RUN.CANCELLED" && own?.aborted !== true;
    return isStopped && this.hasFailed ? this.signal.reason : error;
  }
}

/** False for a conflict with another transaction, which is no fault of the database. */
function isHalfWay({ code, message }: SluiceError): boolean {
  return /^Failed to commit\b/.test(message) && code !== "ADAPTER.CONFLICT";
}

function noMore(error: SluiceError): SluiceError {
  return new SluiceError({
    code: error.code,
    message: `The database takes no more statements after a commit that failed: ${error.message}`,
    hints: ["Run the command again: nothing of that commit is kept."],
    cause: error,
  });
}
