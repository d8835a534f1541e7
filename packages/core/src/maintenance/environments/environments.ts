import type { StateChange } from "../../state/state-change.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { PRODUCTION } from "../../model/names.js";
import { environmentRemoval, isExpired, schemasOf } from "../retention/expired-environments.js";
import type { EnvironmentRecord } from "../../state/inventory.js";
import { removeTogether } from "./clean.js";
import { requireEnvironment } from "./require-environment.js";
import type { Session } from "../../session/session.js";
import { MaintenanceRun } from "./maintenance-run.js";

/** An environment of a warehouse. Times in ISO form, UTC. */
export interface EnvironmentInfo {
  readonly name: string;
  /** Models it shows. */
  readonly models: number;
  readonly createdAt?: string | undefined;
  /** When its views last changed. */
  readonly promotedAt?: string | undefined;
  /** Undefined: never. */
  readonly expiresAt?: string | undefined;
  /** Its time is over: `clean` removes it. */
  readonly expired: boolean;
}

/** When an environment is to go: `in` milliseconds after now and after each promotion to come, never, or at once. */
export type Expiry = { readonly in: number } | "never" | "now";

/** What `expireEnvironment` did. */
export interface Expired {
  readonly environment: EnvironmentInfo;
  /** Views that were removed at once, as `schema.name`. */
  readonly removed: readonly string[];
}

/** The environments of the warehouse, `prod` first. */
export async function listEnvironments(session: Session): Promise<readonly EnvironmentInfo[]> {
  const found = await session.state.environmentRecords();
  return found.map((one) => toInfo(one, session));
}

/** Raises `STATE.UNKNOWN_ENVIRONMENT` where the warehouse does not have the project's environment; `prod` always is. */
export async function requireOwnEnvironment(session: Session): Promise<void> {
  const { environment } = session.project;
  if (environment === PRODUCTION) return;
  const known = await listEnvironments(session);
  requireEnvironment(
    environment,
    known.map(({ name }) => name),
  );
}

function toInfo(record: EnvironmentRecord, { project }: Session): EnvironmentInfo {
  const { name, models, createdAt, promotedAt, expiresAt } = record;
  return {
    name,
    models,
    createdAt: iso(createdAt),
    promotedAt: iso(promotedAt),
    expiresAt: iso(expiresAt),
    expired: isExpired(record, project.now.at.getTime()),
  };
}

function iso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

/**
 * Sets when an environment expires, or removes it at once: its views, its part of the state, and the schemas of its own
 * that are empty then, in one transaction. What it shared stays. Raises `STATE.UNKNOWN_ENVIRONMENT`; `CLI.USAGE` for
 * `prod`, which never expires.
 */
export async function expireEnvironment(
  session: Session,
  name: string,
  expiry: Expiry,
): Promise<Expired> {
  await session.state.ensure(session.claim);
  const known = await listEnvironments(session);
  requireEnvironment(
    name,
    known.map((one) => one.name),
  );
  if (name === PRODUCTION) throw productionStays();
  const before = known.find((one) => one.name === name);
  if (expiry === "now") {
    const removed = await removeNow(session, name);
    const gone = { name, models: 0, expired: true };
    return { environment: { ...(before ?? gone), expired: true }, removed };
  }
  const lifetimeMs = expiry === "never" ? null : expiry.in;
  const { at } = session.project.now;
  await session.state.commit([
    { type: "set lifetime", environment: name, lifetimeMs, now: at },
    ...expiryRun(name, 0),
  ]);
  const after = (await listEnvironments(session)).find((one) => one.name === name);
  return { environment: after ?? { name, models: 0, expired: false }, removed: [] };
}

async function removeNow(session: Session, name: string): Promise<readonly string[]> {
  const warehouse = await session.warehouse();
  const { published: shown, log } = await session.state.inventory();
  const own = shown.flatMap((one) => (one.environment === name ? [one.schema] : []));
  const schemas = [...own, ...schemasOf(name, { published: shown, log })];
  const relations =
    schemas.length === 0 ? [] : await warehouse.list([...new Set(schemas)], { columns: false });
  const item = environmentRemoval(name, {
    published: shown,
    log,
    relations,
    leaving: new Set([name]),
  });
  await removeTogether(session, [item], expiryRun(name, item.relations.length));
  return item.relations.map(({ schema, name: view }) => `${schema}.${view}`);
}

/** The record of the command in the history, as one that is done. */
function expiryRun(environment: string, removed: number): readonly StateChange[] {
  const run = new MaintenanceRun({ command: "env expire", environment });
  return [run.started, run.ended({ removed }).change];
}

function productionStays(): SluiceError {
  return new SluiceError({
    code: "CLI.USAGE",
    message: `\`${PRODUCTION}\` never expires.`,
    hints: ["Drop its views yourself if you no longer want the project in this warehouse."],
  });
}
