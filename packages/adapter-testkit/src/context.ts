import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  SluiceError,
  type ColumnInfo,
  type RelationRef,
  type Row,
  type SqlRunner,
  type SqlValue,
  type TargetEngine,
  type WarehouseAdapter,
} from "@sluice/core/adapter";
import { afterAll, beforeAll } from "vitest";
import type { Feature, OpenEngine } from "./features.js";
import { SuiteTests, type DefineTest } from "./suite-tests.js";

/** How an adapter is put under test. */
export interface AdapterUnderTest {
  /** Makes the engine; called once for the suite. Its warehouse may hold data, the suite uses schemas of its own. */
  create(): TargetEngine | Promise<TargetEngine>;
  /** Called after the last test. */
  cleanup?(): void | Promise<void>;
  /** Titles of tests (`group > title`) that fail today: they run as `it.fails`, so a closed gap turns red. */
  readonly knownGaps?: readonly string[];
  /** More types of the engine, as SQL, with values that must come back as they are: lists, structs, maps. */
  readonly types?: Readonly<Record<string, readonly SqlValue[]>>;
  /** Identifiers that need quoting. @default a list with quotes, spaces, keywords, dots and non-ASCII letters */
  readonly identifiers?: readonly string[];
  /**
   * Features that the engine is known to lack. Tests that need them are skipped, and reported with the feature; one
   * that is skipped for lack of a feature that is not listed fails the suite. @default none
   */
  readonly absent?: readonly Feature[];
}

/** Everything that groups of tests share: one open warehouse, fresh schemas, and `test`, which knows gaps and absent features. */
export interface Kit {
  readonly engine: () => TargetEngine;
  readonly warehouse: () => WarehouseAdapter;
  readonly projectDir: () => string;
  /** Closes the warehouse, does something that needs it closed, and opens it again. */
  readonly whileClosed: (work: () => Promise<void>) => Promise<void>;
  readonly identifiers: readonly string[];
  readonly types: Readonly<Record<string, readonly SqlValue[]>>;
  /** A new schema with nothing in it. */
  readonly schema: () => Promise<string>;
  /** A table of so many rows: `n` from 0, an integer, and `label`, a text. */
  readonly numbers: (rows: number) => Promise<RelationRef>;
  readonly test: DefineTest;
}

const nasty = [
  "a b",
  "select",
  'quo"te',
  "it's",
  "semi;colon",
  "-- dash",
  "dot.ted",
  "Ünïcode",
  "1st",
  "Mixed",
];

/** An engine under test, its groups of tests, and the tests that they define. */
export interface SuiteKit {
  readonly open: () => OpenEngine;
  readonly tests: SuiteTests;
  readonly kitOf: (group: string) => Kit;
}

/** Opens the warehouse before the first test and closes it after the last. */
export function createKit(under: AdapterUnderTest): SuiteKit {
  let engine: TargetEngine | undefined;
  let warehouse: WarehouseAdapter | undefined;
  let projectDir = "";
  let schemas = 0;
  const run = `t${process.pid}_${Math.floor(performance.timeOrigin % 1e6)}`;
  const connect = () => given(engine).open({ projectDir, command: "testkit" });
  const open = () => ({ engine: given(engine), warehouse: given(warehouse) });
  const tests = new SuiteTests({ knownGaps: under.knownGaps ?? [], open });
  beforeAll(async () => {
    projectDir = await mkdtemp(join(tmpdir(), "sluice-testkit-"));
    engine = await under.create();
    warehouse = await connect();
  });
  afterAll(async () => {
    await warehouse?.close();
    await rm(projectDir, { recursive: true, force: true });
    await under.cleanup?.();
  });
  const schema = async () => {
    schemas += 1;
    const name = `${run}_${schemas}`;
    await given(warehouse).ensureNamespace(name);
    return name;
  };
  const kitOf = (group: string): Kit => ({
    engine: () => given(engine),
    warehouse: () => given(warehouse),
    projectDir: () => projectDir,
    whileClosed: async (work) => {
      await given(warehouse).close();
      try {
        await work();
      } finally {
        warehouse = await connect();
      }
    },
    identifiers: under.identifiers ?? nasty,
    types: under.types ?? {},
    schema,
    numbers: async (rows) => numbersTable(given(warehouse), await schema(), rows),
    test: tests.define(group),
  });
  return { open, tests, kitOf };
}

async function numbersTable(
  warehouse: WarehouseAdapter,
  schema: string,
  rows: number,
): Promise<RelationRef> {
  const { dialect } = warehouse;
  const target = { schema, name: "numbers" };
  const columns = [column(dialect, "n", "bigint"), column(dialect, "label", "text")];
  await warehouse.execute(dialect.createTable(target, columns));
  const values = Array.from({ length: rows }, (_, n) => [n, `row ${n}`]);
  await warehouse.load(target, values);
  return target;
}

/** What must be there by now. */
export function given<T>(value: T | undefined): T {
  if (value === undefined)
    throw new SluiceError({ code: "ADAPTER.CLOSED", message: "The warehouse is not open." });
  return value;
}

/** A nullable column of the engine's type for a kind. */
export function column(
  dialect: WarehouseAdapter["dialect"],
  name: string,
  kind: Parameters<WarehouseAdapter["dialect"]["typeFor"]>[0],
): ColumnInfo {
  return { name, type: dialect.typeFor(kind) ?? "", nullable: true };
}

export async function rowsOf(runner: SqlRunner, sql: string, signal?: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of runner.query(sql, { signal })) rows.push(row);
  return rows;
}

/** The single value a query gives. */
export async function valueOf(runner: SqlRunner, sql: string): Promise<unknown> {
  const [row] = await rowsOf(runner, sql);
  return row === undefined ? undefined : Object.values(row)[0];
}

/** How many rows a relation has. */
export async function countOf(runner: SqlRunner, relation: string): Promise<number> {
  return Number(await valueOf(runner, `select count(*) as n from ${relation}`));
}

/** A query that runs for hours on any engine, from a table of numbers. */
export function endless(numbers: string): string {
  const from = ["a", "b", "c", "d", "e"].map((alias) => `${numbers} ${alias}`).join(" cross join ");
  return `select count(*) as n from ${from} where a.n + b.n * c.n - d.n * e.n = 7`;
}

/** Waits so many milliseconds. */
export const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
