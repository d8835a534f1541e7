import type { Dialect } from "../adapter/dialect.js";
import type { SqlRunner } from "../adapter/warehouse-adapter.js";
import { isSluiceError, SluiceError } from "../errors/sluice-error.js";
import { SYSTEM_SCHEMA } from "../load/names.js";
import { text } from "./state-rows.js";
import { createStateTable, insertRows, stateRelation, stateTables } from "./state-tables.js";

/** Version of the state's layout. A newer one in a warehouse is refused. */
export const STATE_SCHEMA = 4;

/** Statements that create a state of this layout. */
export function createState(dialect: Dialect): readonly string[] {
  return [
    dialect.createSchema(SYSTEM_SCHEMA),
    ...stateTables.map(([name]) => createStateTable(name, dialect)),
    ...insertRows(dialect, "meta", [
      { key: "schema_version", value: String(STATE_SCHEMA) },
      { key: "sequence", value: "0" },
    ]),
  ];
}

/** Layout of the state, if there is one. Raises `STATE.NEWER` for one that a later Sluice wrote. */
export async function stateLayout(
  runner: SqlRunner,
  dialect: Dialect,
): Promise<number | undefined> {
  const version = await readMeta(runner, dialect, "schema_version").catch((error: unknown) => {
    // The engine's binder knows at once that a table is not there; a catalogue's listing takes its time.
    if (isSluiceError(error) && error.code === "SQL.BIND") return "none";
    throw error;
  });
  if (version === "none") return undefined;
  if (Number(version) <= STATE_SCHEMA) return Number(version);
  throw new SluiceError({
    code: "STATE.NEWER",
    message: `The warehouse's state has layout ${version ?? "?"}; this Sluice knows layout ${String(STATE_SCHEMA)}.`,
    hints: ["Update Sluice; nothing was changed."],
  });
}

/** True where there is a state. Raises `STATE.OLDER` for one that has to be brought up to date before it is read. */
export async function isStateCurrent(runner: SqlRunner, dialect: Dialect): Promise<boolean> {
  const layout = await stateLayout(runner, dialect);
  if (layout !== undefined && layout < STATE_SCHEMA) throw older(layout);
  return layout !== undefined;
}

/** A value of the table `meta`. */
export async function readMeta(
  runner: SqlRunner,
  dialect: Dialect,
  key: string,
): Promise<string | undefined> {
  const sql = `select value from ${dialect.relation(stateRelation("meta"))} where key = ${dialect.literal(key)}`;
  for await (const row of runner.query(sql)) return text(row, "value");
  return undefined;
}

function older(layout: number): SluiceError {
  return new SluiceError({
    code: "STATE.OLDER",
    message: `The warehouse's state has layout ${String(layout)}; this Sluice works with layout ${String(STATE_SCHEMA)}.`,
    hints: ["Run `sluice build` once: the state is brought up to date, and a copy of it kept."],
  });
}
