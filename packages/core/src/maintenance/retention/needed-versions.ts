import type { LoggedModel, StoredVersion } from "../../state/inventory.js";
import { isExpired } from "./expired-environments.js";
import { modelsAt, promotionsOf } from "./promotion-log.js";
import type { RetentionFacts, RetentionPolicy } from "./retention.js";

/** Physical relations, by name, that something still needs. */
export function neededVersions(
  facts: RetentionFacts,
  policy: Pick<RetentionPolicy, "keep" | "olderThanMs">,
): ReadonlySet<string> {
  const living = new Set(
    facts.environments.flatMap((one) => (isExpired(one, facts.now) ? [] : [one.name])),
  );
  const shown = facts.published.filter(({ environment }) => living.has(environment));
  const log = facts.log.filter(({ environment }) => living.has(environment));
  const published = new Set(
    [...shown, ...log].flatMap(({ physical }) => (physical === undefined ? [] : [physical])),
  );
  const roots = [
    ...shown.map(({ physical }) => physical),
    ...pastRelations(log, policy.keep),
    ...newestPublished(log, policy.keep),
    ...facts.versions
      .filter((version) => isCandidate(version, published))
      .filter((version) => isFresh(version, facts.now, policy.olderThanMs))
      .map(({ physical }) => physical),
  ];
  return withWhatTheyRead(roots, facts.versions);
}

function isCandidate({ physical, removedAt }: StoredVersion, published: ReadonlySet<string>) {
  return removedAt === undefined && !published.has(physical);
}

/** Nobody will finish an unchecked candidate: whoever made it is gone, since we hold the warehouse. */
function isFresh({ status, builtAt }: StoredVersion, now: number, olderThanMs: number): boolean {
  return status !== "unchecked" && now - builtAt <= olderThanMs;
}

/** What each environment showed after its last promotions, the present one among them. */
function pastRelations(log: readonly LoggedModel[], keep: number): readonly string[] {
  return [...byEnvironment(log).values()].flatMap((own) =>
    promotionsOf(own)
      .slice(0, keep)
      .flatMap(({ sequence }) =>
        [...modelsAt(own, sequence).values()].map(({ physical }) => physical),
      ),
  );
}

/** The log by environment. */
export function byEnvironment(
  log: readonly LoggedModel[],
): ReadonlyMap<string, readonly LoggedModel[]> {
  const found = new Map<string, LoggedModel[]>();
  for (const row of log) {
    const rows = found.get(row.environment);
    if (rows) rows.push(row);
    else found.set(row.environment, [row]);
  }
  return found;
}

/** Of each model, the relations that were published last, in whatever environment. */
function newestPublished(log: readonly LoggedModel[], keep: number): readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const { model, physical } of [...log].sort((a, b) => b.sequence - a.sequence)) {
    const known = found.get(model) ?? new Set();
    found.set(model, known);
    if (physical !== undefined && known.size < keep) known.add(physical);
  }
  return [...found.values()].flatMap((names) => [...names]);
}

/**
 * Views show what their tables hold, and a copy is told by what it began as. What a view reads that does not say so may
 * be anything that was there before it.
 */
function withWhatTheyRead(
  roots: readonly string[],
  versions: readonly StoredVersion[],
): ReadonlySet<string> {
  const known = new Map(versions.map((version) => [version.physical, version]));
  const needed = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const version = known.get(name);
    if (!version || version.removedAt !== undefined) continue;
    const { origin, reads, relation, builtAt } = version;
    if (origin?.includes("@") === true) waiting.push(origin.slice(0, origin.lastIndexOf("@")));
    if (reads !== undefined) waiting.push(...reads);
    else if (relation === "view")
      waiting.push(...versions.filter((one) => one.builtAt <= builtAt).map((one) => one.physical));
  }
  return needed;
}
