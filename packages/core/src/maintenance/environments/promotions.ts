import { SYSTEM_SCHEMA } from "../../model/names.js";
import { environmentCommand, type CommandScope } from "../../model/project/command-line.js";
import { namedViewRef, relationKey } from "../../plan/view-ref.js";
import {
  modelsAt,
  promotionsOf,
  type LoggedPromotion,
  type PastModel,
} from "../retention/promotion-log.js";
import type { LoggedModel, StoredVersion } from "../../state/inventory.js";
import type { StateSnapshot } from "../../state/state-store.js";
import { requireEnvironment } from "./require-environment.js";
import { viewSchemas } from "../../session/loaded-project.js";
import type { Session } from "../../session/session.js";

/** One promotion of an environment, as a list shows it. */
export interface PromotionRecord {
  /** Number that `rollback` takes. */
  readonly sequence: number;
  readonly runId: string;
  readonly at: string;
  /** Models whose views were made or moved. */
  readonly published: readonly string[];
  /** Models whose views were removed. */
  readonly removed: readonly string[];
  /** Models the environment showed then. */
  readonly models: number;
  /** What readers see now. */
  readonly current: boolean;
  /** Models whose relations of then are gone: there is no way back to it. */
  readonly gone: readonly string[];
}

/** What a way back is judged by. */
export interface LookedAt {
  readonly session: Session;
  readonly log: readonly LoggedModel[];
  readonly versions: ReadonlyMap<string, StoredVersion>;
  /** Relations of the system schema and of the schemas of the environment, by `schema.name` in lower case. */
  readonly existing: ReadonlyMap<string, "table" | "view">;
  readonly state: StateSnapshot;
}

/** Promotions of the project's environment, newest first. Raises `STATE.UNKNOWN_ENVIRONMENT`. */
export async function listPromotions(session: Session): Promise<readonly PromotionRecord[]> {
  const looked = await lookAtPromotions(session);
  return promotionsOf(looked.log).map((one) => recordOf(one, looked));
}

/** Reads the log of the project's environment and what there is of it. Raises `STATE.UNKNOWN_ENVIRONMENT`. */
export async function lookAtPromotions(session: Session): Promise<LookedAt> {
  const { environment } = session.project;
  const warehouse = await session.warehouse();
  const known = await session.state.environmentRecords();
  requireEnvironment(
    environment,
    known.map(({ name }) => name),
  );
  const log = await session.state.promotionLog(environment);
  const past = log.flatMap(({ schema, model }) =>
    schema === "" ? [] : [schema, namedViewRef(model, session.project).schema],
  );
  const schemas = [...new Set([...past, ...viewSchemas(session.project)])];
  const found = await warehouse.list([SYSTEM_SCHEMA, ...schemas], { columns: false });
  return {
    session,
    log,
    versions: await session.state.storedVersions(),
    existing: new Map(found.map(({ schema, name, type }) => [relationKey(schema, name), type])),
    state: await session.state.read(environment, schemas),
  };
}

/** A promotion for people. */
export function recordOf(promotion: LoggedPromotion, looked: LookedAt): PromotionRecord {
  const content = modelsAt(looked.log, promotion.sequence);
  return {
    ...promotion,
    at: new Date(promotion.at).toISOString(),
    models: content.size,
    current: looked.log.every(({ sequence }) => sequence <= promotion.sequence),
    gone: goneModels(content, looked),
  };
}

/** How to see the promotions there are. */
export function listHint(project: CommandScope): string {
  return `\`${environmentCommand(["rollback", "--list"], project)}\` lists its promotions.`;
}

/** Models of a content whose relations, or what those read, are not there any more. */
export function goneModels(
  content: ReadonlyMap<string, PastModel>,
  looked: LookedAt,
): readonly string[] {
  return [...content.values()]
    .filter(({ physical }) => !isWhole(physical, looked))
    .map(({ model }) => model)
    .sort();
}

function isWhole(physical: string, { existing, versions }: LookedAt): boolean {
  const waiting = [physical];
  const seen = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (!existing.has(relationKey(SYSTEM_SCHEMA, name))) return false;
    waiting.push(...(versions.get(name)?.reads ?? []));
  }
  return true;
}
