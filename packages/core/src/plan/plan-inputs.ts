import { sha256 } from "../base/cache/content-cache.js";
import type { ComparedInputs, LateInput } from "../state/input-hash.js";
import { restateCommands } from "./inputs/late-text.js";
import type { Model } from "../model/model.js";
import type { Project } from "../model/project/project.js";
import { kindOf } from "../kinds/all-kinds.js";
import { timeInputs } from "./inputs/time-inputs.js";
import { intersect, intervalSet, type IntervalSet } from "../time/intervals/interval-set.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { throughEphemeral } from "../project/resolve/through-ephemeral.js";
import type { PlanInput } from "./plan-input.js";
import type { PlannedInput, PlannedLateInput } from "./planned-inputs.js";
import { toPlanIntervals } from "./plan-update.js";
import type { PlanNode } from "./plan.js";

/** A relation that a query takes by time, with the version of its data. */
export type TimeInputData = Omit<PlannedInput, "compared" | "changed">;

/** Hash over the data versions of the models and sources whose data an input shows, and over how its rows are hashed. */
export function inputVersion(
  dataVersions: readonly string[],
  { sources, hashVersion }: Pick<PlannedInput, "sources" | "hashVersion">,
): string {
  return sha256(...dataVersions, "", ...sources, "", hashVersion).slice(0, 16);
}

/** The relations that a model takes by time; none where the engine cannot hash rows. */
export function inputsOf(
  node: ModelNode,
  planning: {
    readonly input: Pick<PlanInput, "graph" | "columns" | "sources">;
    readonly planned: ReadonlyMap<string, Pick<PlanNode, "dataVersion">>;
    readonly untracked: ReadonlySet<string>;
  },
): readonly TimeInputData[] {
  const { input, planned, untracked } = planning;
  const { graph, columns } = input;
  const { dialect } = graph.project.target.engine;
  const hashVersion = dialect.rowsHash?.([]).version;
  if (hashVersion === undefined) return [];
  const names = new Set(timeInputs(node, { columns, dialect }).map(({ name }) => name));
  return [...names].map((name) => {
    const read = throughEphemeral([name], graph);
    const models = read.filter((one) => graph.nodes.has(one));
    const sources = read.flatMap((one) => input.sources.get(one) ?? []);
    const dataVersions = models.map((one) => planned.get(one)?.dataVersion ?? "");
    const version = inputVersion(dataVersions, { sources, hashVersion });
    const isUntracked = untracked.has(name);
    return { name, models, sources, hashVersion, version, ...(isUntracked && { untracked: true }) };
  });
}

/** Inputs as they are planned for a table whose inputs were compared before. */
export function comparedInputs(
  inputs: readonly TimeInputData[],
  compared: ComparedInputs = {},
): readonly PlannedInput[] {
  return inputs.map((input) => {
    const before = compared[input.name];
    const isSame = input.untracked !== true && before === input.version;
    return { ...input, ...(before !== undefined && { compared: before }), changed: !isSame };
  });
}

/** All time in which rows of some input changed. */
export function lateTime(late: readonly LateInput[] = []): IntervalSet {
  return intervalSet(late.flatMap(({ ranges }) => ranges));
}

/** Time in which rows of inputs changed, as far as it is still computed from the rows before. */
export function lateInputs(
  late: readonly LateInput[] = [],
  {
    done,
    model,
    project,
  }: { readonly done: IntervalSet; readonly model: Model; readonly project: Project },
): readonly PlannedLateInput[] {
  const zone = kindOf(model.kind).timeZone(model.kind);
  return late.flatMap(({ input, ranges }) => {
    const left = intersect(ranges, done);
    const commands = restateCommands(model.name, left, { zone, project });
    return left.length === 0 ? [] : [{ input, ranges: toPlanIntervals(left), commands }];
  });
}
