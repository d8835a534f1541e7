import { foldName } from "../adapter/name.js";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ColumnInfo, Dialect, RelationRef } from "../adapter/dialect.js";
import type { SqlValue } from "../adapter/values.js";
import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import { SluiceError, type Place } from "../errors/sluice-error.js";
import { suggest } from "../select/suggest.js";
import type { LoadedTest } from "./test-file.js";

type Given = LoadedTest["test"]["given"][string];

/** A table of a test: where it is made and what it must hold. */
export interface Fixture {
  readonly target: RelationRef;
  readonly columns: readonly ColumnInfo[];
  readonly given: Given | undefined;
  readonly where: Place;
  /** What the rows are called in errors: the input's name, or `expect`. */
  readonly label: string;
}

/** Creates a typed table and fills it with the rows of a test; without rows it stays empty. */
export async function createFixture(fixture: Fixture, engine: WarehouseAdapter): Promise<void> {
  const { dialect } = engine;
  const columns = fixture.columns.map((c) => ({ ...c, nullable: true }));
  await engine.execute(dialect.createTable(fixture.target, columns));
  const { given } = fixture;
  if (given === undefined) return;
  if (Array.isArray(given)) return insertRows(fixture, given, engine);
  if ("rows" in given) return insertRows(fixture, given.rows, engine);
  if ("sql" in given) return insertSelect(fixture, given.sql, engine);
  return insertCsv(fixture, given.csv, engine);
}

/** Columns a list of rows names, in order of first appearance, spelled as the table spells them. */
export function namedColumns(
  rows: readonly Readonly<Record<string, unknown>>[],
  fixture: Pick<Fixture, "columns" | "where" | "label">,
): readonly ColumnInfo[] {
  const byName = new Map(fixture.columns.map((column) => [foldName(column.name), column]));
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].map((name) => {
    const column = byName.get(foldName(name));
    if (column) return column;
    const known = fixture.columns.map((c) => c.name);
    const near = suggest(name, known);
    throw new SluiceError({
      code: "DQ.TEST_INVALID",
      message: `\`${fixture.label}\` has no column \`${name}\`.`,
      where: fixture.where,
      hints: [
        near[0] === undefined ? `It has: ${known.join(", ")}.` : `Did you mean \`${near[0]}\`?`,
      ],
    });
  });
}

async function insertRows(
  fixture: Fixture,
  rows: readonly Readonly<Record<string, unknown>>[],
  engine: WarehouseAdapter,
): Promise<void> {
  if (rows.length === 0) return;
  const { dialect } = engine;
  const columns = namedColumns(rows, fixture);
  const tuples = rows.map((row) => {
    const cells = new Map(Object.entries(row).map(([name, value]) => [foldName(name), value]));
    const values = columns.map((column) => {
      const value = cells.get(foldName(column.name));
      refuseRounded(value, { column, fixture, dialect });
      return cell(value, column.type, dialect);
    });
    return `(${values.join(", ")})`;
  });
  const names = columns.map((c) => dialect.quoteIdentifier(c.name)).join(", ");
  await run(
    fixture,
    engine,
    `insert into ${dialect.relation(fixture.target)} (${names}) values ${tuples.join(",\n")}`,
  );
}

/** A YAML value as SQL: lists and maps of a non-text column go through their own literal, all else through a cast. */
function cell(value: unknown, type: string, dialect: Dialect): string {
  if (value === undefined || value === null) return dialect.literal(null);
  const kind = dialect.parseType(type).kind;
  if (kind === "json")
    return dialect.literal(typeof value === "string" ? value : JSON.stringify(value), type);
  return dialect.cast(dialect.literal(value as SqlValue), type);
}

/** A number that its column would round is a slip of the test: what it expects could never come out. */
function refuseRounded(
  value: unknown,
  at: { readonly column: ColumnInfo; readonly fixture: Fixture; readonly dialect: Dialect },
): void {
  if (typeof value !== "number" && typeof value !== "string") return;
  const { column, fixture, dialect } = at;
  const { kind } = dialect.parseType(column.type);
  if (kind !== "integer" && kind !== "bigint" && kind !== "decimal") return;
  const digits = /^[+-]?\d*\.(\d*?)0*$/.exec(String(value).trim())?.[1]?.length ?? 0;
  const scale = kind === "decimal" ? Number(/,\s*(\d+)\s*\)/.exec(column.type)?.[1] ?? 0) : 0;
  if (digits <= scale) return;
  throw new SluiceError({
    code: "DQ.TEST_INVALID",
    message: `The rows of \`${fixture.label}\` do not fit its columns: \`${column.name}\` is ${column.type} and would round ${value}.`,
    where: fixture.where,
    hints: ["Write a value that the column can hold."],
  });
}

async function insertSelect(
  fixture: Fixture,
  sql: string,
  engine: WarehouseAdapter,
): Promise<void> {
  const { columns } = await engine.dryRun(sql);
  const named = namedColumns([Object.fromEntries(columns.map((c) => [c.name, null]))], fixture);
  await run(
    fixture,
    engine,
    engine.dialect.insertSelect(
      fixture.target,
      named.map((c) => c.name),
      sql,
    ),
  );
}

async function insertCsv(fixture: Fixture, csv: string, engine: WarehouseAdapter): Promise<void> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  try {
    const file = path.join(dir, "rows.csv");
    writeFileSync(file, csv.endsWith("\n") ? csv : `${csv}\n`);
    const [head = ""] = csv.trimStart().split(/\r?\n/);
    const names = head.split(",").map((name) => name.trim().replace(/^"|"$/g, ""));
    const columns = namedColumns([Object.fromEntries(names.map((name) => [name, null]))], fixture);
    const files = engine.dialect.readFiles({
      format: "csv",
      paths: [file],
      header: true,
      columns: columns.map(({ type }, i) => ({ name: names[i] ?? "", type })),
    });
    await run(
      fixture,
      engine,
      engine.dialect.insertSelect(
        fixture.target,
        columns.map((c) => c.name),
        `select * from ${files}`,
      ),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function run(fixture: Fixture, engine: WarehouseAdapter, sql: string): Promise<void> {
  try {
    await engine.execute(sql);
  } catch (error) {
    const { message } = engine.normalizeError(error);
    throw new SluiceError({
      code: "DQ.TEST_INVALID",
      message: `The rows of \`${fixture.label}\` do not fit its columns: ${message}`,
      where: fixture.where,
      hints: [`Its columns are: ${fixture.columns.map((c) => `${c.name} ${c.type}`).join(", ")}.`],
      cause: error,
    });
  }
}
