import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { isSluiceError, SluiceError } from "../base/errors/sluice-error.js";
import { SYSTEM_SCHEMA } from "../model/names.js";
import type { StateWriter } from "./state-writer.js";
import { text } from "./state-rows.js";
import { createStateTable, insertRows, stateRelation, stateTables } from "./state-tables.js";

/** Version of the state's layout. A newer one in a warehouse is refused. */
export const STATE_SCHEMA = 4;

/** Key of the layout in the table `meta`. */
export const LAYOUT = "schema_version";

/** Key of the number of changes in the table `meta`. */
export const SEQUENCE = "sequence";

/** Key of the least generation of new tables in the table `meta`. */
export const LEAST_GENERATION = "least_generation";

/** Statements that create a state of this layout. */
export function createState(dialect: Dialect): readonly string[] {
  return [
    dialect.createSchema(SYSTEM_SCHEMA),
    ...stateTables.map(([name]) => createStateTable(name, dialect)),
    ...insertRows(dialect, "meta", [
      { key: LAYOUT, value: String(STATE_SCHEMA) },
      { key: SEQUENCE, value: "0" },
    ]),
  ];
}

/** Values of the table `meta` by key. */
export type StateMeta = ReadonlyMap<string, string>;

/**
 * Everything that the table `meta` says, in one query; undefined where there is no state. Raises `STATE.NEWER` for one that
 * a later Sluice wrote.
 */
export async function readMeta(
  runner: SqlRunner,
  dialect: Dialect,
): Promise<StateMeta | undefined> {
  const meta = new Map<string, string>();
  try {
    // To the end: a query that is given up early costs another statement.
    const sql = `select key, value from ${dialect.relation(stateRelation("meta"))}`;
    for await (const row of runner.query(sql)) meta.set(text(row, "key"), text(row, "value"));
  } catch (error) {
    // The engine's binder knows at once that a table is not there; a catalogue's listing takes its time.
    if (isSluiceError(error) && error.code === "SQL.BIND") return undefined;
    throw error;
  }
  if (layoutOf(meta) <= STATE_SCHEMA) return meta;
  throw new SluiceError({
    code: "STATE.NEWER",
    message: `The warehouse's state has layout ${meta.get(LAYOUT) ?? "?"}; this Sluice knows layout ${String(STATE_SCHEMA)}.`,
    hints: ["Update Sluice; nothing was changed."],
  });
}

/** Layout of the state that `meta` belongs to. */
export function layoutOf(meta: StateMeta): number {
  return Number(meta.get(LAYOUT));
}

/** Number of changes of the state that `meta` belongs to. */
export function sequenceOf(meta: StateMeta): number {
  return Number(meta.get(SEQUENCE));
}

/** Least generation of new tables, by the state that `meta` belongs to. */
export function leastGenerationOf(meta: StateMeta): number {
  return Number(meta.get(LEAST_GENERATION) ?? 1);
}

/** Counts a change of the state: a plan made before it differs from one made after. */
export async function advance({ runner, dialect }: StateWriter): Promise<void> {
  const next = `${dialect.cast("value", dialect.typeFor("bigint") ?? "bigint")} + 1`;
  const set = { value: dialect.cast(next, dialect.typeFor("text") ?? "text") };
  const isIt = `key = ${dialect.literal(SEQUENCE)}`;
  await runner.execute(dialect.updateWhere(stateRelation("meta"), set, isIt));
}

/** Layout of the state, if there is one. Raises `STATE.NEWER` for one that a later Sluice wrote. */
export async function stateLayout(
  runner: SqlRunner,
  dialect: Dialect,
): Promise<number | undefined> {
  const meta = await readMeta(runner, dialect);
  return meta && layoutOf(meta);
}

/** As `readMeta`. Raises `STATE.OLDER` for a state that has to be brought up to date before it is read. */
export async function currentMeta(
  runner: SqlRunner,
  dialect: Dialect,
): Promise<StateMeta | undefined> {
  const meta = await readMeta(runner, dialect);
  if (meta && layoutOf(meta) < STATE_SCHEMA) throw older(layoutOf(meta));
  return meta;
}

function older(layout: number): SluiceError {
  return new SluiceError({
    code: "STATE.OLDER",
    message: `The warehouse's state has layout ${String(layout)}; this Sluice works with layout ${String(STATE_SCHEMA)}.`,
    hints: ["Run `sluice build` once: the state is brought up to date, and a copy of it kept."],
  });
}
