import { SYSTEM_SCHEMA } from "../../model/names.js";
import type { StoredVersion } from "../../state/inventory.js";
import { expiredEnvironments, isExpired } from "./expired-environments.js";
import { byEnvironment, neededVersions } from "./needed-versions.js";
import { copiedLayout, physicalKind } from "./physical-name.js";
import { promotionsOf } from "./promotion-log.js";
import type {
  DroppedRelation,
  RetentionFacts,
  RetentionItem,
  RetentionPolicy,
} from "./retention.js";

const DAY = 86_400_000;

/**
 * Decides what a warehouse may lose: what no environment shows, no way back needs, and nobody may want to look at any
 * more. In an order in which whatever reads goes before what it reads.
 */
export function planRetention(
  facts: RetentionFacts,
  policy: RetentionPolicy,
): readonly RetentionItem[] {
  const physical = facts.relations.filter(({ schema }) => schema.toLowerCase() === SYSTEM_SCHEMA);
  const needed = neededVersions(facts, policy);
  return [
    ...expiredEnvironments(facts),
    ...oldVersions(facts, policy, { physical, needed }),
    ...strayRelations(facts, { physical, needed }),
    ...(policy.stateCopies === true ? stateCopies(facts, policy, physical) : []),
    ...oldRecords(facts, policy),
    ...oldHistory(facts, policy),
  ];
}

/** Rows of versions whose relations were removed long ago. */
function oldRecords(
  { versions, now }: RetentionFacts,
  { olderThanMs }: RetentionPolicy,
): readonly RetentionItem[] {
  const old = versions.filter(
    ({ removedAt }) => removedAt !== undefined && now - removedAt > olderThanMs,
  );
  if (old.length === 0) return [];
  return [
    {
      kind: "records",
      name: "records of removed versions",
      reason: `gone for more than ${ageText(olderThanMs)}`,
      relations: [],
      physical: [...new Set(old.map(({ physical }) => physical))],
      leastGeneration: old.reduce((least, one) => Math.max(least, one.generation + 1), 0),
    },
  ];
}

interface Physical {
  readonly physical: readonly DroppedRelation[];
  readonly needed: ReadonlySet<string>;
}

function oldVersions(
  facts: RetentionFacts,
  policy: RetentionPolicy,
  { physical, needed }: Physical,
): readonly RetentionItem[] {
  const there = new Map(physical.map((relation) => [relation.name.toLowerCase(), relation]));
  const unneeded = facts.versions.filter(
    (version) => version.removedAt === undefined && !needed.has(version.physical),
  );
  // One of those that name a relation: all of them go with it.
  const going = [...new Map(unneeded.map((version) => [version.physical, version])).values()].sort(
    (a, b) => (a.model === b.model ? a.builtAt - b.builtAt : a.model < b.model ? -1 : 1),
  );
  const published = new Set(facts.log.map((row) => row.physical));
  const retired = newestOf(facts.versions);
  const items = going.map((version) => {
    const relation = there.get(version.physical.toLowerCase());
    return {
      kind: "version" as const,
      name: version.physical,
      model: version.model,
      reason: relation
        ? reasonOf(version, published.has(version.physical), policy)
        : "its relation is gone",
      relations: relation ? [relation] : [],
      retire: retired.has(version.physical),
    };
  });
  const isView = ({ relations }: RetentionItem) => relations.some(({ type }) => type === "view");
  return [...items.filter(isView), ...items.filter((item) => !isView(item))];
}

function reasonOf(
  { status }: StoredVersion,
  wasPublished: boolean,
  { keep, olderThanMs }: RetentionPolicy,
): string {
  if (status === "unchecked") return "its run ended before its checks did";
  const age = `older than ${ageText(olderThanMs)}`;
  if (status === "failed") return `its checks refused it, and it is ${age}`;
  return wasPublished
    ? `no environment shows it and it is not among the last ${String(keep)}`
    : `it is shown nowhere and is ${age}`;
}

/** `7 days`, `12 hours`. */
function ageText(ms: number): string {
  const [count, unit] = ms % DAY === 0 ? [ms / DAY, "day"] : [ms / 3_600_000, "hour"];
  return `${String(Math.round(count * 100) / 100)} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * The built version of each fingerprint with the greatest generation: the next one is counted from it, so that no name
 * is ever given to other rows. What was built from the rows before would pass for current.
 */
function newestOf(versions: readonly StoredVersion[]): ReadonlySet<string> {
  const newest = new Map<string, StoredVersion>();
  for (const version of versions) {
    if (version.status !== "built") continue;
    const key = JSON.stringify([version.model, version.fingerprint]);
    if ((newest.get(key)?.generation ?? 0) < version.generation) newest.set(key, version);
  }
  return new Set([...newest.values()].map(({ physical }) => physical));
}

/** Relations of Sluice's making that no version names. */
function strayRelations(
  { versions }: RetentionFacts,
  { physical, needed }: Physical,
): readonly RetentionItem[] {
  const living = versions.filter(({ removedAt }) => removedAt === undefined);
  const known = new Set(
    [...living.map((version) => version.physical), ...needed].map((name) => name.toLowerCase()),
  );
  return physical.flatMap((relation): readonly RetentionItem[] => {
    const { name } = relation;
    const kind = known.has(name.toLowerCase()) ? undefined : physicalKind(name);
    const relations = [relation];
    if (kind === "version")
      return [{ kind: "orphan", name, relations, reason: "no version of the state names it" }];
    if (kind !== "leftover") return [];
    return [{ kind, name, relations, reason: "an interrupted run left it behind" }];
  });
}

function stateCopies(
  { layoutsLeft, now }: RetentionFacts,
  { olderThanMs }: RetentionPolicy,
  physical: Physical["physical"],
): readonly RetentionItem[] {
  return physical.flatMap((relation): readonly RetentionItem[] => {
    const layout = copiedLayout(relation.name);
    const left = layout === undefined ? undefined : layoutsLeft.get(layout);
    if (left === undefined || now - left <= olderThanMs) return [];
    const reason = `a copy of the state from before ${new Date(left).toISOString().slice(0, 10)}`;
    return [{ kind: "state copy", name: relation.name, reason, relations: [relation] }];
  });
}

function oldHistory(
  facts: RetentionFacts,
  { historyMs, keep }: RetentionPolicy,
): readonly RetentionItem[] {
  if (historyMs === undefined) return [];
  const before = facts.now - historyMs;
  const runs = facts.runs.filter((startedAt) => startedAt < before).length;
  const expired = new Set(
    facts.environments.flatMap((one) => (isExpired(one, facts.now) ? [one.name] : [])),
  );
  const logs = [...byEnvironment(facts.log)].flatMap(([environment, own]) => {
    const promotions = promotionsOf(own);
    const kept = promotions.filter(({ at }, i) => i < keep || at >= before);
    const first = kept.at(-1)?.sequence;
    const isShorter = kept.length < promotions.length && !expired.has(environment);
    return first !== undefined && isShorter ? [{ environment, first }] : [];
  });
  if (runs === 0 && logs.length === 0) return [];
  return [
    {
      kind: "history",
      name: "history",
      reason: `older than ${ageText(historyMs)}`,
      relations: [],
      before,
      runs,
      logs,
    },
  ];
}
