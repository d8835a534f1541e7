import { duckdb } from "@sluice/adapter-duckdb";
import type {
  SqlRunner,
  TargetEngine,
  WarehouseAdapter,
} from "../../src/warehouse/warehouse-adapter.js";
import type { Meddling, Message, WorkerOptions } from "./protocol.js";

type Told = Pick<
  WorkerOptions,
  "kill" | "meddling" | "withoutTransactions" | "slow" | "memoryLimit" | "copy"
>;

/**
 * A real engine that counts the calls that write, commits among them, and ends the process at one of them, or lets another
 * hand meddle with it.
 */
export function killAtWrite(
  { kill, meddling, withoutTransactions, slow, memoryLimit, copy }: Told,
  tell: (message: Message) => void,
  die: () => void,
): TargetEngine {
  const publish = copy === undefined ? undefined : { copy };
  const inner = duckdb({ path: "shop.duckdb", threads: 2, publish, memory_limit: memoryLimit });
  let count = 0;
  /** `meddle` does what is to be done at a moment of the call. */
  const around = async <T>(
    call: (meddle: (moment: Meddling["moment"], runner: SqlRunner) => Promise<void>) => Promise<T>,
  ): Promise<T> => {
    const index = count++;
    const moment = kill?.at === "write" && kill.index === index ? kill.moment : undefined;
    if (moment === "before") die();
    if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow));
    const running = call(async (now, runner) => {
      if (meddling?.index !== index || meddling.moment !== now) return;
      tell({ type: "meddled" });
      await runner.execute(meddling.sql);
    });
    if (moment === "during") setTimeout(die, 1);
    const result = await running;
    if (moment === "after") die();
    tell({ type: "write", index });
    return result;
  };
  /** A call on a connection, or a transaction from its first statement to its last. */
  const meddled = <T>(runner: SqlRunner, call: () => Promise<T>) =>
    around(async (meddle) => {
      await meddle("before", runner);
      const result = await call();
      await meddle("after", runner);
      return result;
    });
  const watch = (runner: SqlRunner): SqlRunner => ({
    query: (sql, options) => runner.query(sql, options),
    execute: (sql, options) => meddled(runner, () => runner.execute(sql, options)),
    load: (target, rows, options) => meddled(runner, () => runner.load(target, rows, options)),
  });
  return {
    ...inner,
    open: async (options) => {
      const warehouse = await inner.open(options);
      return new Proxy(warehouse, {
        get: (target, key) => {
          if (key === "execute" || key === "load") return watch(target)[key];
          if (key === "transaction") {
            const transaction: WarehouseAdapter["transaction"] = (body, more) =>
              withoutTransactions
                ? body(watch(target))
                : around((meddle) =>
                    target.transaction(async (tx) => {
                      await meddle("before", tx);
                      const result = await body(watch(tx));
                      await meddle("after", tx);
                      return result;
                    }, more),
                  );
            return transaction;
          }
          const value: unknown = Reflect.get(target, key);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}
