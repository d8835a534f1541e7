import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { splitRanges } from "../plan/inputs/compare-hashes.js";
import type { InputHash } from "../state/input-hash.js";
import { cutIntoUnits, joinedHashes, unitAt, type HashCut } from "../plan/inputs/pieces.js";
import { isWithinDay, type Grain } from "../time/intervals/grain.js";
import type { Interval, IntervalSet } from "../time/intervals/interval-set.js";
import { hashInput } from "./hash-inputs.js";
import type { RunInput } from "./run-inputs.js";
import type { Update } from "./update.js";

/** Records of what a table is computed from: each step belongs into the transaction that writes the rows it is about. */
export class InputRecorder {
  readonly #update: Update;
  readonly #inputs: readonly RunInput[];
  readonly #cut: HashCut;
  /** A unit holds several grains, of which some may be computed. */
  readonly #isCut: boolean;

  constructor(
    update: Update,
    inputs: readonly RunInput[],
    { grain, cut }: { readonly grain: Grain; readonly cut: HashCut },
  ) {
    this.#update = update;
    this.#inputs = inputs;
    this.#cut = cut;
    this.#isCut = isWithinDay(grain);
  }

  /** Replaces the hashes of an interval that is computed. */
  async record(tx: SqlRunner, interval: Interval): Promise<void> {
    if (this.#inputs.length === 0) return;
    const ranges = cutIntoUnits([interval], this.#cut);
    await this.#replace(tx, interval, await this.#hash(tx, ranges));
  }

  /**
   * Cuts hashes of ranges of which a part is about to be computed. Where the rows are those that were hashed, the rest
   * gets a hash of its own; where they have changed, the rest stays known as changed.
   */
  async begin(tx: SqlRunner, computed: IntervalSet): Promise<void> {
    const { execution } = this.#update;
    const around = await this.#around(tx, computed);
    if (!around) return;
    const { range, recorded } = around;
    const split = splitRanges(recorded, computed);
    if (split.length === 0) return;
    const cut = new Set(split.map(({ hash }) => hash));
    const rest: InputHash[] = [];
    for (const input of this.#inputs) {
      const own = split.filter(
        ({ hash }) => hash.input === input.name && hash.definition === input.definition,
      );
      const parts = own.flatMap(({ stays, goes }) => [...stays, ...goes]);
      const now = await hashInput(input, parts, { runner: tx, dialect: execution.dialect });
      rest.push(...own.flatMap((one) => restOf(one, now)));
    }
    const kept = recorded.filter((hash) => !cut.has(hash));
    await this.#replace(tx, range, [...kept, ...rest]);
  }

  /** Joins the hashes of parts of a unit, after all of them are recorded. */
  async end(tx: SqlRunner, computed: IntervalSet): Promise<void> {
    const around = await this.#around(tx, computed);
    if (!around) return;
    const joined = joinedHashes(around.recorded, this.#cut);
    if (joined.length === around.recorded.length) return;
    await this.#replace(tx, around.range, joined);
  }

  /** The recorded hashes of all units that some time touches; undefined where units are not cut. */
  async #around(tx: SqlRunner, computed: IntervalSet) {
    const range = hull(computed, this.#cut.unit);
    if (!this.#isCut || this.#inputs.length === 0 || !range) return undefined;
    const { planned, execution } = this.#update;
    const { state } = execution;
    const recorded = await state.inputHashes(planned.physical, { range, transaction: tx });
    return { range, recorded };
  }

  async #replace(tx: SqlRunner, range: Interval, hashes: readonly InputHash[]): Promise<void> {
    const { planned, execution } = this.#update;
    const { physical } = planned;
    await execution.state.commit(
      [
        { type: "remove input hashes", physical, range },
        { type: "add input hashes", physical, hashes },
      ],
      tx,
    );
  }

  async #hash(tx: SqlRunner, ranges: readonly Interval[]): Promise<readonly InputHash[]> {
    const { dialect } = this.#update.execution;
    const hashes: InputHash[] = [];
    for (const input of this.#inputs)
      hashes.push(...(await hashInput(input, ranges, { runner: tx, dialect })));
    return hashes;
  }
}

/** All units that some time touches. */
function hull(time: IntervalSet, unit: Grain): Interval | undefined {
  const [first, last] = [time[0], time.at(-1)];
  if (!first || !last) return undefined;
  return { start: unitAt(unit, first.start).start, end: unitAt(unit, last.end - 1).end };
}

/** The hashes that stay when a part of their time is computed again. */
function restOf(
  { hash, stays, goes }: ReturnType<typeof splitRanges>[number],
  now: readonly InputHash[],
): readonly InputHash[] {
  const found = (range: Interval) =>
    now.find(({ start, end }) => start === range.start && end === range.end);
  const parts = [...stays, ...goes].flatMap((range) => found(range) ?? []);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const sum = parts.reduce((all, part) => all + BigInt(part.hash ?? 0), 0n).toString();
  const isSame = rows === hash.rows && sum === hash.hash;
  return stays.map((range) => {
    const own = isSame ? found(range) : undefined;
    return own ?? { ...hash, ...range, rows: 0, hash: undefined };
  });
}
