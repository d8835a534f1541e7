import { failpoint } from "../base/failpoint/failpoint.js";
import { runStatements } from "../warehouse/run-statements.js";
import { renewEnvironment, setLifetime } from "./environment-settings.js";
import { promotionRows } from "./promotion-rows.js";
import type { EnvironmentStateChange } from "./state-change.js";
import { advance, readMeta, sequenceOf } from "./state-layout.js";
import type { Promotion } from "./state-store.js";
import { stateRelation } from "./state-tables.js";
import { listed, type ChangeWriters, type StateWriter } from "./state-writer.js";
import { writeRows } from "./write-rows.js";

export const environmentWriters: ChangeWriters<EnvironmentStateChange> = {
  promote: ({ environment, promotion }, to) => promote(environment, promotion, to),
  "renew environment": ({ environment, lifetimeMs }, { runner, dialect }) =>
    renewEnvironment(runner, { dialect, environment, lifetimeMs }),
  "set lifetime": ({ environment, lifetimeMs, now }, { runner, dialect }) =>
    setLifetime(runner, { dialect, environment, lifetimeMs, now }),
  "remove environment": async ({ environment }, { runner, dialect }) => {
    const own = `environment = ${dialect.literal(environment)}`;
    const tables = ["environments", "promotions", "environment_settings", "ticks"] as const;
    await runStatements(
      runner,
      tables.map((table) => dialect.deleteWhere(stateRelation(table), own)),
    );
  },
  "fold log": ({ environment, first }, to) => foldLog(environment, first, to),
};

async function promote(environment: string, promotion: Promotion, to: StateWriter): Promise<void> {
  const { runner, dialect } = to;
  const names = [...promotion.publish.map(({ model }) => model), ...promotion.remove];
  if (names.length > 0) {
    const own = `environment = ${dialect.literal(environment)}`;
    const replaced = `${own} and ${listed("model", names, dialect)}`;
    const sql = dialect.deleteWhere(stateRelation("environments"), replaced);
    await runner.execute(sql, { deferred: true });
  }
  await advance(to);
  const meta = await readMeta(runner, dialect);
  const sequence = meta ? sequenceOf(meta) : 0;
  const rows = promotionRows(environment, promotion, { sequence, at: new Date() });
  await writeRows(to, "environments", rows.shown);
  await writeRows(to, "promotions", rows.logged);
  const { lifetimeMs } = promotion;
  await renewEnvironment(runner, { dialect, environment, lifetimeMs });
  failpoint("promote.recorded");
}

async function foldLog(
  environment: string,
  first: number,
  { runner, dialect }: StateWriter,
): Promise<void> {
  const log = stateRelation("promotions");
  const sequence = dialect.literal(first);
  const own = `environment = ${dialect.literal(environment)}`;
  const isEarlier = `${own} and sequence < ${sequence}`;
  const replaced = dialect.deleteMatched(log, {
    alias: "earlier",
    from: `${dialect.relation(log)} as later`,
    match:
      `earlier.${own} and later.${own} and earlier.model = later.model ` +
      `and earlier.sequence < later.sequence and later.sequence <= ${sequence}`,
  });
  await runStatements(runner, [
    replaced,
    dialect.deleteWhere(log, `${isEarlier} and physical is null`),
    dialect.updateWhere(log, { sequence }, isEarlier),
  ]);
}
