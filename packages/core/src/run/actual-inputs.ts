import { isView } from "../kinds/all-kinds.js";
import { inputsHash, viewContent, type Content } from "../plan/content.js";
import { dataHash } from "../plan/data-inputs.js";
import { passedChecks } from "../plan/passed-checks.js";
import type { PlanNode } from "../plan/plan.js";
import type { Execution } from "./execution.js";

/**
 * Hash over the content of what a node reads, as it turned out: a kept table that was to change may have had nothing new.
 */
export function actualInputs(
  { reads, sources, kind, inputs, dataInputs }: PlanNode,
  execution: Pick<Execution, "planned" | "contents">,
): string {
  if (execution.contents.size === 0) return inputs;
  if (dataInputs)
    return dataHash(
      dataInputs.map(({ name, content }) => ({
        content: execution.contents.get(name) ?? content,
      })),
    );
  const found = reads.map((name) => actualContent(name, execution));
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
  execution: Pick<Execution, "planned" | "contents" | "unavailable">,
): string {
  const contents = checkReads.map(({ name, content }) =>
    execution.unavailable.has(name) ? "" : (actualContent(name, execution)?.content ?? content),
  );
  return passedChecks(metadataFingerprint, contents);
}

/** Contents of models, as they turned out; undefined where one of them is no part of the plan. */
export function actualContents(
  models: readonly string[],
  execution: Pick<Execution, "planned" | "contents">,
): readonly string[] | undefined {
  const found = models.map((name) => actualContent(name, execution)?.content);
  return found.every((content) => content !== undefined) ? found : undefined;
}

/** Undefined for what is no part of the plan: it did not change. */
function actualContent(
  name: string,
  execution: Pick<Execution, "planned" | "contents">,
): Content | undefined {
  const node = execution.planned.get(name);
  if (!node) return undefined;
  const { physical, content } = node;
  if (!isView({ type: node.kind }))
    return { physical, content: execution.contents.get(name) ?? content };
  const reads = node.reads.map((read) => actualContent(read, execution));
  return {
    physical,
    content: reads.every((read) => read !== undefined) ? viewContent(physical, reads) : content,
  };
}
