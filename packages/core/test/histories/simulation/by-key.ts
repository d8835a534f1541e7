import { valueOf, type BuildInput, type SimulatedTable } from "./table.js";
import { Versions } from "./versions.js";

/** The row of each key. */
type Keys = Map<number, string>;

const making = { empty: (): Keys => new Map(), copy: (of: Keys): Keys => new Map(of) };

/** `incremental_by_key` with the key `id`, without `updated_at`. */
export class ByKey implements SimulatedTable {
  readonly #deletes: "ignore" | "missing" | "column";
  readonly #versions = new Versions<Keys>();

  constructor(deletes: "ignore" | "missing" | "column") {
    this.#deletes = deletes;
  }

  get rows(): readonly string[] {
    return [...(this.#versions.published?.table.values() ?? [])];
  }

  build(input: BuildInput): boolean {
    const { rows, logic } = input;
    const { table } = this.#versions.next(input, making).version;
    // K3: `missing`: rows that the query does not give are removed. K2: `ignore`: they stay.
    if (this.#deletes === "missing") table.clear();
    for (const { id, amount, gone } of rows) {
      // K4: `column`: rows that say so are removed. K1: all others replace the row of their key. K7: after an edit above too.
      if (this.#deletes === "column" && gone) table.delete(id);
      else table.set(id, `${id} ${valueOf(amount, logic)}`);
    }
    return true;
  }
}
