import type { Dialect } from "../warehouse/dialect.js";
import { RESTATING, toJson } from "./state-rows.js";
import type { InputComparison, VersionChange } from "./state-store.js";
import { stateRelation } from "./state-tables.js";

/** Statement that records a change of a kept table; when it changed says only one that changed its rows. */
export function changeSql(physical: string, change: VersionChange, dialect: Dialect): string {
  const now = dialect.literal(new Date(), dialect.typeFor("timestamp"));
  const due =
    change.dueAt === undefined
      ? "null"
      : dialect.literal(new Date(change.dueAt), dialect.typeFor("timestamp"));
  const revision = dialect.literal(change.revision);
  const reads = change.reads ? `, reads = ${dialect.literal(toJson(change.reads))}` : "";
  const compared = change.comparison ? `, ${comparisonColumns(change.comparison, dialect)}` : "";
  return (
    `update ${table(dialect)} set ` +
    `changed_at = case when revision = ${revision} then changed_at else ${now} end, revision = ${revision}, ` +
    `inputs = ${dialect.literal(change.inputs)}, run_day = ${dialect.literal(change.day)}, due_at = ${due}` +
    `${reads}${compared} where physical = ${dialect.literal(physical)}`
  );
}

/** Statement that records a comparison of the inputs of a table. */
export function comparisonSql(
  physical: string,
  comparison: InputComparison,
  dialect: Dialect,
): string {
  const columns = comparisonColumns(comparison, dialect);
  return `update ${table(dialect)} set ${columns} where physical = ${dialect.literal(physical)}`;
}

function comparisonColumns({ compared, late }: InputComparison, dialect: Dialect): string {
  const found = late.length === 0 ? null : toJson(late);
  return (
    `compared_inputs = ${dialect.literal(toJson(compared))}, ` +
    `late_inputs = ${dialect.literal(found)}`
  );
}

/** Statement that marks versions as being restated. */
export function restatingSql(physical: readonly string[], dialect: Dialect): string {
  const list = physical.map((name) => dialect.literal(name)).join(", ");
  return `update ${table(dialect)} set inputs = ${dialect.literal(RESTATING)} where physical in (${list})`;
}

function table(dialect: Dialect): string {
  return dialect.relation(stateRelation("model_versions"));
}
