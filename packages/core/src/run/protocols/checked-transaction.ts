import type { CallOptions, SqlRunner } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError, SluiceError } from "../../base/errors/sluice-error.js";
import { failpoint } from "../../base/failpoint/failpoint.js";
import type { Row } from "../../warehouse/values.js";
import type { Audit } from "../audit-result.js";
import type { Checked, CheckedWrite, ProtocolParts } from "./protocol.js";

/**
 * Writes, checks and records in one transaction; a blocking check rolls all of it back. An engine gives up a transaction
 * at the first query that fails in it, so a check that cannot be evaluated would hide the results of the others: the
 * write is then done again in a new transaction, and the queries known to fail are not asked any more.
 */
export async function checkedTransaction<T>(
  { write, check, record }: CheckedWrite<T>,
  { warehouse, signal }: Pick<ProtocolParts, "warehouse" | "signal">,
): Promise<Checked<T>> {
  const broken = new Map<string, unknown>();
  for (;;) {
    const outcome: { refused?: Audit; spoiled?: boolean } = {};
    try {
      const done = await warehouse.transaction(
        async (tx) => {
          const written = await write(tx);
          const asking = new AskingRunner(tx, broken);
          const audit = (await check?.(asking, written)) ?? { checkResults: [] };
          failpoint("kept.checked");
          outcome.spoiled = asking.spoiled;
          if (asking.spoiled || audit.refused) {
            outcome.refused = audit;
            throw rolledBack();
          }
          await record(tx, written);
          failpoint("kept.changed");
          return { ...audit, written };
        },
        { signal },
      );
      failpoint("kept.committed");
      return done;
    } catch (error) {
      if (outcome.refused === undefined || signal.aborted) throw error;
      if (outcome.spoiled !== true) return outcome.refused;
    }
  }
}

/** Reads in a transaction, remembering which queries the engine could not answer. */
class AskingRunner implements SqlRunner {
  spoiled = false;
  readonly #tx: SqlRunner;
  readonly #broken: Map<string, unknown>;

  constructor(tx: SqlRunner, broken: Map<string, unknown>) {
    this.#tx = tx;
    this.#broken = broken;
  }

  async *query<T extends Row = Row>(sql: string, options?: CallOptions): AsyncGenerator<T> {
    if (this.#broken.has(sql)) throw this.#broken.get(sql);
    if (this.spoiled) throw rolledBack();
    try {
      yield* this.#tx.query<T>(sql, options);
    } catch (error) {
      if (isSluiceError(error) && error.code === "RUN.CANCELLED") throw error;
      this.spoiled = true;
      this.#broken.set(sql, error);
      throw error;
    }
  }

  execute: SqlRunner["execute"] = (sql, options) => this.#tx.execute(sql, options);

  load: SqlRunner["load"] = (target, rows, options) => this.#tx.load(target, rows, options);
}

/** Ends a transaction that is not to be committed. */
function rolledBack(): SluiceError {
  return new SluiceError({
    code: "INTERNAL.BUG",
    message: "A transaction that was rolled back on purpose was taken for a failure.",
  });
}
