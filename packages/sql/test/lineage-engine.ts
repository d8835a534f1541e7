import { duckdb } from "@sluice/adapter-duckdb";
import os from "node:os";
import type { ColumnInfo } from "../src/text/column-info.js";
import type { LineageInput } from "../src/lineage/lineage-input.js";
import { type TreeReader } from "../src/tree/tree-reader.js";
import { rowsOf, type Row } from "./rows.js";

/** Columns of the parents; the same names in several, so that a wrong guess shows. */
const tables = {
  a: { id: "int", x: "int", y: "int", t: "text", l: "int[]", s: "struct(f int, g int)", d: "date" },
  b: { id: "int", x: "int", z: "int", u: "text" },
  c: { k: "int", v: "int" },
} as const;

type Table = keyof typeof tables;

const data = `
create schema base; create schema m;
create table base.a as
  select i % 5 as id, nullif(i % 4, 3)::int as x, (i * 7 % 6)::int as y, 't' || (i % 3) as t,
         [i, i + 1, i % 2]::int[] as l, {'f': i % 3, 'g': i}::struct(f int, g int) as s,
         date '2024-01-01' + (i * 5 % 9)::int as d
  from range(12) r(i);
create table base.b as
  select (i * 3 % 7)::int as id, (i % 3)::int as x, i::int as z, 't' || (i % 4) as u from range(9) r(i);
create table base.c as select (i % 4)::int as k, (i * 5 % 8)::int as v from range(7) r(i);
`;

/** What another value of the same type may be, for values of a column. */
const others: Readonly<Record<string, (column: string) => string>> = {
  int: (c) => `((coalesce(${c}, 0) * 3 + 1) % 5)::int`,
  text: (c) => `'t' || (length(${c}) + ascii(${c}[2]) * 2) % 5`,
  "int[]": (c) => `[coalesce(${c}[2], 0) % 3, 4]::int[]`,
  "struct(f int, g int)": (c) => `{'f': ${c}.g % 2, 'g': ${c}.f + 1}::struct(f int, g int)`,
  date: (c) => `date '2024-01-09' - (day(${c}) % 4)::int`,
};

/** A private engine with three parents, whose columns can be emptied or changed one at a time. */
export interface LineageEngine {
  readonly parents: Readonly<Record<string, readonly string[]>>;
  /** A query over `m.a`, `m.b` and `m.c`, with its columns from the engine. */
  input(sql: string): Promise<LineageInput>;
  /** Columns of a query, from the engine. */
  columns(sql: string): Promise<readonly ColumnInfo[]>;
  /** Rows of a query, in a fixed order. */
  rows(sql: string): Promise<readonly Row[]>;
  /** Syntax trees by the engine's own parser. */
  readonly trees: TreeReader;
  /** Every change of one column that can be made. */
  readonly changes: readonly ChangedColumn[];
  /** Does something while one column holds nulls, or other values. */
  with<T>(column: ChangedColumn, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A column of a parent and what becomes of its values. */
export interface ChangedColumn {
  readonly parent: string;
  readonly column: string;
  readonly to: "null" | "other";
}

export async function lineageEngine(): Promise<LineageEngine> {
  const engine = duckdb({ path: ":memory:", threads: 1 });
  const warehouse = await engine.openScratch({ projectDir: os.tmpdir() });
  await warehouse.execute(data);
  const reset = (table: string) =>
    warehouse.execute(`create or replace view m.${table} as from base.${table}`);
  for (const table of Object.keys(tables)) await reset(table);
  const parents = Object.fromEntries(
    Object.entries(tables).map(([name, columns]) => [`m.${name}`, Object.keys(columns)]),
  );
  const rows = (sql: string) => rowsOf(warehouse.query(`select * from (${sql}) order by all`));
  const changes = Object.entries(parents).flatMap(([parent, columns]) =>
    columns.flatMap((column) => [
      { parent, column, to: "null" as const },
      { parent, column, to: "other" as const },
    ]),
  );
  return {
    parents,
    changes,
    trees: async (texts) => (await warehouse.syntaxTrees?.(texts)) ?? [],
    input: async (sql) => {
      const { columns } = await warehouse.dryRun(sql);
      const quoted = sql.replace(/\bm\.([abc])\b(?!\.)/g, '"m"."$1"');
      return {
        model: "m.query",
        sql: quoted,
        columns: columns.map(({ name }) => name),
        parents: new Map(Object.entries(parents)),
      };
    },
    columns: async (sql) => (await warehouse.dryRun(sql)).columns,
    rows,
    with: async ({ parent, column, to }, work) => {
      const table = parent.slice(2) as Table;
      const type = (tables[table] as Readonly<Record<string, string>>)[column] ?? "";
      const value = to === "null" ? `null::${type}` : (others[type]?.(column) ?? "");
      await warehouse.execute(
        `create or replace view m.${table} as select * replace (${value} as ${column}) from base.${table}`,
      );
      try {
        return await work();
      } finally {
        await reset(table);
      }
    },
    close: () => warehouse.close(),
  };
}
