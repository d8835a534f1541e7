import { isIncremental } from "../kinds/all-kinds.js";
import type { ModelVersion } from "../state/state-store.js";
import { inputsHash, relationDataVersion, type DataVersion } from "./data-version.js";
import { publishedModel, publishedVersion } from "../state/published-version.js";
import type { DirectInputs } from "./direct-inputs.js";
import type { PlanNode } from "./plan.js";
import type { PlanInput } from "./plan-input.js";
import { updateOf } from "./planned-node.js";

/** What readers see, compared with what it was built from. */
export class PublishedVersions {
  readonly #shown: ReadonlyMap<string, PublishedData>;
  readonly #input: PlanInput;
  readonly #inputs: ReadonlyMap<string, DirectInputs>;
  /** Models whose rows differ from those that readers see through edits alone, if at all. */
  readonly #settled = new Set<string>();

  constructor(input: PlanInput, inputs: ReadonlyMap<string, DirectInputs>) {
    this.#input = input;
    this.#inputs = inputs;
    this.#shown = input.changes ? publishedDataVersions(input, inputs) : new Map();
  }

  /**
   * A version that was built before an edit and holds what the edited model says too: the edit changes nothing in it,
   * what it reads was changed by such edits only, and it was built from what readers see. Data that changed as well, of
   * a file or of a table that is kept, is another matter: then the model is built.
   */
  adoptable(name: string): ModelVersion | undefined {
    const mayAdopt =
      this.#input.changes?.get(name)?.rebuild === false && this.isFromPublished(name);
    return mayAdopt ? this.#shown.get(name)?.version : undefined;
  }

  /**
   * The published version of an incremental model that no edit changes anything in, since its table was last computed.
   * Data that changed as well is no reason to begin anew: the table takes it in as it would without the edit.
   */
  continued(name: string): ModelVersion | undefined {
    const { logic, exact } = this.#input;
    // A state of an older layout says no more than whether the inputs that are published are those it was computed from.
    const isExact = exact?.has(name) === true || this.#hasReadShown(name);
    const goesOn = logic?.get(name)?.rebuild === false && isExact;
    return goesOn ? this.#shown.get(name)?.version : undefined;
  }

  /** True when a relation that readers see will hold something else, though it is the same: a view of a kept table. */
  changesUnder(name: string, dataVersion: string): boolean {
    const before = this.#shown.get(name);
    return before !== undefined && before.dataVersion !== dataVersion;
  }

  /** Takes note of what is done with a model, before those that read it are asked about. */
  note(node: PlanNode): void {
    const same = this.#shown.get(node.name)?.dataVersion === node.dataVersion;
    const isEdit = node.reason === "definition changed" || node.reason === "parent changed";
    const isOther = this.#shown.get(node.name)?.version.fingerprint !== node.fingerprint;
    if (
      same ||
      (isEdit && isOther && updateOf(node) === undefined && this.isFromPublished(node.name))
    )
      this.#settled.add(node.name);
  }

  /** True when a version that readers see was built from what they see, and that differs by edits alone now. */
  isFromPublished(name: string): boolean {
    const reads = this.#inputs.get(name)?.models ?? [];
    return reads.every((read) => this.#settled.has(read)) && this.#hasReadShown(name);
  }

  /** True when a version that readers see was built from what they see. */
  #hasReadShown(name: string): boolean {
    const before = this.#shown.get(name);
    const reads = this.#inputs.get(name);
    if (!before || !reads) return false;
    const dataVersions = reads.models.flatMap((read) => this.#shown.get(read) ?? []);
    const sources = reads.sources.map((source) => this.#input.sources.get(source) ?? "");
    const isView = before.version.relation === "view";
    return before.version.inputs === inputsHash(dataVersions, { isView, sources });
  }
}

interface PublishedData extends DataVersion {
  readonly version: ModelVersion;
}

/** What readers see of each model, of the environment or of production where it shows nothing of it. */
function publishedDataVersions(
  { graph, state, existing }: PlanInput,
  inputs: ReadonlyMap<string, DirectInputs>,
): ReadonlyMap<string, PublishedData> {
  const shown = new Map<string, PublishedData>();
  for (const { model } of graph.nodes.values()) {
    const version = publishedVersion(state, model.name);
    if (version?.physical !== publishedModel(state, model.name)?.physical) continue;
    if (version?.status !== "built") continue;
    const { physical, relation } = version;
    if (!existing.physical.has(physical.toLowerCase())) continue;
    const reads = (inputs.get(model.name)?.models ?? []).flatMap((read) => shown.get(read) ?? []);
    const revision = isIncremental(model.kind) ? version.revision : undefined;
    const dataVersion = relationDataVersion(physical, {
      isView: relation === "view",
      reads,
      revision,
    });
    shown.set(model.name, { physical, dataVersion, version });
  }
  return shown;
}
