import type { Dialect } from "../warehouse/dialect.js";
import type { Assignments } from "../warehouse/dml.js";
import { RESTATING, toJson } from "./state-rows.js";
import type { InputComparison, VersionChange } from "./state-store.js";
import { stateRelation } from "./state-tables.js";

const versions = stateRelation("model_versions");

/** Statement that records a change of a kept table; when it changed says only one that changed its rows. */
export function changeSql(physical: string, change: VersionChange, dialect: Dialect): string {
  const timestamp = dialect.typeFor("timestamp");
  const { dueAt, reads, comparison } = change;
  const revision = dialect.literal(change.revision);
  const now = dialect.literal(new Date(), timestamp);
  const set = {
    changed_at: `case when revision = ${revision} then changed_at else ${now} end`,
    revision,
    inputs: dialect.literal(change.inputs),
    run_day: dialect.literal(change.day),
    due_at: dueAt === undefined ? "null" : dialect.literal(new Date(dueAt), timestamp),
    ...(reads && { reads: dialect.literal(toJson(reads)) }),
    ...(comparison && comparisonColumns(comparison, dialect)),
  };
  return dialect.updateWhere(versions, set, `physical = ${dialect.literal(physical)}`);
}

/** Statement that records a comparison of the inputs of a table. */
export function comparisonSql(
  physical: string,
  comparison: InputComparison,
  dialect: Dialect,
): string {
  const set = comparisonColumns(comparison, dialect);
  return dialect.updateWhere(versions, set, `physical = ${dialect.literal(physical)}`);
}

function comparisonColumns({ compared, late }: InputComparison, dialect: Dialect): Assignments {
  const found = late.length === 0 ? null : toJson(late);
  return {
    compared_inputs: dialect.literal(toJson(compared)),
    late_inputs: dialect.literal(found),
  };
}

/** Statement that marks versions as being restated. */
export function restatingSql(physical: readonly string[], dialect: Dialect): string {
  const list = physical.map((name) => dialect.literal(name)).join(", ");
  const set = { inputs: dialect.literal(RESTATING) };
  return dialect.updateWhere(versions, set, `physical in (${list})`);
}
