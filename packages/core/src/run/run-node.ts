import { SluiceError, toDiagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import type { NodeResult } from "../state/events/event.js";
import { intervalsOf, isView } from "../kinds/all-kinds.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import type { PlanNode } from "../plan/plan.js";
import {
  isReused,
  type BuildNode,
  type BuiltNode,
  type ReusedNode,
  type RunnableNode,
} from "../plan/planned-node.js";
import { physicalRef } from "../plan/view-ref.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { ModelVersion } from "../state/state-store.js";
import { actualInputs, physicalReads } from "./actual-inputs.js";
import { audit, isChecked } from "./audit.js";
import { auditInlined } from "./audit-inlined.js";
import { compareInputs } from "./compare-inputs.js";
import { lateWarnings } from "./late-warnings.js";
import { withClockChecks } from "./clock-checks.js";
import { buildCandidate, candidateSql, type BuiltCandidate } from "./build-model.js";
import type { Execution } from "./execution.js";
import { readsFewRows } from "./few-rows.js";
import { dropReplaced } from "./drop-replaced.js";
import { explainedError } from "./explain-reading.js";
import { nodeResult, secondsSince } from "./node-result.js";
import { unfinished, type Outcome } from "./outcome.js";
import { loadingSeed, type SeedFiles } from "./seed-files.js";
import { updateTable } from "./update-table.js";
import type { Candidate } from "./protocols/protocol.js";
import { plannedVersion } from "./planned-version.js";
import { versionText } from "./version-text.js";

/**
 * Builds one version in one transaction with its record, then checks it. A refused candidate is kept, recorded as
 * failed; an engine error leaves nothing; one that nobody finished checking counts as not built. Never rejects.
 */
export async function runNode(planned: RunnableNode, execution: Execution): Promise<NodeResult> {
  const started = performance.now();
  const node = execution.graph.nodes.get(planned.name);
  const finish = (outcome: Outcome): NodeResult =>
    nodeResult(planned, { ...outcome, seconds: secondsSince(started) });
  if (!node) return finish({ status: "failed", error: unknownNode(planned.name) });
  const failed = await compareReused(node, planned, execution);
  if (failed) return finish(failed);
  if (planned.action === "reuse") return finish(await recheck(node, planned, execution));
  return finish(
    await settle(node, execution, async () => {
      const { checkResults, refused } = await auditInlined(planned, execution);
      if (refused) return { status: "failed", checkResults, error: refused };
      const outcome = await (isReused(planned)
        ? recheck(node, planned, execution)
        : buildOrUpdate(node, planned, execution));
      return { ...outcome, checkResults: [...checkResults, ...(outcome.checkResults ?? [])] };
    }),
  );
}

/** Compares the inputs of a reused table with what it was computed from; gives what a failure makes of it. */
async function compareReused(
  node: ModelNode,
  planned: RunnableNode,
  execution: Execution,
): Promise<Outcome | undefined> {
  const intervals = intervalsOf(node.model.kind);
  if (!isReused(planned) || !planned.update || !intervals) return undefined;
  const { update } = planned;
  try {
    const { late } = await compareInputs({ node, planned, update, execution }, intervals);
    const warnings = lateWarnings({ node, execution }, intervals, { late, computed: [] });
    warnings.forEach(execution.warn);
    return undefined;
  } catch (error) {
    return unfinished(await explainedError(error, node.model, { execution }), execution);
  }
}

function buildOrUpdate(
  node: ModelNode,
  planned: BuiltNode,
  execution: Execution,
): Promise<Outcome> {
  if (planned.action === "build") return build(node, planned, execution);
  const { update } = planned;
  return settle(node, execution, () => updateTable({ node, planned, update, execution }));
}

async function settle(
  node: ModelNode,
  execution: Execution,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return unfinished(await explainedError(error, node.model, { execution }), execution);
  }
}

async function build(node: ModelNode, planned: BuildNode, execution: Execution): Promise<Outcome> {
  const { protocol, state, runId } = execution;
  const sql = candidateSql(node, execution);
  // A view is made without reading a row.
  const fewRows = isView({ type: planned.kind }) || readsFewRows(planned, execution);
  try {
    const target = physicalRef(planned.physical);
    const candidate = (files: SeedFiles | undefined): Candidate<BuiltCandidate> => ({
      isWhole: true,
      make: async (tx) => {
        await dropReplaced(planned, tx, execution);
        return buildCandidate(node, target, { tx, execution, sql, files });
      },
      changes: ({ rows }) => {
        const made = candidateVersion(planned, rows, execution);
        const version = { ...made, ...versionText(node, execution) };
        return [{ type: "add version", version, runId }];
      },
      fewRows,
    });
    const { rows } = await loadingSeed(node, execution, (files) =>
      protocol.create(candidate(files)),
    );
    failpoint("table.committed");
    if (rows !== undefined) execution.rows.set(planned.name, rows);
    if (!isChecked(planned, execution)) return { status: "built", rows };
    const { checkResults, refused } = await audit({ node, planned, moment: "at once" }, execution);
    failpoint("table.checked");
    const verdict = refused ? "failed" : "built";
    // On a member of a group the verdict is that on all of it.
    if (refused !== undefined || planned.group === undefined)
      await state.commit([{ type: "record verdict", physical: planned.physical, verdict }]);
    failpoint("table.settled");
    return { status: verdict, rows, checkResults, error: refused };
  } catch (error) {
    const found = await explainedError(error, node.model, { execution, rendered: sql });
    return unfinished(found, execution);
  }
}

function candidateVersion(
  planned: PlanNode,
  rows: number | undefined,
  execution: Execution,
): ModelVersion {
  return {
    ...plannedVersion(planned, execution),
    relation: isView({ type: planned.kind }) ? "view" : "table",
    status: isDecidedLater(planned, execution) ? "unchecked" : "built",
    rows,
    inputs: actualInputs(planned, execution),
    revision: 0,
    reads: physicalReads(planned, execution),
  };
}

function isDecidedLater(planned: PlanNode, execution: Execution): boolean {
  return planned.group !== undefined || isChecked(planned, execution);
}

/** Runs the checks of a version that is reused: all of them because they changed, or those that follow from the time. */
async function recheck(
  node: ModelNode,
  planned: ReusedNode,
  execution: Execution,
): Promise<Outcome> {
  const isWhole = planned.action === "recheck";
  const judged = isWhole ? execution : withClockChecks(planned.name, execution);
  if (!judged) return { status: "reused" };
  try {
    const { checkResults, refused } = await audit({ node, planned, moment: "at once" }, judged);
    return { status: refused ? "failed" : "reused", checkResults, error: refused };
  } catch (error) {
    return unfinished(await explainedError(error, node.model, { execution }), execution);
  }
}

function unknownNode(name: string): Diagnostic {
  return toDiagnostic(
    new SluiceError({
      code: "INTERNAL.BUG",
      message: `The plan names ${name}, which the project does not have.`,
    }),
  );
}
