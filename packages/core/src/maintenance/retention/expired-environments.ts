import { PRODUCTION } from "../../model/names.js";
import type { EnvironmentRecord } from "../../state/inventory.js";
import type { DroppedRelation, RetentionFacts, RetentionItem } from "./retention.js";

/** True for an environment whose time is over. Production has no end. */
export function isExpired({ name, expiresAt }: EnvironmentRecord, now: number): boolean {
  return name !== PRODUCTION && expiresAt !== undefined && expiresAt <= now;
}

/** Removal of the environments whose time is over. */
export function expiredEnvironments(facts: RetentionFacts): readonly RetentionItem[] {
  const expired = facts.environments.filter((one) => isExpired(one, facts.now));
  const names = new Set(expired.map(({ name }) => name));
  return expired.map(({ name, expiresAt }) => ({
    ...environmentRemoval(name, { ...facts, leaving: names }),
    reason: `it expired on ${new Date(expiresAt ?? 0).toISOString().slice(0, 10)}`,
  }));
}

/**
 * Schemas of its own in which an environment shows models, or has shown them: not those in which production shows the
 * same models.
 */
export function schemasOf(
  name: string,
  { published: shown, log }: Pick<RetentionFacts, "published" | "log">,
): readonly string[] {
  const own = [...shown, ...log].filter(
    ({ environment, model, schema }) =>
      environment === name && schema !== "" && !sameName(model, `${schema}.${tableOf(model)}`),
  );
  return [...new Set(own.map(({ schema }) => schema))];
}

/**
 * What goes with an environment: its views, as far as they are views and no other environment shows them, and the
 * schemas of its own that hold nothing else.
 */
export function environmentRemoval(
  name: string,
  facts: Pick<RetentionFacts, "published" | "log" | "relations"> & {
    readonly leaving: ReadonlySet<string>;
  },
): Extract<RetentionItem, { kind: "environment" }> {
  const { published: shown, relations, leaving } = facts;
  const staying = new Set(
    shown.flatMap((one) => (leaving.has(one.environment) ? [] : [key(one.schema, one.view)])),
  );
  const own = shown.filter((one) => one.environment === name);
  const views = new Set(own.map(({ schema, view }) => key(schema, view)));
  const isGoing = (relation: DroppedRelation) => {
    const at = key(relation.schema, relation.name);
    return relation.type === "view" && views.has(at) && !staying.has(at);
  };
  const schemas = schemasOf(name, facts).filter((schema) =>
    relations.every((one) => !sameName(one.schema, schema) || isGoing(one)),
  );
  return {
    kind: "environment",
    name,
    reason: "it was asked for",
    relations: relations.filter(isGoing),
    schemas,
  };
}

function key(schema: string, name: string): string {
  return JSON.stringify([schema.toLowerCase(), name.toLowerCase()]);
}

function tableOf(model: string): string {
  return model.slice(model.lastIndexOf(".") + 1);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
