import { duckdb } from "@sluice/adapter-duckdb";
import type {
  SqlRunner,
  TargetEngine,
  WarehouseAdapter,
} from "../../src/adapter/warehouse-adapter.js";
import type { Message, WorkerOptions } from "./protocol.js";

/** A real engine that counts the calls that write, commits among them, and ends the process at one of them. */
export function killAtWrite(
  {
    kill,
    withoutTransactions,
    slow,
    memoryLimit,
    copy,
  }: Pick<WorkerOptions, "kill" | "withoutTransactions" | "slow" | "memoryLimit" | "copy">,
  tell: (message: Message) => void,
  die: () => void,
): TargetEngine {
  const publish = copy === undefined ? undefined : { copy };
  const inner = duckdb({ path: "shop.duckdb", threads: 2, publish, memory_limit: memoryLimit });
  let count = 0;
  const around = async <T>(call: () => Promise<T>): Promise<T> => {
    const index = count++;
    const moment = kill?.at === "write" && kill.index === index ? kill.moment : undefined;
    if (moment === "before") die();
    if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow));
    const running = call();
    if (moment === "during") setTimeout(die, 1);
    const result = await running;
    if (moment === "after") die();
    tell({ type: "write", index });
    return result;
  };
  const watch = (runner: SqlRunner): SqlRunner => ({
    query: (sql, options) => runner.query(sql, options),
    execute: (sql, options) => around(() => runner.execute(sql, options)),
    load: (target, rows, options) => around(() => runner.load(target, rows, options)),
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
                : around(() => target.transaction((tx) => body(watch(tx)), more));
            return transaction;
          }
          const value: unknown = Reflect.get(target, key);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}
