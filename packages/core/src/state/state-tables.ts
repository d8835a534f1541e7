import type { Dialect, RelationRef, TypeKind } from "../warehouse/dialect.js";
import type { SqlValue } from "../warehouse/values.js";
import { SYSTEM_SCHEMA } from "../model/names.js";

/** Columns of the state tables. No keys, defaults or constraints: the engine's log must replay after any kill. */
const tables = {
  meta: { key: "text", value: "text" },
  model_versions: {
    model: "text",
    fingerprint: "text",
    definition_fingerprint: "text",
    metadata_fingerprint: "text",
    generation: "integer",
    physical: "text",
    relation: "text",
    status: "text",
    row_count: "bigint",
    run_day: "text",
    inputs: "text",
    run_id: "text",
    built_at: "timestamp",
    revision: "bigint",
    origin: "text",
    columns: "text",
    query: "text",
    options_fingerprint: "text",
    reads: "text",
    changed_at: "timestamp",
    due_at: "timestamp",
    removed_at: "timestamp",
    compared_inputs: "text",
    late_inputs: "text",
  },
  intervals: {
    physical: "text",
    start_at: "timestamp",
    end_at: "timestamp",
    run_id: "text",
  },
  input_hashes: {
    physical: "text",
    input: "text",
    definition: "text",
    start_at: "timestamp",
    end_at: "timestamp",
    row_count: "bigint",
    hash: "text",
  },
  environments: {
    environment: "text",
    model: "text",
    view_schema: "text",
    view_name: "text",
    physical: "text",
    fingerprint: "text",
    metadata_fingerprint: "text",
    run_id: "text",
    promoted_at: "timestamp",
  },
  promotions: {
    environment: "text",
    sequence: "bigint",
    model: "text",
    view_schema: "text",
    view_name: "text",
    physical: "text",
    fingerprint: "text",
    metadata_fingerprint: "text",
    run_id: "text",
    promoted_at: "timestamp",
  },
  environment_settings: {
    environment: "text",
    created_at: "timestamp",
    expires_at: "timestamp",
    lifetime_ms: "bigint",
  },
  ticks: { environment: "text", model: "text", tick: "timestamp", cron: "text", run_id: "text" },
  runs: {
    run_id: "text",
    command: "text",
    environment: "text",
    started_at: "timestamp",
    finished_at: "timestamp",
    status: "text",
    summary: "text",
  },
  node_results: { run_id: "text", node: "text", result: "text" },
  check_results: {
    run_id: "text",
    environment: "text",
    model: "text",
    check_name: "text",
    check_type: "text",
    status: "text",
    severity: "text",
    observed: "text",
    failing: "bigint",
    checked_rows: "bigint",
    result: "text",
    checked_at: "timestamp",
  },
} as const satisfies Record<string, Record<string, TypeKind>>;

/** Name of a state table. */
export type StateTable = keyof typeof tables;

/** Name of a column of a state table. */
export type StateColumn<T extends StateTable> = keyof (typeof tables)[T];

/** A row of a state table; what is missing is null. */
export type StateRow<T extends StateTable> = Readonly<
  Record<keyof (typeof tables)[T], SqlValue | undefined>
>;

/** The relation of a state table. */
export function stateRelation(table: StateTable): RelationRef {
  return { schema: SYSTEM_SCHEMA, name: table };
}

/** Names of the state tables with their columns. */
export const stateTables: readonly (readonly [StateTable, readonly string[]])[] = Object.entries(
  tables,
).map(([name, columns]) => [name as StateTable, Object.keys(columns)]);

/** Statement that creates a state table. */
export function createStateTable(name: StateTable, dialect: Dialect): string {
  return dialect.createTable(
    stateRelation(name),
    Object.entries(tables[name]).map(([column, kind]) => ({
      name: column,
      type: dialect.typeFor(kind) ?? kind,
      nullable: true,
    })),
  );
}

/** Most rows in one statement: keeps statements well below the limits of engines. */
const ROWS_PER_STATEMENT = 500;

/** Values of a row in the order of the table's columns. */
export function valuesOf<T extends StateTable>(table: T, row: StateRow<T>): readonly SqlValue[] {
  const values: Readonly<Record<string, SqlValue | undefined>> = row;
  return Object.keys(tables[table]).map((name) => values[name] ?? null);
}

/** Statements that insert rows into a state table, values as literals. */
export function insertRows<T extends StateTable>(
  dialect: Dialect,
  table: T,
  rows: readonly StateRow<T>[],
): readonly string[] {
  const columns = Object.entries(tables[table]);
  const names = columns.map(([name]) => name);
  const types = columns.map(([, kind]) => dialect.typeFor(kind));
  const literals = rows.map((row) =>
    valuesOf(table, row).map((value, i) =>
      dialect.literal(value, value instanceof Date ? types[i] : undefined),
    ),
  );
  const statements: string[] = [];
  for (let at = 0; at < literals.length; at += ROWS_PER_STATEMENT) {
    const part = literals.slice(at, at + ROWS_PER_STATEMENT);
    statements.push(dialect.insertValues(stateRelation(table), names, part));
  }
  return statements;
}
