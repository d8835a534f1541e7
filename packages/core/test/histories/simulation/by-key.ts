import { valueOf, type BuildInput, type SimulatedTable } from "./table.js";
import { Versions } from "./versions.js";

/** The row of each key. */
type Keys = Map<string, string>;

const making = { empty: (): Keys => new Map(), copy: (of: Keys): Keys => new Map(of) };

/** `incremental_by_key` without `updated_at`. */
export class ByKey implements SimulatedTable {
  readonly #versions = new Versions<Keys>();

  get rows(): readonly string[] {
    return [...(this.#versions.published?.table.values() ?? [])];
  }

  build(input: BuildInput): boolean {
    const { rows, logic, options } = input;
    const { deletes, isKeyWide } = options;
    const { version } = this.#versions.next(input, making);
    const { table } = version;
    this.#versions.published = version;
    // K3: `missing`: rows that the query does not give are removed. K2: `ignore`: they stay.
    if (deletes === "missing") table.clear();
    for (const { id, amount, gone } of rows) {
      const key = isKeyWide === true ? `${id} ${gone}` : String(id);
      // K4: `column`: rows that say so are removed. K1: all others replace the row of their key. K7: after an edit above too.
      if (deletes === "column" && gone) table.delete(key);
      else table.set(key, `${id} ${valueOf(amount, logic)}`);
    }
    return true;
  }
}
