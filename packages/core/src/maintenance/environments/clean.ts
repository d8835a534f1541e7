import { isSluiceError, SluiceError } from "../../base/errors/sluice-error.js";
import type { SqlRunner } from "../../warehouse/warehouse-adapter.js";
import { runStatements } from "../../warehouse/run-statements.js";
import { pointReaders } from "../../run/point-readers.js";
import { SYSTEM_SCHEMA } from "../../model/names.js";
import { warehouseCommand } from "../../model/project/command-line.js";
import { isExpired, schemasOf } from "../retention/expired-environments.js";
import { planRetention } from "../retention/plan-retention.js";
import type { RetentionFacts, RetentionItem, RetentionPolicy } from "../retention/retention.js";
import type { StateChange } from "../../state/state-change.js";
import { sessionProtocol } from "../../session/session-protocol.js";
import type { Session } from "../../session/session.js";
import { MaintenanceRun } from "./maintenance-run.js";

/** Generations of a model, and promotions of an environment, that are kept when nothing is said. */
const KEEP = 3;

const WEEK = 7 * 86_400_000;

/** What is cleaned away, and what is kept. */
export interface CleanOptions {
  /** Published generations of each model, and promotions of each environment to go back to. @default 3 */
  readonly keep?: number | undefined;
  /**
   * How long what was never published is kept, in milliseconds. Given, copies of older layouts of the state go too once
   * they are that old. @default 7 days
   */
  readonly olderThanMs?: number | undefined;
  /** Forget runs of the history that are older, in milliseconds. @default none */
  readonly historyMs?: number | undefined;
}

/** What cleaning will remove: a value, printed as it is carried out. */
export interface CleanPlan {
  readonly items: readonly RetentionItem[];
  /** Sequence number of the state it was made for. */
  readonly stateVersion: number;
}

/** What a call of `clean` may be told. */
export interface CleanRun {
  readonly signal?: AbortSignal | undefined;
  /** Called when something is gone. */
  readonly onRemoved?: ((item: RetentionItem) => void) | undefined;
}

/** Decides what no environment and no retention rule needs; changes nothing. */
export async function planClean(session: Session, options: CleanOptions): Promise<CleanPlan> {
  const layout = await session.state.layout();
  if (layout !== undefined && session.options.readOnly !== true)
    await session.state.ensure(session.claim);
  const facts = await retentionFacts(session);
  const policy: RetentionPolicy = {
    keep: options.keep ?? KEEP,
    olderThanMs: options.olderThanMs ?? WEEK,
    stateCopies: options.olderThanMs !== undefined,
    historyMs: options.historyMs,
  };
  return { items: planRetention(facts, policy), stateVersion: facts.sequence };
}

/** Everything a decision about a warehouse's content needs. */
export async function retentionFacts(session: Session): Promise<RetentionFacts> {
  const warehouse = await session.warehouse();
  const inventory = await session.state.inventory();
  const now = session.project.now.at.getTime();
  const expired = new Set(
    inventory.environments.filter((one) => isExpired(one, now)).map(({ name }) => name),
  );
  const schemas = [...expired].flatMap((name) => [
    ...inventory.published.flatMap((one) => (one.environment === name ? [one.schema] : [])),
    ...schemasOf(name, inventory),
  ]);
  const found = await warehouse.list([...new Set([SYSTEM_SCHEMA, ...schemas])], {
    columns: false,
  });
  const relations = found.map(({ schema, name, type }) => ({ schema, name, type }));
  return { ...inventory, now, relations };
}

/**
 * Carries out a plan of `planClean`. What belongs together goes in one transaction with its part of the state; a kill
 * between two leaves the rest for the next time. Raises `STATE.MOVED` when the state is another by now.
 */
export async function clean(session: Session, plan: CleanPlan, run: CleanRun): Promise<void> {
  const { sequence } = await session.state.inventory();
  if (sequence !== plan.stateVersion) {
    throw new SluiceError({
      code: "STATE.MOVED",
      message: "The warehouse has changed since it was decided what to clean away.",
      hints: [
        `Run \`${warehouseCommand(["clean", "--dry-run"], session.project)}\` again and look at what it says.`,
      ],
    });
  }
  if (plan.items.length === 0) return;
  const { environment } = session.project;
  const recorded = new MaintenanceRun({ command: "clean", environment });
  await session.state.commit([recorded.started]);
  const signal = run.signal ?? session.options.signal;
  let removed = 0;
  try {
    for (const items of units(plan.items)) {
      signal?.throwIfAborted();
      await removeTogether(session, items);
      removed += items.reduce((sum, { relations }) => sum + relations.length, 0);
      for (const item of items) run.onRemoved?.(item);
    }
  } catch (error) {
    const status = signal?.aborted === true ? "cancelled" : "failed";
    // What went wrong first is what is told.
    const { change } = recorded.ended({ removed }, status);
    await session.state.commit([change]).catch(() => undefined);
    throw error;
  }
  await session.state.commit([recorded.ended({ removed }).change]);
}

/** Items that go in one transaction: an environment, the views of a model, its tables, what is stray, the history. */
function units(items: readonly RetentionItem[]): readonly (readonly RetentionItem[])[] {
  const found = new Map<string, RetentionItem[]>();
  for (const item of items) {
    const key = JSON.stringify(unitOf(item));
    const unit = found.get(key);
    if (unit) unit.push(item);
    else found.set(key, [item]);
  }
  return [...found.values()];
}

function unitOf(item: RetentionItem): readonly string[] {
  switch (item.kind) {
    case "environment":
      return [item.kind, item.name];
    case "version":
      return [item.kind, item.relations[0]?.type ?? "", item.model];
    case "history":
    case "records":
      return [item.kind];
    default:
      return ["stray"];
  }
}

/** Removes items in one transaction, with changes of the state beside those that follow from it. A schema that holds more than the engine lists stays. */
export async function removeTogether(
  session: Session,
  items: readonly RetentionItem[],
  record: readonly StateChange[] = [],
): Promise<void> {
  const protocol = await sessionProtocol(session);
  const remove = (withSchemas: boolean) =>
    protocol.remove({
      drop: (tx) => removeItems(session, { items, withSchemas }, tx),
      changes: [...removalChanges(items), ...record],
    });
  const hasSchemas = items.some((item) => item.kind === "environment" && item.schemas.length > 0);
  if (!hasSchemas) return remove(false);
  try {
    await remove(true);
  } catch (error) {
    if (!isSluiceError(error) || !error.code.startsWith("SQL.")) throw error;
    await remove(false);
  }
}

async function removeItems(
  session: Session,
  {
    items,
    withSchemas,
  }: { readonly items: readonly RetentionItem[]; readonly withSchemas: boolean },
  tx: SqlRunner,
): Promise<void> {
  const warehouse = await session.warehouse();
  const { dialect } = warehouse;
  for (const item of items) {
    if (item.kind !== "environment") {
      const drops = item.relations.map(({ type, ...ref }) => dialect.dropRelation(ref, type));
      await runStatements(tx, drops);
      continue;
    }
    const drop = item.relations.map(({ schema, name }) => ({ schema, view: name }));
    await pointReaders({ point: [], drop }, { tx, warehouse });
    if (withSchemas)
      await runStatements(
        tx,
        item.schemas.map((schema) => dialect.dropEmptySchema(schema)),
      );
  }
}

/** Changes of the state that go with the removal of items. */
function removalChanges(items: readonly RetentionItem[]): readonly StateChange[] {
  const versions = items.filter((item) => item.kind === "version");
  const named = (retire: boolean) =>
    versions.filter((item) => item.retire === retire).map(({ name }) => name);
  return [
    { type: "forget versions", physical: named(false) },
    { type: "retire versions", physical: named(true) },
    ...items.flatMap(otherChanges),
  ];
}

function otherChanges(item: RetentionItem): readonly StateChange[] {
  switch (item.kind) {
    case "environment":
      return [{ type: "remove environment", environment: item.name }];
    case "records":
      return [
        { type: "raise generations", least: item.leastGeneration },
        { type: "forget versions", physical: item.physical },
      ];
    case "history":
      return [
        { type: "remove runs", before: new Date(item.before) },
        ...item.logs.map((log) => ({ type: "fold log" as const, ...log })),
      ];
    default:
      return [];
  }
}
