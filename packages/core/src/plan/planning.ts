import type { ModelNode } from "../project/resolve/graph.js";
import type { PlanReason } from "../state/plan-reason.js";
import type { ModelVersion } from "../state/state-store.js";
import type { PublishedVersions } from "./adopt.js";
import type { InputHashes } from "./data-inputs.js";
import type { DirectInputs } from "./direct-inputs.js";
import type { Fingerprint } from "./fingerprint/fingerprint.js";
import type { NewIntervals } from "./new-intervals.js";
import type { PlanInput } from "./plan-input.js";
import type { PlanNode } from "./plan.js";

/** Facts that the nodes of a graph share while they are planned. */
export interface Planning {
  readonly input: PlanInput;
  /** Nodes planned so far: those a node reads are among them. */
  readonly planned: ReadonlyMap<string, PlanNode>;
  /** Time that planned nodes will have and that their readers have not seen. */
  readonly news: NewIntervals;
  /** Models that are made from other data than production's. */
  readonly ownData: ReadonlySet<string>;
  /** Relations whose data may change without a trace. */
  readonly untracked: ReadonlySet<string>;
  /** Models that are made from another content of a seed than production publishes. */
  readonly otherData: ReadonlySet<string>;
  /** Models each model reads as relations. */
  readonly inputs: ReadonlyMap<string, DirectInputs>;
  readonly shown: PublishedVersions;
  readonly volatile: ReadonlySet<string>;
  readonly usesNow: ReadonlySet<string>;
  /** Models that are brought up to date at every build, with the reason. */
  readonly unstable: ReadonlyMap<string, PlanReason>;
  /** Models that are published together with others, as far as the project says. */
  readonly groups: ReadonlyMap<string, string>;
}

/** A model that is planned. */
export interface About {
  readonly node: ModelNode;
  /** The version of the model as it is now: built for it, or taken over. */
  readonly own: ModelVersion | undefined;
  /** True for a version that is taken over. */
  readonly isAdopted: boolean;
  readonly fingerprint: Fingerprint;
  readonly hashes: InputHashes;
  readonly reads: readonly PlanNode[];
  readonly planning: Planning;
}

/** True for a model that the plan was asked for. */
export function isSelected(name: string, { selected }: PlanInput): boolean {
  return selected?.has(name) ?? true;
}

/** True for a model that the plan was asked to begin anew. */
export function isRebuilt(name: string, input: PlanInput): boolean {
  return input.rebuild === true && isSelected(name, input);
}

/** True for a model that is built although nothing changed. */
export function isForced(name: string, input: PlanInput): boolean {
  return (input.force === true && isSelected(name, input)) || isRebuilt(name, input);
}
