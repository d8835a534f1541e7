import { duckdb } from "@sluice/adapter-duckdb";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row } from "../src/warehouse/values.js";
import type { SqlRunner, WarehouseAdapter } from "../src/warehouse/warehouse-adapter.js";
import { SluiceError } from "../src/base/errors/sluice-error.js";
import type { SnapshotOptions } from "../src/model/kind.js";
import { snapshotColumns } from "../src/kinds/snapshot/snapshot-columns.js";
import { guardRefusal } from "../src/kinds/snapshot/snapshot-guards.js";
import {
  snapshotCounts,
  snapshotSteps,
  type SnapshotCounts,
  type SnapshotSteps,
} from "../src/kinds/snapshot/snapshot-steps.js";

const target = { schema: "main", name: "history" };
const changes = { schema: "main", name: "history_changes" };

/** What a run of a snapshot did: what was announced, and how many rows the statements say they wrote. */
export interface SnapshotRun extends SnapshotCounts {
  readonly written: number;
}

/** A snapshot in a real in-memory warehouse, brought up to date as an executor would. */
export class SnapshotTable {
  constructor(
    readonly warehouse: WarehouseAdapter,
    readonly columns: readonly ColumnInfo[],
    readonly options: SnapshotOptions,
    readonly pii: readonly string[] = [],
  ) {}

  static async open(): Promise<WarehouseAdapter> {
    return duckdb({ path: ":memory:" }).openScratch({ projectDir: process.cwd() });
  }

  /** An empty snapshot of the columns that a query gives. */
  static async create(
    warehouse: WarehouseAdapter,
    query: string,
    options: SnapshotOptions,
    pii: readonly string[] = [],
  ): Promise<SnapshotTable> {
    const { columns } = await warehouse.dryRun(query);
    const table = new SnapshotTable(warehouse, columns, options, pii);
    const { dialect } = warehouse;
    await warehouse.execute(dialect.dropRelation(target, "table"));
    await warehouse.execute(
      dialect.createTable(target, snapshotColumns(columns, options, dialect)),
    );
    return table;
  }

  private steps(now: Date): SnapshotSteps {
    const { columns, options, warehouse } = this;
    const { dialect } = warehouse;
    return snapshotSteps({
      target,
      changes,
      source: "main.staged",
      columns,
      options,
      now,
      dialect,
    });
  }

  /** How the engine would find the changes. */
  async plan(query: string, now: Date): Promise<string> {
    await this.warehouse.execute(`create or replace table main.staged as ${query}`);
    const rows = await rowsOf(this.warehouse, `explain ${this.steps(now).stage}`);
    return JSON.stringify(rows);
  }

  /** Brings the snapshot up to date with what a query gives. */
  async run(query: string, now: Date): Promise<SnapshotRun> {
    const { warehouse, pii } = this;
    const steps = this.steps(now);
    return warehouse.transaction(async (tx) => {
      await tx.execute(`create or replace table main.staged as ${query}`);
      for (const guard of steps.guards) {
        const where = { model: "marts.history" };
        const found = guardRefusal(guard, await rowsOf(tx, guard.query), { where, pii });
        if (found) throw SluiceError.of([found]);
      }
      await tx.execute(steps.stage);
      const counts = snapshotCounts((await rowsOf(tx, steps.count))[0] ?? {});
      let written = 0;
      if (counts.keys > 0)
        for (const { sql } of steps.writes) written += (await tx.execute(sql)).rows ?? NaN;
      await tx.execute("drop table main.history_changes");
      return { ...counts, written };
    });
  }

  /** Everything the snapshot holds, or columns of it. */
  rows(select = "*", order = "all"): Promise<readonly Row[]> {
    return this.query(`select ${select} from main.history order by ${order}`);
  }

  query(sql: string): Promise<readonly Row[]> {
    return rowsOf(this.warehouse, sql);
  }
}

async function rowsOf(runner: SqlRunner, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of runner.query(sql)) rows.push(row);
  return rows;
}
