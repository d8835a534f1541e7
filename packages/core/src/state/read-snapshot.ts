import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { readIntervals } from "./interval-rows.js";
import { readPublished } from "./read-published.js";
import { currentMeta, leastGenerationOf, sequenceOf } from "./state-layout.js";
import { toVersion, versionColumns } from "./state-rows.js";
import type { ModelVersion, StateSnapshot } from "./state-store.js";
import { stateRelation } from "./state-tables.js";

/** The state of one environment. Raises `STATE.OLDER`. */
export async function readSnapshot(
  runner: SqlRunner,
  of: {
    readonly dialect: Dialect;
    readonly environment: string;
    readonly schemas: readonly string[];
  },
): Promise<StateSnapshot> {
  const { dialect } = of;
  const meta = await currentMeta(runner, dialect);
  if (!meta) return emptyState;
  const versions = new Map<string, Map<string, ModelVersion>>();
  const relations = new Map<string, ModelVersion[]>();
  const from = dialect.relation(stateRelation("model_versions"));
  for await (const row of runner.query(`select ${versionColumns.join(", ")} from ${from}`)) {
    const version = toVersion(row);
    const sharing = relations.get(version.physical);
    if (sharing) sharing.push(version);
    else relations.set(version.physical, [version]);
    const known = versions.get(version.model) ?? new Map<string, ModelVersion>();
    versions.set(version.model, known);
    if ((known.get(version.fingerprint)?.generation ?? 0) < version.generation) {
      known.set(version.fingerprint, version);
    }
  }
  return {
    versions,
    relations,
    ...(await readPublished(runner, of)),
    intervals: await readIntervals(runner, dialect),
    sequence: sequenceOf(meta),
    leastGeneration: leastGenerationOf(meta),
  };
}

/** The state of a warehouse in which nothing was built. */
const emptyState: StateSnapshot = {
  versions: new Map(),
  relations: new Map(),
  published: new Map(),
  production: new Map(),
  intervals: new Map(),
  ownViews: new Map(),
  sequence: 0,
};
