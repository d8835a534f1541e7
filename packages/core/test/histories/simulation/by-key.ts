import type { BuildInput, SimulatedTable } from "./table.js";

/** `incremental_by_key` with the key `id`, without `updated_at`. */
export class ByKey implements SimulatedTable {
  readonly #deletes: "ignore" | "missing" | "column";
  /** K6: the table of a former query stays. */
  readonly #versions = new Map<number, Map<number, string>>();
  #published = new Map<number, string>();

  constructor(deletes: "ignore" | "missing" | "column") {
    this.#deletes = deletes;
  }

  get rows(): readonly string[] {
    return [...this.#published.values()];
  }

  build({ rows, factor }: BuildInput): boolean {
    // K5, K6: another query has a table of its own; a former query goes on with its former table.
    const version = this.#versions.get(factor) ?? new Map<number, string>();
    // K3: `missing`: rows that the query does not give are removed. K2: `ignore`: they stay.
    if (this.#deletes === "missing") version.clear();
    for (const { id, amount, gone } of rows) {
      // K4: `column`: rows that say so are removed. K1: all others replace the row of their key.
      if (this.#deletes === "column" && gone) version.delete(id);
      else version.set(id, `${id} ${amount * factor}`);
    }
    this.#versions.set(factor, version);
    this.#published = version;
    return true;
  }
}
