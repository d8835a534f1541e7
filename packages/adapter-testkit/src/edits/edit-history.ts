import type { BuildOutcome, BuildSide } from "./build-side.js";
import { differencesOf, isSameContent, type Difference } from "./compare-builds.js";
import { nameOf, proposeEdits } from "./mutators/propose.js";
import { edited, groupOf, type Edit, type Part, type Project } from "./parts.js";
import type { Precision } from "./precision.js";
import type { Pick } from "./random.js";

/** Edits after which an incremental build is not what a fresh one is. */
export interface Fault {
  /** The project before the edits. */
  readonly project: Project;
  readonly edits: readonly Edit[];
  readonly differences: readonly Difference[];
}

/** The same project built in a warehouse that stays, and in a new one each time. */
export interface Sides {
  readonly incremental: BuildSide;
  readonly fresh: BuildSide;
}

export interface HistoryCounts {
  edits: number;
  /** Edits of models that cannot be built. */
  refused: number;
  refusedBy: Map<string, number>;
}

/** One project through steps of edits. */
export class EditHistory {
  readonly counts: HistoryCounts = { edits: 0, refused: 0, refusedBy: new Map() };
  readonly #sides: Sides;
  readonly #pick: Pick;
  readonly #precision: Precision;
  readonly #past = new Map<string, Part[]>();
  #project: Project;
  #fresh: BuildOutcome | undefined;
  /** Models that are built each time, without an edit too. */
  #alwaysBuilt: ReadonlySet<string> = new Set();
  /** Models that were built in this step so far. */
  #builtInStep = new Set<string>();

  constructor(
    project: Project,
    sides: Sides,
    { pick, precision }: { readonly pick: Pick; readonly precision: Precision },
  ) {
    this.#project = project;
    this.#sides = sides;
    this.#pick = pick;
    this.#precision = precision;
  }

  /** Builds the project as it is, twice. */
  async start(): Promise<Fault | undefined> {
    const fault = await this.#try([]);
    if (fault !== undefined) return fault;
    this.#builtInStep = new Set();
    const again = await this.#try([]);
    this.#alwaysBuilt = this.#builtInStep;
    return again;
  }

  /** Takes edits of some groups, and builds. Edits of models that then fail are taken back. */
  async step(groups: number): Promise<Fault | undefined> {
    let edits = proposeEdits(
      { project: this.#project, past: this.#past, pick: this.#pick },
      groups,
    );
    this.counts.edits += edits.length;
    this.#builtInStep = new Set();
    while (edits.length > 0) {
      const before = edits;
      const fault = await this.#try(edits, (left) => (edits = left));
      if (fault !== undefined) return fault;
      if (edits === before) break;
    }
    return undefined;
  }

  async #try(
    edits: readonly Edit[],
    retry: (left: readonly Edit[]) => void = () => undefined,
  ): Promise<Fault | undefined> {
    const project = edited(this.#project, edits);
    const incremental = await this.#sides.incremental.build(project);
    const fresh = await this.#sides.fresh.build(project);
    for (const name of incremental.built) this.#builtInStep.add(name);
    const differences = differencesOf(incremental, fresh);
    if (differences.length > 0) return { project: this.#project, edits, differences };
    if (fresh.errors.size > 0) {
      retry(this.#withoutRefused(edits, fresh));
      return undefined;
    }
    this.#count(edits, fresh);
    for (const { target, before } of edits)
      this.#past.set(target, [...(this.#past.get(target) ?? []), before]);
    this.#project = project;
    this.#fresh = fresh;
    return undefined;
  }

  /** The edits without those of groups in which a model fails. */
  #withoutRefused(edits: readonly Edit[], { errors }: BuildOutcome): readonly Edit[] {
    const failing = new Set([...errors.keys()].map((name) => this.#groupNamed(name)));
    const isBlamed = (edit: Edit) => failing.has(groupOf(edit.after));
    // A model that fails without an edit of its group fails by what all groups share.
    const edit = new Set(edits.map(({ after }) => groupOf(after)));
    if ([...failing].some((group) => !edit.has(group))) failing.add("base");
    const refused = edits.some(isBlamed) ? edits.filter(isBlamed) : edits;
    this.counts.refused += refused.length;
    for (const { mutator } of refused)
      this.counts.refusedBy.set(mutator, (this.counts.refusedBy.get(mutator) ?? 0) + 1);
    return edits.filter((one) => !refused.includes(one));
  }

  #groupNamed(name: string): string {
    const part = [...this.#project.values()].find((one) => nameOf(one) === name);
    return part === undefined ? "base" : groupOf(part);
  }

  #count(edits: readonly Edit[], fresh: BuildOutcome): void {
    const groups = edits.map(({ after }) => groupOf(after));
    if (groups.includes("base") || this.#fresh === undefined) return;
    for (const { mutator, target, after } of edits) {
      const group = groupOf(after);
      if (groups.filter((one) => one === group).length > 1) continue;
      // A group with a query that no two runs need give alike is built each time.
      if ([...this.#alwaysBuilt].some((name) => this.#groupNamed(name) === group)) continue;
      if (!isSameContent(this.#fresh.relations.get(target), fresh.relations.get(target))) continue;
      const idle = ![...this.#builtInStep].some((name) => this.#groupNamed(name) === group);
      this.#precision.add(mutator, { idle });
    }
  }
}
