import { isIncremental, isView } from "../kinds/all-kinds.js";
import { inlinedModels } from "../project/resolve/inlined-models.js";
import { publishedModel, publishedVersion, versionOf } from "../state/published-version.js";
import {
  checkedReads,
  checkReads,
  circles,
  liveRelations,
  relationOutside,
} from "./check-reads.js";
import { passedChecks, recordedMetadata } from "./passed-checks.js";
import type { PlanInput } from "./plan-input.js";
import type { PlanNode } from "./plan.js";
import { isReused, runsChecks } from "./planned-node.js";

/** The nodes of a plan, before it is known which of them their checks make wait for each other. */
export interface Chosen {
  readonly input: PlanInput;
  readonly planned: ReadonlyMap<string, PlanNode>;
  /** Names of the nodes of the plan. */
  readonly included: ReadonlySet<string>;
}

/**
 * Decides which checks run, and what for: those of versions that are built, and of others whose checks, or what these
 * read, are not as they were when they passed. Models that are on a circle by what their checks read form a group.
 */
export function planChecks(chosen: Chosen): readonly PlanNode[] {
  const { planned, included } = chosen;
  const live = liveRelations(chosen.input.graph);
  const nodes = [...planned.values()]
    .filter(({ name }) => included.has(name))
    .map((node) => withRecheck(node, chosen, live));
  return withGroups(nodes, chosen);
}

/** Models that only the check of a chosen model reads, of which nothing is there that it could read. */
export function missingReads(
  node: PlanNode,
  { input, planned }: Omit<Chosen, "included">,
): readonly string[] {
  const isRun = runsChecks(node) || !isSameMetadata(node, input);
  if (!isRun || isEffective(node, input)) return [];
  return checkReads(node.name, input.graph).filter((read) => {
    const other = planned.get(read);
    return other !== undefined && relationOutside(other, input) === undefined;
  });
}

function withRecheck(node: PlanNode, chosen: Chosen, live: ReadonlySet<string>): PlanNode {
  const { input } = chosen;
  if (isEffective(node, input)) return node;
  const reads = checkedReads(node.name, chosen);
  const dataVersions = reads.map(({ dataVersion: content }) => content);
  const record = passedChecks(node.metadataFingerprint, dataVersions);
  const passed = !reads.some(({ name }) => live.has(name)) && records(node, input).includes(record);
  const hasChecks = [node.name, ...inlinedModels(node.name, input.graph)].some(
    (name) => (input.graph.nodes.get(name)?.model.checks.length ?? 0) > 0,
  );
  const checked = { ...node, ...(reads.length > 0 && { checkReads: reads }) };
  if (checked.action === "update") return { ...checked, passed };
  if (!isReused(checked)) return checked;
  const isRechecked = hasChecks && (node.action === "recheck" || !passed);
  return { ...checked, action: isRechecked ? "recheck" : "reuse" };
}

/** A node that stays as readers see it is not looked at. */
function isEffective(node: PlanNode, { hold, state }: PlanInput): boolean {
  return isReused(node) && hold?.has(node.name) === true && state.published.has(node.name);
}

function isSameMetadata(node: PlanNode, input: PlanInput): boolean {
  return records(node, input).some(
    (record) => recordedMetadata(record) === node.metadataFingerprint,
  );
}

/** Records of checks that passed on the rows which the version holds. */
function records(node: PlanNode, { graph, state }: PlanInput): readonly (string | undefined)[] {
  const model = graph.nodes.get(node.name)?.model;
  const shown = publishedModel(state, node.name)?.metadata;
  const isFixed = model !== undefined && !isIncremental(model.kind) && !isView(model.kind);
  const known = versionOf(state, node) ?? publishedVersion(state, node.name);
  return isFixed ? [shown, known?.metadata] : [shown];
}

/** Adds what checks make a node wait for, and the circles they close. */
function withGroups(nodes: readonly PlanNode[], { input, included }: Chosen): readonly PlanNode[] {
  const checked = new Map(
    nodes.map((node) => {
      const isRun = runsChecks(node) && !isEffective(node, input);
      const reads = isRun ? checkReads(node.name, input.graph) : [];
      return [node.name, reads.filter((read) => included.has(read))] as const;
    }),
  );
  // Only reads of checks can close a circle: models cannot read each other in one.
  const mayCircle = [...checked.values()].some((reads) => reads.length > 0);
  const edges = nodes.map(
    ({ name, reads }) => [name, [...reads, ...(checked.get(name) ?? [])]] as const,
  );
  const groups = mayCircle ? circles(new Map(edges)) : new Map<string, string>();
  return nodes.map((node) => {
    const group = groups.get(node.name);
    const others = (checked.get(node.name) ?? []).filter(
      (read) => group === undefined || groups.get(read) !== group,
    );
    const after = [...new Set([...node.reads, ...others])].filter((name) => included.has(name));
    return { ...node, after, ...(group !== undefined && { group }) };
  });
}
