import os from "node:os";
import { duckdb } from "@sluice/adapter-duckdb";
import type { RelationRef } from "../src/warehouse/dialect.js";
import type { WarehouseAdapter } from "../src/warehouse/warehouse-adapter.js";
import { diffRelations, type ComparisonOptions } from "../src/maintenance/diff/diff-relations.js";
import type {
  KeyedRowsDiff,
  RelationDiff,
  RowsDiff,
  WholeRowsDiff,
} from "../src/maintenance/diff/relation-diff.js";

/** Compares queries in an engine of its own. */
export interface DiffEngine {
  readonly warehouse: WarehouseAdapter;
  /** Statements that were run. */
  readonly ran: string[];
  compare(a: string, b: string, options?: Partial<ComparisonOptions>): Promise<RelationDiff>;
  byKey(
    a: string,
    b: string,
    on: string | readonly string[],
    options?: Partial<ComparisonOptions>,
  ): Promise<KeyedRowsDiff>;
  byRow(a: string, b: string, options?: Partial<ComparisonOptions>): Promise<WholeRowsDiff>;
}

/** An engine in memory; each query given becomes a table. */
export async function openDiffEngine(): Promise<DiffEngine> {
  const engine = duckdb({ path: ":memory:", threads: 1 });
  const warehouse = await engine.openScratch({ projectDir: os.tmpdir() });
  const { dialect } = warehouse;
  const ran: string[] = [];
  const runner = {
    query: ((sql, options) => {
      ran.push(sql);
      return warehouse.query(sql, options);
    }) as WarehouseAdapter["query"],
  };
  let tables = 0;
  const made = async (query: string) => {
    tables += 1;
    const ref: RelationRef = { schema: "main", name: `t${String(tables)}` };
    await warehouse.execute(dialect.createTableAs(ref, query));
    const info = await warehouse.describe(ref);
    return { relation: dialect.relation(ref), columns: info?.columns ?? [] };
  };
  const compare: DiffEngine["compare"] = async (a, b, options = {}) =>
    diffRelations(
      { a: await made(a), b: await made(b) },
      { limit: 5, masked: [], dialect, ...options },
      { runner },
    );
  return {
    warehouse,
    ran,
    compare,
    byKey: async (a, b, on, options) =>
      rowsBy("key", await compare(a, b, { on: typeof on === "string" ? [on] : on, ...options })),
    byRow: async (a, b, options) => rowsBy("row", await compare(a, b, options)),
  };
}

function rowsBy<T extends RowsDiff["by"]>(
  by: T,
  { rows }: RelationDiff,
): Extract<RowsDiff, { by: T }> {
  if (rows?.by !== by) throw new Error(`rows were not compared by ${by}`);
  return rows as Extract<RowsDiff, { by: T }>;
}
