import type { Dialect } from "../adapter/dialect.js";
import type { SqlRunner } from "../adapter/warehouse-adapter.js";
import { isStateCurrent } from "./state-layout.js";
import { instant, text } from "./state-rows.js";
import { stateRelation } from "./state-tables.js";

/** The last tick of its cron that each model of an environment met. */
export async function readTicks(
  runner: SqlRunner,
  environment: string,
  dialect: Dialect,
): Promise<ReadonlyMap<string, Date>> {
  const ticks = new Map<string, Date>();
  if (!(await isStateCurrent(runner, dialect))) return ticks;
  const sql =
    `select model, max(tick) as tick from ${dialect.relation(stateRelation("ticks"))} ` +
    `where environment = ${dialect.literal(environment)} group by model`;
  for await (const row of runner.query(sql))
    ticks.set(text(row, "model"), new Date(instant(row, "tick")));
  return ticks;
}
