import { lexis } from "./duckdb-language.js";
import { duckdb } from "@sluice/adapter-duckdb";
import os from "node:os";
import type { ColumnInfo } from "../src/text/column-info.js";
import type { ModelVersion, ModelVersions } from "../src/change/categorize.js";
import { canonicalHash } from "../src/text/canonical-form.js";
import { type TreeReader } from "../src/tree/tree-reader.js";

const sources = {
  "raw.orders":
    "order_id int, customer_id int, amount int, tax int, status text, day date, tags text[]",
  "raw.customers": "customer_id int, name text, country text",
} as const;

/** A private engine that binds queries over `raw.orders`, `raw.customers` and models. */
export interface ChangeEngine {
  /** Versions of models whose queries may read each other, in order; undefined where a model is not there. */
  versions(
    queries: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, ModelVersion & { readonly parents: readonly string[] }>>>;
  /** Syntax trees by the engine's own parser. */
  readonly trees: TreeReader;
  close(): Promise<void>;
}

export async function changeEngine(): Promise<ChangeEngine> {
  const engine = duckdb({ path: ":memory:", threads: 1 });
  const warehouse = await engine.openScratch({ projectDir: os.tmpdir() });
  await warehouse.execute(
    "create schema raw; create schema shop; create macro plus_one(a) as a + 1",
  );
  for (const [name, columns] of Object.entries(sources))
    await warehouse.execute(`create table ${name} (${columns})`);
  const columnsOf = async (sql: string): Promise<readonly ColumnInfo[]> =>
    (await warehouse.dryRun(sql)).columns;
  return {
    versions: async (queries) => {
      await warehouse.execute("drop schema shop cascade; create schema shop");
      const known = new Map<string, readonly string[]>();
      for (const name of Object.keys(sources))
        known.set(
          name,
          (await columnsOf(`from ${name}`)).map((column) => column.name),
        );
      const versions: Record<string, ModelVersion & { readonly parents: readonly string[] }> = {};
      for (const [name, sql] of Object.entries(queries)) {
        const columns = await columnsOf(sql);
        await warehouse.execute(`create view ${name} as ${sql}`);
        const parents = [...known.keys()].filter((parent) => sql.includes(parent));
        const of = new Map(parents.map((parent) => [parent, known.get(parent) ?? []]));
        known.set(
          name,
          columns.map((column) => column.name),
        );
        versions[name] = {
          definition: canonicalHash(sql, lexis),
          options: "table",
          columns,
          query: { sql, parents: of },
          parents,
        };
      }
      return versions;
    },
    trees: async (texts) => (await warehouse.syntaxTrees?.(texts)) ?? [],
    close: () => warehouse.close(),
  };
}

/** Models with both versions, as they go into the comparison. */
export async function modelsOf(
  engine: ChangeEngine,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Promise<readonly ModelVersions[]> {
  const old = await engine.versions(before);
  const now = await engine.versions(after);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((name) => ({
    name,
    parents: (now[name] ?? old[name])?.parents ?? [],
    before: old[name],
    after: now[name],
    metadataChanged: false,
  }));
}
