import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TargetEngine } from "@sluice/core/adapter";
import { afterAll, describe, expect, it } from "vitest";
import { baseModels, seeds } from "./base-models.js";
import { BuildSide } from "./build-side.js";
import { corpus } from "./corpus/corpus.js";
import { EditHistory, type Fault, type Sides } from "./edit-history.js";
import { faultText } from "./fault-text.js";
import { nameOf } from "./mutators/propose.js";
import { plainConfiguration, type Project } from "./parts.js";
import { Precision } from "./precision.js";
import { pickSome, seededPick, type Pick } from "./random.js";
import { groupOfModels } from "./readers.js";
import { shrunkFault } from "./shrink.js";

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

/** Shares of edits without effect that must build nothing, by mutator. */
const leastPrecision: Readonly<Record<string, number>> = {
  comment: 1,
  "white space": 1,
  "keyword case": 1,
  "`as` dropped": 1,
  "parentheses added": 0.99,
  "qualifier added": 0.98,
  "alias renamed": 0.85,
};

/**
 * A fuzz of reuse: random edits of a project, each followed by an incremental build and by a build of the same files in
 * an empty warehouse, which must agree. Call it at the top of a test file.
 *
 * @example
 * describeEdits("duckdb", {
 *   create: ({ fresh, settings }) => duckdb({ path: fresh ? ":memory:" : "shop.duckdb", settings }),
 *   rowText: (alias) => `to_json(${alias})::varchar`,
 * });
 */
export function describeEdits(name: string, suite: EditsSuite): void {
  describe(name, () => {
    const run = new EditRun(suite);
    afterAll(() => run.close());
    it(
      "an incremental build after random edits gives what a fresh build gives",
      async () => {
        expect(await run.fault()).toBe("");
      },
      run.timeoutMs,
    );
    it("few edits are of models that cannot be built", () => {
      const { refused, edits, refusedBy } = run.counts;
      expect(refused / edits, JSON.stringify([...refusedBy])).toBeLessThan(0.15);
    });
    it.each(Object.entries(leastPrecision))(
      "%s: %d of edits without effect build nothing",
      (mutator, least) => {
        expect(run.precision.rate(mutator) ?? 1, run.precision.table()).toBeGreaterThanOrEqual(
          least,
        );
      },
    );
  });
}

/** All projects and their edits. */
class EditRun {
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

  /** Makes all edits; gives the first fault as a text, or nothing. */
  async fault(): Promise<string> {
    const first = this.#suite.seed ?? Number(process.env["SLUICE_EDIT_SEED"] ?? 1);
    const started = performance.now();
    for (let seed = first; this.counts.edits < this.#count; seed += 1) {
      const limit = Math.min(editsOfProject, this.#count - this.counts.edits);
      const fault = await this.#project(seed, limit);
      if (fault !== undefined)
        return faultText(
          await shrunkFault(fault, () => this.#sides()),
          `SLUICE_EDIT_SEED=${String(seed)} SLUICE_EDIT_COUNT=${String(editsOfProject)}`,
        );
    }
    const perSecond = this.counts.edits / ((performance.now() - started) / 1000);
    process.stdout.write(
      `${String(this.counts.edits)} edits, ${perSecond.toFixed(1)} a second, ${String(this.counts.refused)} refused\n${this.precision.table()}\n`,
    );
    return "";
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

  async close(): Promise<void> {
    for (const dir of this.#folders) await rm(dir, { recursive: true, force: true });
  }
}

function randomProject(pick: Pick): Project {
  const groups = pickSome(Object.entries(corpus), groupsOfProject, pick);
  const models = groups.flatMap(([name, sql]) => groupOfModels(name, sql, pick));
  const parts = [plainConfiguration, ...seeds, ...baseModels, ...models];
  return new Map(parts.map((part) => [nameOf(part), part]));
}
