import { isView } from "../kinds/all-kinds.js";
import { inputsHash, viewDataVersion, type DataVersion } from "../plan/data-version.js";
import { dataHash } from "../plan/data-inputs.js";
import { passedChecks } from "../plan/passed-checks.js";
import type { PlanNode } from "../plan/plan.js";
import type { Execution } from "./execution.js";

/**
 * Hash over the content of what a node reads, as it turned out: a kept table that was to change may have had nothing new.
 */
export function actualInputs(
  { reads, sources, kind, inputs, dataInputs }: PlanNode,
  execution: Pick<Execution, "planned" | "dataVersions">,
): string {
  if (execution.dataVersions.size === 0) return inputs;
  if (dataInputs)
    return dataHash(
      dataInputs.map(({ name, dataVersion }) => ({
        dataVersion: execution.dataVersions.get(name) ?? dataVersion,
      })),
    );
  const found = reads.map((name) => actualDataVersion(name, execution));
  if (!found.every((read) => read !== undefined)) return inputs;
  return inputsHash(found, { isView: isView({ type: kind }), sources });
}

/** Physical relations that a node is computed from. */
export function physicalReads(
  { reads }: PlanNode,
  { planned, plan }: Pick<Execution, "planned" | "plan">,
): readonly string[] {
  return reads.flatMap((name) => planned.get(name)?.physical ?? plan.reads[name] ?? []);
}

/** Record of a version whose checks passed; a check that could not read something has to run again. */
export function checkRecord(
  { metadataFingerprint, checkReads = [] }: PlanNode,
  execution: Pick<Execution, "planned" | "dataVersions" | "unavailable">,
): string {
  const dataVersions = checkReads.map(({ name, dataVersion }) =>
    execution.unavailable.has(name)
      ? ""
      : (actualDataVersion(name, execution)?.dataVersion ?? dataVersion),
  );
  return passedChecks(metadataFingerprint, dataVersions);
}

/** Contents of models, as they turned out; undefined where one of them is no part of the plan. */
export function actualDataVersions(
  models: readonly string[],
  execution: Pick<Execution, "planned" | "dataVersions">,
): readonly string[] | undefined {
  const found = models.map((name) => actualDataVersion(name, execution)?.dataVersion);
  return found.every((content) => content !== undefined) ? found : undefined;
}

/** Undefined for what is no part of the plan: it did not change. */
function actualDataVersion(
  name: string,
  execution: Pick<Execution, "planned" | "dataVersions">,
): DataVersion | undefined {
  const node = execution.planned.get(name);
  if (!node) return undefined;
  const { physical, dataVersion: content } = node;
  if (!isView({ type: node.kind }))
    return { physical, dataVersion: execution.dataVersions.get(name) ?? content };
  const reads = node.reads.map((read) => actualDataVersion(read, execution));
  return {
    physical,
    dataVersion: reads.every((read) => read !== undefined)
      ? viewDataVersion(physical, reads)
      : content,
  };
}
