import { duckdb } from "@sluice/adapter-duckdb";
import type { Assignments } from "../../src/warehouse/dml.js";
import type { Dialect, RelationRef } from "../../src/warehouse/dialect.js";
import type {
  SqlRunner,
  TargetEngine,
  WarehouseAdapter,
} from "../../src/warehouse/warehouse-adapter.js";
import { toDuck, toToy } from "./toy-language.js";

const good = duckdb({ path: ":memory:" }).dialect;

function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function relation({ catalog, schema, name }: RelationRef): string {
  return [catalog, schema, name]
    .flatMap((part) => part ?? [])
    .map(quoteIdentifier)
    .join(".");
}

function assignments(set: Assignments): string {
  return Object.entries(set)
    .map(([column, value]) => `${quoteIdentifier(column)} = ${value}`)
    .join(", ");
}

const names = (columns: readonly string[]) => columns.map(quoteIdentifier).join(", ");

/** Null-safe comparisons without `is distinct from`, and updates by rows of another relation as merges. */
const own = {
  name: "toy",
  lexis: {
    version: "toy 1",
    strings: [{ mark: "'", doubled: true }],
    quotedNames: [{ mark: "`", doubled: true }],
    lineComments: ["#"],
    nestedComments: false,
    operators: ["::", "<=", ">=", "<>", "||"],
    keywords: good.lexis.keywords,
  },
  quoteIdentifier,
  relation,
  insertValues: (target, columns, rows) =>
    `append into ${relation(target)} (${names(columns)})\n${rows.map((row) => `select ${row.join(", ")}`).join("\nunion all ")}`,
  deleteMatched: (target, { alias, from, match }) =>
    `remove from ${relation(target)} as ${alias} where exists (select 1 from ${from} where ${match})`,
  deleteUnmatched: (target, { alias, from, match }) =>
    `blend into ${relation(target)} as ${alias} using ${from} on ${match}\nwhen not matched by source then delete`,
  updateFrom: (target, set, { alias, from, match }) =>
    `blend into ${relation(target)} as ${alias} using ${from} on ${match}\nwhen matched then update set ${assignments(set)}`,
  nullSafeEqual: (a, b) => `(${a} = ${b} or (${a} is null and ${b} is null))`,
  nullSafeDistinct: (a, b) =>
    `(coalesce(${a} <> ${b}, true) and not (${a} is null and ${b} is null))`,
} satisfies Partial<Dialect>;

/** Members whose results are no SQL. */
const plainResults = new Set<string>([
  "typeFor",
  "parseType",
  "sameType",
  "typeProblem",
  "timeFormatProblem",
  "widens",
  "commonType",
  "temporaryTable",
  "exactText",
]);

/** A dialect in the toy language: every text that DuckDB's dialect gives is translated. */
export const toyDialect: Dialect = Object.freeze({ ...translatedDialect(good), ...own });

function translatedDialect(dialect: Dialect): Dialect {
  const translate =
    (method: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) =>
      translatedResult(method(...args));
  const members = Object.entries(dialect).map(([name, member]: [string, unknown]) => {
    const isText = typeof member === "function" && !plainResults.has(name);
    return [name, isText ? translate(member as (...args: unknown[]) => unknown) : member];
  });
  return Object.fromEntries(members) as Dialect;
}

function translatedResult(result: unknown): unknown {
  if (typeof result === "string") return toToy(result);
  if (typeof result !== "object" || result === null) return result;
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => [key, translatedResult(value)]),
  );
}

/** An engine that speaks the toy language alone: DuckDB behind a translator that refuses texts of DuckDB. */
export function toyEngine(
  path = "shop.duckdb",
): TargetEngine & { readonly statements: readonly string[] } {
  const inner = duckdb({ path, threads: 2 });
  const statements: string[] = [];
  const translate = (sql: string) => {
    statements.push(sql);
    return toDuck(sql);
  };
  const opened = (warehouse: WarehouseAdapter) => toyWarehouse(warehouse, translate);
  return {
    ...inner,
    dialect: toyDialect,
    engine: "toy 1",
    statements,
    open: async (options) => opened(await inner.open(options)),
    openScratch: async (options) => opened(await inner.openScratch(options)),
  };
}

type Translate = (sql: string) => string;

function toyRunner(runner: SqlRunner, translate: Translate): SqlRunner {
  return {
    query: (sql, options) => runner.query(translate(sql), options),
    execute: (sql, options) => runner.execute(translate(sql), options),
    load: (target, rows, options) => runner.load(target, rows, options),
  };
}

function toyWarehouse(warehouse: WarehouseAdapter, translate: Translate): WarehouseAdapter {
  const { query, execute, load } = toyRunner(warehouse, translate);
  const replaced: Partial<WarehouseAdapter> = {
    dialect: toyDialect,
    query,
    execute,
    load,
    transaction: (body, options) =>
      warehouse.transaction((tx) => body(toyRunner(tx, translate)), options),
    dryRun: (sql, options) => warehouse.dryRun(translate(sql), options),
    parse: async (texts, options) => {
      const results = await warehouse.parse(texts.map(toDuck), options);
      return results.map((result) => {
        if (!result.ok) return result;
        const rewrites = result.query.rewrites.map((one) => ({ ...one, text: toToy(one.text) }));
        return { ...result, query: { ...result.query, rewrites } };
      });
    },
    syntaxTrees: async (texts, options) =>
      (await warehouse.syntaxTrees?.(texts.map(toDuck), options)) ?? [],
  };
  return new Proxy(warehouse, {
    get: (target, key: keyof WarehouseAdapter) => {
      if (Object.hasOwn(replaced, key)) return replaced[key];
      const value = target[key];
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
