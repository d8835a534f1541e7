import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TargetEngine } from "@sluice/core/adapter";
import { baseModels, ratedModel } from "./base-models.js";
import { BuildSide } from "./build-side.js";
import { columnExperiment, type ColumnExperiment } from "./column-experiment.js";
import { corpus } from "./corpus/corpus.js";
import { EditHistory, type Fault, type Sides } from "./edit-history.js";
import { faultText } from "./fault-text.js";
import { type Project } from "./parts.js";
import { placePrecision, type PlacePrecision } from "./place-precision.js";
import { Precision } from "./precision.js";
import { pickSome, seededPick, type Pick } from "./random.js";
import { groupOfModels } from "./readers.js";
import { shrunkFault } from "./shrink.js";
import { projectOf } from "./project-of.js";

/** How an engine is put under edits. */
export interface EditsSuite {
  /** Makes the engine of a target; `fresh` asks for a warehouse that is empty whenever it is opened. */
  readonly create: (target: {
    readonly fresh: boolean;
    readonly settings: Readonly<Record<string, string | boolean>>;
  }) => TargetEngine;
  /** SQL that gives a row as a text, by the alias of its relation. */
  readonly rowText: (alias: string) => string;
  /** Edits in all. @default SLUICE_EDIT_COUNT, or 300 */
  readonly count?: number;
  /** @default SLUICE_EDIT_SEED, or a fixed one */
  readonly seed?: number;
}

/** Queries in one project; each has readers in two layers. */
const groupsOfProject = 7;
/** Edits after which another project is made. */
const editsOfProject = 60;
/** Faults after which no further project is made. */
const mostFaults = 5;

/** Projects one after another, each with its edits. */
export class EditRun {
  readonly precision = new Precision();
  readonly counts = { edits: 0, refused: 0, refusedBy: new Map<string, number>() };
  /** Long enough for a busy machine. */
  readonly timeoutMs: number;
  readonly #suite: EditsSuite;
  readonly #count: number;
  readonly #folders: string[] = [];

  constructor(suite: EditsSuite) {
    this.#suite = suite;
    this.#count = suite.count ?? Number(process.env["SLUICE_EDIT_COUNT"] ?? 300);
    this.timeoutMs = 400_000 + this.#count * 2000;
  }

  /** Makes all edits; gives the faults as texts, one a project at most. */
  async faults(): Promise<readonly string[]> {
    const first = this.#suite.seed ?? Number(process.env["SLUICE_EDIT_SEED"] ?? 1);
    const started = performance.now();
    const found: string[] = [];
    for (
      let seed = first;
      this.counts.edits < this.#count && found.length < mostFaults;
      seed += 1
    ) {
      const limit = Math.min(editsOfProject, this.#count - this.counts.edits);
      const fault = await this.#project(seed, limit);
      const place = `SLUICE_EDIT_SEED=${String(seed)} SLUICE_EDIT_COUNT=${String(editsOfProject)}`;
      if (fault !== undefined) {
        const text = faultText(await shrunkFault(fault, () => this.#sides()), place);
        // A long run says at once what it has found.
        process.stdout.write(`${text}\n\n`);
        found.push(text);
      }
      await this.close();
    }
    const { edits, refused } = this.counts;
    const perSecond = edits / ((performance.now() - started) / 1000);
    process.stdout.write(
      `${String(edits)} edits, ${perSecond.toFixed(1)} a second, ${String(refused)} refused\n${this.precision.table()}\n`,
    );
    return found;
  }

  /** Counts edits without effect in every place of the corpus. */
  async placePrecision(): Promise<PlacePrecision> {
    const { incremental } = await this.#sides();
    return placePrecision(incremental);
  }

  /** Changes one input column at a time, and compares what differs with what is planned. */
  async columnExperiment(): Promise<ColumnExperiment> {
    const [{ incremental: built }, { incremental: changed }] = [
      await this.#sides(),
      await this.#sides(),
    ];
    return columnExperiment({ built, changed });
  }

  async #project(seed: number, limit: number): Promise<Fault | undefined> {
    const pick = seededPick(seed);
    const { precision } = this;
    const history = new EditHistory(randomProject(pick), await this.#sides(), { pick, precision });
    let fault = await history.start();
    while (fault === undefined && history.counts.edits < limit)
      fault = await history.step(groupsOfProject);
    this.counts.edits += history.counts.edits;
    this.counts.refused += history.counts.refused;
    for (const [mutator, refused] of history.counts.refusedBy)
      this.counts.refusedBy.set(mutator, (this.counts.refusedBy.get(mutator) ?? 0) + refused);
    return fault;
  }

  async #sides(): Promise<Sides> {
    const side = async (fresh: boolean) => {
      const dir = await mkdtemp(join(tmpdir(), "sluice-edits-"));
      this.#folders.push(dir);
      const { create, rowText } = this.#suite;
      return new BuildSide(dir, (settings) => create({ fresh, settings }), rowText);
    };
    return { incremental: await side(false), fresh: await side(true) };
  }

  /** Removes what projects have left on the disk. */
  async close(): Promise<void> {
    for (const dir of this.#folders.splice(0)) await rm(dir, { recursive: true, force: true });
  }
}

function randomProject(pick: Pick): Project {
  const groups = pickSome(Object.entries(corpus), groupsOfProject, pick);
  const models = groups.flatMap(([name, sql]) => groupOfModels(name, sql, pick));
  return projectOf([...baseModels, ratedModel, ...models]);
}
