import type { Dialect } from "../warehouse/dialect.js";
import { RESTATING, toJson, versionRow } from "./state-rows.js";
import type { StateChange, VersionStateChange } from "./state-change.js";
import type { InputComparison, VersionChange } from "./state-store.js";
import { LEAST_GENERATION, leastGenerationOf, readMeta } from "./state-layout.js";
import { stateRelation } from "./state-tables.js";
import { deleteListed, listed, timeLiteral, type ChangeWriters } from "./state-writer.js";
import type { StateWriter } from "./state-writer.js";
import type { Assignments } from "../warehouse/dml.js";
import { writeRows } from "./write-rows.js";

const versions = stateRelation("model_versions");

export const versionWriters: ChangeWriters<VersionStateChange> = {
  "add version": ({ version, runId }, to) =>
    writeRows(to, "model_versions", [versionRow(version, runId)]),
  "update version": runUpdate,
  "record comparison": runUpdate,
  "record verdict": runUpdate,
  "mark restating": async ({ physical }, { runner, dialect }) => {
    if (physical.length === 0) return;
    const set = { inputs: dialect.literal(RESTATING) };
    const marked = listed("physical", physical, dialect);
    await runner.execute(dialect.updateWhere(versions, set, marked));
  },
  "raise generations": raiseGenerations,
  "forget versions": async ({ physical }, to) => {
    await deleteListed(to, "model_versions", ["physical", physical]);
    await forgetTime(to, physical);
  },
  "retire versions": async ({ physical }, to) => {
    const { runner, dialect } = to;
    if (physical.length === 0) return;
    const removed = timeLiteral(new Date(), dialect);
    const set = { removed_at: removed, columns: "null", query: "null", reads: "null" };
    const retired = listed("physical", physical, dialect);
    await runner.execute(dialect.updateWhere(versions, set, retired));
    await forgetTime(to, physical);
  },
};

async function raiseGenerations(
  { least }: { readonly least: number },
  to: StateWriter,
): Promise<void> {
  const { runner, dialect } = to;
  const meta = await readMeta(runner, dialect);
  if (meta && leastGenerationOf(meta) >= least) return;
  await deleteListed(to, "meta", ["key", [LEAST_GENERATION]]);
  await writeRows(to, "meta", [{ key: LEAST_GENERATION, value: String(least) }]);
}

/** A change of one version that is an update of its rows. */
type VersionUpdate = Extract<
  VersionStateChange,
  { readonly type: "update version" | "record comparison" | "record verdict" }
>;

async function runUpdate(change: VersionUpdate, { runner, dialect }: StateWriter): Promise<void> {
  await runner.execute(updateSql(change, dialect));
}

/** The statement of a change that is a single one, and needs no transaction around it. */
export function singleStatement(change: StateChange, dialect: Dialect): string | undefined {
  switch (change.type) {
    case "update version":
    case "record comparison":
    case "record verdict":
      return updateSql(change, dialect);
    default:
      return undefined;
  }
}

function updateSql(change: VersionUpdate, dialect: Dialect): string {
  const set = assignments(change, dialect);
  return dialect.updateWhere(versions, set, `physical = ${dialect.literal(change.physical)}`);
}

function assignments(change: VersionUpdate, dialect: Dialect): Assignments {
  switch (change.type) {
    case "update version":
      return changedColumns(change.change, dialect);
    case "record comparison":
      return comparisonColumns(change.comparison, dialect);
    case "record verdict":
      return { status: dialect.literal(change.verdict) };
  }
}

/** The moment of the last change stays where no row changed. */
function changedColumns(change: VersionChange, dialect: Dialect): Assignments {
  const { dueAt, reads, comparison } = change;
  const revision = dialect.literal(change.revision);
  const now = timeLiteral(new Date(), dialect);
  return {
    changed_at: `case when revision = ${revision} then changed_at else ${now} end`,
    revision,
    inputs: dialect.literal(change.inputs),
    run_day: dialect.literal(change.day),
    due_at: dueAt === undefined ? "null" : timeLiteral(new Date(dueAt), dialect),
    ...(reads && { reads: dialect.literal(toJson(reads)) }),
    ...(comparison && comparisonColumns(comparison, dialect)),
  };
}

function comparisonColumns({ compared, late }: InputComparison, dialect: Dialect): Assignments {
  const found = late.length === 0 ? null : toJson(late);
  return {
    compared_inputs: dialect.literal(toJson(compared)),
    late_inputs: dialect.literal(found),
  };
}

async function forgetTime(to: StateWriter, physical: readonly string[]): Promise<void> {
  await deleteListed(to, "intervals", ["physical", physical]);
  await deleteListed(to, "input_hashes", ["physical", physical]);
}
