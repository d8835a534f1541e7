import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import { castGuard } from "../plan/evolve/cast-guard.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { kindOf } from "../kinds/all-kinds.js";
import { personalColumns } from "../model/personal-columns.js";
import { fromPlanIntervals, type PlanUpdate } from "../plan/plan-update.js";
import {
  copyOf,
  type CopyNode,
  type CreateNode,
  type IncrementalNode,
} from "../plan/planned-node.js";
import { physicalRef } from "../plan/view-ref.js";
import type { StateChange } from "../state/state-change.js";
import type { ModelVersion } from "../state/state-store.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { tableDataVersion } from "../plan/data-version.js";
import { actualInputs, physicalReads } from "./actual-inputs.js";
import { dropReplaced } from "./drop-replaced.js";
import { plannedLate } from "./compare-inputs.js";
import { ask } from "./ask-guard.js";
import type { Outcome } from "./outcome.js";
import { plannedVersion } from "./planned-version.js";
import type { Update } from "./update.js";
import { updateByDelta } from "./update-by-delta.js";
import { updateByTime } from "./update-by-time.js";
import { versionText } from "./version-text.js";

/** An incremental table that is written. */
type TableUpdate = Update & { readonly planned: IncrementalNode };

/** An incremental table that is made. */
type NewTable = Update & { readonly planned: CreateNode | CopyNode };

/** Makes the table where the plan says so, then fills it. What is committed stays, and is known to the next run. */
export async function updateTable(update: TableUpdate): Promise<Outcome> {
  const { planned } = update;
  if (planned.action !== "update") await prepare({ ...update, planned });
  failpoint("kept.prepared");
  const { kind } = update.node.model;
  const { write } = kindOf(kind);
  switch (write.by) {
    case "intervals":
      return updateByTime(update, write.intervals(kind));
    case "rows":
      return updateByDelta(update, write);
    case "whole":
      throw notIncremental(update.node);
  }
}

/** Makes the empty table or the copy in one transaction with its record. */
async function prepare(made: NewTable): Promise<void> {
  const { planned, update, execution } = made;
  execution.dataVersions.set(planned.name, tableDataVersion(planned.physical, update.revision - 1));
  await execution.protocol.create({
    isWhole: false,
    make: async (tx) => {
      await dropReplaced(planned, tx, execution);
      await createTable(made, tx);
    },
    changes: () => newTableChanges(made),
  });
}

/** The record of a new table: its version, its computed time, and what that was computed from. */
function newTableChanges({ node, planned, update, execution }: NewTable): readonly StateChange[] {
  const { runId } = execution;
  const { physical } = planned;
  const copy = copyOf(planned);
  const version = {
    ...plannedVersion(planned, execution),
    relation: "table" as const,
    status: planned.group === undefined ? ("built" as const) : ("unchecked" as const),
    inputs: copy?.copyOnly === true ? actualInputs(planned, execution) : "",
    restating: update.allRows,
    revision: update.revision - 1,
    origin: planned.origin,
    reads: physicalReads(planned, execution),
    ...(copy && comparedBefore(update)),
    ...versionText(node, execution),
    ...(copy?.columns && { columns: copy.columns }),
  };
  const done = fromPlanIntervals(update.done);
  return [
    { type: "add version", version, runId },
    { type: "set intervals", tables: [{ physical, done }], runId },
    ...(copy === undefined || copy.forward === true
      ? []
      : [{ type: "copy input hashes" as const, from: copy.from, to: physical }]),
  ];
}

/** A copy has the inputs of the table it is made of. */
function comparedBefore({
  inputs = [],
  ...update
}: PlanUpdate): Pick<ModelVersion, "comparedInputs" | "lateInputs"> {
  const compared = inputs.flatMap(({ name, compared: version }) =>
    version === undefined ? [] : [[name, version] as const],
  );
  return { comparedInputs: Object.fromEntries(compared), lateInputs: plannedLate(update) };
}

async function createTable({ node, planned, execution }: NewTable, tx: SqlRunner) {
  const { dialect, columns, signal, graph } = execution;
  const target = physicalRef(planned.physical);
  const copy = copyOf(planned);
  if (copy === undefined) {
    const own = (columns.get(node.model.name) ?? []).map((c) => ({ ...c, nullable: true }));
    await tx.execute(dialect.createTable(target, own), { signal });
    return;
  }
  const copied = physicalRef(copy.from);
  const casts = { casts: copy.casts ?? [], from: dialect.relation(copied), dialect };
  await ask(castGuard(casts, castRefusal), node, tx);
  const select = `select ${copy.select?.join(", ") ?? "*"} from ${dialect.relation(copied)}`;
  await tx.execute(dialect.createTableAs(target, select), { signal });
  const from = dialect.relation(target);
  const { kind } = node.model;
  const pii = personalColumns(node.model);
  const now = graph.project.now.at;
  for (const guard of kindOf(kind).copyGuards(kind, { from, dialect, pii, now }))
    await ask(guard, node, tx);
}

/** Values that came into the table since the plan looked through it. */
const castRefusal = {
  subject: "Casting the rows there are to the types of the query",
  hints: ["Plan or build again: the refusal then says what can be done."],
};

function notIncremental({ model }: ModelNode): SluiceError {
  return new SluiceError({
    code: "INTERNAL.BUG",
    message: `${model.name} is ${model.kind.type} and is not brought up to date.`,
  });
}
