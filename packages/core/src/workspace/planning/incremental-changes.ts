import type { ModelChange } from "@sluice/sql/change";
import { isFromFile, isIncremental } from "../../kinds/all-kinds.js";
import { publishedVersion } from "../../state/published-version.js";
import type { ModelVersion } from "../../state/state-store.js";
import type { Session } from "../../session/session.js";
import {
  compareVersions,
  publishedVersions,
  type ChangeBasis,
  type ProjectChanges,
} from "./project-changes.js";

/** Effects of edits on incremental models. */
export interface IncrementalChanges extends Pick<ProjectChanges, "logic"> {
  /** Models whose effects follow from the relations that their published table was last computed from. */
  readonly exact: ReadonlySet<string>;
}

/**
 * Compares each edited incremental model with the relations that its published table was last computed from. Those that
 * are published now may be others: a run that did not come to the table published an edit of them.
 */
export async function incrementalChanges(
  session: Session,
  basis: ChangeBasis,
  { logic }: ProjectChanges,
): Promise<IncrementalChanges> {
  const published = publishedVersions(basis);
  const edited = editedTables(basis);
  if (edited.length === 0) return { logic, exact: new Set() };
  const reads = await session.state.readRelations();
  const found = new Map(logic);
  const exact = new Set<string>();
  const compared = new Map<string, ReadonlyMap<string, ModelChange>>();
  for (const table of edited) {
    const from = computedFrom(table, { basis, published, reads });
    if (!from) continue;
    exact.add(table.model);
    if (from.size === 0) continue;
    const key = JSON.stringify([...from].map(([, { physical }]) => physical).sort());
    const before = new Map([...published, ...from]);
    const changes = compared.get(key) ?? (await compareVersions(session, basis, before)).logic;
    compared.set(key, changes);
    const change = changes.get(table.model);
    if (change) found.set(table.model, change);
  }
  return { logic: found, exact };
}

/** Published tables of incremental models whose logic, or that of what they read, is another now. */
function editedTables({ validated, fingerprints, state }: ChangeBasis): readonly ModelVersion[] {
  return [...validated.graph.nodes.values()].flatMap(({ model }) => {
    const version = isIncremental(model.kind) ? publishedVersion(state, model.name) : undefined;
    return version && version.fingerprint !== fingerprints.get(model.name)?.data ? [version] : [];
  });
}

/**
 * Versions that a table was computed from, directly or through others, where another one is published; undefined where
 * the state does not have them all. New content of a seed is no edit.
 */
function computedFrom(
  table: ModelVersion,
  at: {
    readonly basis: ChangeBasis;
    readonly published: ReadonlyMap<string, ModelVersion>;
    readonly reads: ReadonlyMap<string, readonly string[]>;
  },
): ReadonlyMap<string, ModelVersion> | undefined {
  const { basis, published, reads } = at;
  const found = new Map<string, ModelVersion>();
  const open = [table.physical];
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const read = reads.get(name);
    const version = basis.state.relations.get(name)?.at(-1);
    if (!read || !version) return undefined;
    const kind = basis.validated.graph.nodes.get(version.model)?.model.kind;
    const isOther = published.get(version.model)?.physical !== name;
    if (isOther && !(kind && isFromFile(kind))) found.set(version.model, version);
    open.push(...read);
  }
  return found;
}
