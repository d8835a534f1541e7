import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { cronDefinition } from "../time/cron/cron-spec.js";
import type { AppliedCron, AppliedCrons } from "./applied-cron.js";
import { currentMeta } from "./state-layout.js";
import { instant, text } from "./state-rows.js";
import { insertRows, stateRelation } from "./state-tables.js";
import { listed } from "./state-writer.js";

/** Schedules of the models of an environment. */
export async function readTicks(
  runner: SqlRunner,
  environment: string,
  dialect: Dialect,
): Promise<ReadonlyMap<string, AppliedCron>> {
  const ticks = new Map<string, AppliedCron>();
  if (!(await currentMeta(runner, dialect))) return ticks;
  const sql =
    `select model, tick, cron from ${dialect.relation(stateRelation("ticks"))} ` +
    `where environment = ${dialect.literal(environment)} order by model`;
  for await (const row of runner.query(sql))
    ticks.set(text(row, "model"), {
      cron: cronDefinition.parse(JSON.parse(text(row, "cron"))),
      tick: new Date(instant(row, "tick")),
    });
  return ticks;
}

/** Statements that replace the schedules of these models. */
export function tickStatements(
  { environment, runId }: { readonly environment: string; readonly runId: string },
  ticks: AppliedCrons,
  dialect: Dialect,
): readonly string[] {
  if (ticks.size === 0) return [];
  const rows = [...ticks].flatMap(([model, applied]) =>
    applied === undefined
      ? []
      : [
          {
            environment,
            model,
            tick: applied.tick,
            cron: JSON.stringify(applied.cron),
            run_id: runId,
          },
        ],
  );
  return [
    dialect.deleteWhere(
      stateRelation("ticks"),
      `environment = ${dialect.literal(environment)} and ${listed("model", [...ticks.keys()], dialect)}`,
    ),
    ...insertRows(dialect, "ticks", rows),
  ];
}
