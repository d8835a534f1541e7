import { duckdb } from "@sluice/adapter-duckdb";
import os from "node:os";
import type { RelationRef } from "../src/warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row, SqlValue } from "../src/warehouse/values.js";
import type { SqlRunner, WarehouseAdapter } from "../src/warehouse/warehouse-adapter.js";
import { SluiceError, type Diagnostic } from "../src/base/errors/sluice-error.js";
import type { Guard } from "../src/kinds/keyed/guard.js";
import { rowChanges, type RowSteps, type RowChanges } from "../src/kinds/keyed/keyed-steps.js";
import { collect } from "./project.js";

/** Rows in column order. */
export type Rows = readonly (readonly SqlValue[])[];

/** What a run of steps gave. */
export interface Outcome {
  readonly changes: RowChanges;
  readonly warnings: readonly Diagnostic[];
}

/** A private engine in memory on which steps run as they do in a build. */
export interface KeyedEngine {
  readonly warehouse: WarehouseAdapter;
  /** A new table `t` with these rows. */
  table(name: string, columns: readonly ColumnInfo[], rows?: Rows): Promise<RelationRef>;
  /** Guards and writes in one transaction; raises the first refusal. */
  apply(steps: RowSteps): Promise<Outcome>;
  rows(sql: string): Promise<readonly Row[]>;
  /** The values of a table as sorted text, to compare whole contents. */
  content(name: string): Promise<readonly string[]>;
}

export const text = (rows: Rows): readonly string[] => rows.map((row) => rowText(row)).sort();

function rowText(row: readonly SqlValue[]): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}

/** Columns written `name type`. */
export function columns(...definitions: readonly string[]): readonly ColumnInfo[] {
  return definitions.map((definition) => {
    const [name = "", ...type] = definition.split(" ");
    return { name, type: type.join(" "), nullable: true };
  });
}

export async function keyedEngine(): Promise<KeyedEngine> {
  const engine = duckdb({ path: ":memory:", threads: 1 });
  const warehouse = await engine.openScratch({ projectDir: os.tmpdir() });
  await warehouse.execute("create schema if not exists m");
  const { dialect } = warehouse;
  const rows = (sql: string) => collect(warehouse.query(sql));
  return {
    warehouse,
    rows,
    table: async (name, described, values = []) => {
      const target = { schema: "m", name };
      await warehouse.execute(dialect.dropRelation(target, "table"));
      await warehouse.execute(dialect.createTable(target, described));
      if (values.length > 0) await warehouse.load(target, values);
      return target;
    },
    apply: (steps) =>
      warehouse.transaction(async (tx) => {
        const warnings = await check(tx, steps.guards);
        const done = [];
        for (const { sql, effect } of steps.writes) {
          const { rows: count = 0 } = await tx.execute(sql);
          done.push({ effect, rows: count });
        }
        return { changes: rowChanges(done), warnings };
      }),
    content: async (name) => text((await rows(`from m.${name}`)).map((row) => Object.values(row))),
  };
}

/** Runs guards; gives the warnings, raises the first error. */
export async function check(
  runner: SqlRunner,
  guards: readonly Guard[],
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const guard of guards) {
    const finding = guard.finding(await collect(runner.query(guard.sql)));
    if (finding?.severity === "error") throw new SluiceError(finding);
    if (finding) found.push(finding);
  }
  return found;
}
