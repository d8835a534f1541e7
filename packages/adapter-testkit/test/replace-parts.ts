import { duckdb } from "@sluice/adapter-duckdb";
import type { Dialect, TargetEngine, WarehouseAdapter } from "@sluice/core/adapter";

/** Some parts of a whole; one that is undefined is taken away. */
type Replaced<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Parts of a good engine that are replaced. */
export interface Parts {
  readonly engine?: (good: TargetEngine) => Replaced<TargetEngine>;
  readonly dialect?: (good: Dialect) => Replaced<Dialect>;
  readonly warehouse?: (good: WarehouseAdapter) => Replaced<WarehouseAdapter>;
}

/** A DuckDB in memory with parts of its adapter replaced. */
export function withParts({ engine, dialect, warehouse }: Parts): TargetEngine {
  const good = duckdb({ path: ":memory:", threads: 2 });
  const replaced = { ...good.dialect, ...dialect?.(good.dialect) } as Dialect;
  const other = { ...good, dialect: replaced, ...engine?.(good) } as TargetEngine;
  const { capabilities } = other;
  return {
    ...other,
    open: async (options) => {
      const opened = await other.open(options);
      const parts: Replaced<WarehouseAdapter> = {
        dialect: replaced,
        capabilities,
        ...warehouse?.(opened),
      };
      return new Proxy(opened, {
        get: (target, key: keyof WarehouseAdapter) => {
          if (key in parts) return parts[key];
          const value = target[key];
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}
