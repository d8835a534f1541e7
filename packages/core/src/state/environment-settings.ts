import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { PRODUCTION } from "../model/names.js";
import { insertRows, stateRelation } from "./state-tables.js";

/** An environment's own lifetime that means: never expires, whatever the configuration says. */
const NEVER = -1;

interface Setting {
  readonly dialect: Dialect;
  readonly environment: string;
}

/** Puts off the expiry of an environment by its own lifetime, else by the given one. Production never expires. */
export async function renewEnvironment(
  runner: SqlRunner,
  { lifetimeMs, ...of }: Setting & { readonly lifetimeMs: number | undefined },
): Promise<void> {
  const known = await readSetting(runner, of);
  const own = known?.lifetime_ms ?? undefined;
  const lasts = own === undefined ? lifetimeMs : Number(own);
  const isEndless = lasts === undefined || lasts < 0 || of.environment === PRODUCTION;
  const expires = isEndless ? null : new Date(Date.now() + lasts);
  await write(runner, of, { isKnown: known !== undefined, expires });
}

/** Sets when an environment expires, and the lifetime that each promotion gives it from then on; null means never. */
export async function setLifetime(
  runner: SqlRunner,
  { lifetimeMs, now, ...of }: Setting & { readonly lifetimeMs: number | null; readonly now: Date },
): Promise<void> {
  const expires = lifetimeMs === null ? null : new Date(now.getTime() + lifetimeMs);
  const isKnown = (await readSetting(runner, of)) !== undefined;
  await write(runner, of, { isKnown, expires, own: lifetimeMs ?? NEVER });
}

async function readSetting(runner: SqlRunner, { dialect, environment }: Setting) {
  const sql = `select lifetime_ms from ${dialect.relation(stateRelation("environment_settings"))} where environment = ${dialect.literal(environment)}`;
  for await (const row of runner.query<{ lifetime_ms: number | bigint | null }>(sql)) return row;
  return undefined;
}

async function write(
  runner: SqlRunner,
  { dialect, environment }: Setting,
  values: { readonly isKnown: boolean; readonly expires: Date | null; readonly own?: number },
): Promise<void> {
  const { isKnown, expires, own } = values;
  if (!isKnown) {
    const row = {
      environment,
      created_at: new Date(),
      expires_at: expires,
      lifetime_ms: own ?? null,
    };
    for (const sql of insertRows(dialect, "environment_settings", [row])) await runner.execute(sql);
    return;
  }
  const at = expires === null ? "null" : dialect.literal(expires, dialect.typeFor("timestamp"));
  const set = {
    expires_at: at,
    ...(own !== undefined && { lifetime_ms: dialect.literal(own) }),
  };
  const where = `environment = ${dialect.literal(environment)}`;
  await runner.execute(dialect.updateWhere(stateRelation("environment_settings"), set, where));
}
