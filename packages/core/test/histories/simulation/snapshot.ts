import { valueOf, type BuildInput, type SimulatedTable } from "./table.js";

interface Version {
  readonly id: number;
  readonly value: number;
  readonly from: number;
  to: number | undefined;
}

/** `snapshot` with the key `id`, the strategy `check` and `valid_from: now`. */
export class Snapshot implements SimulatedTable {
  readonly #versions: Version[] = [];

  get rows(): readonly string[] {
    return this.#versions.map(({ id, value, from, to }) => `${id} ${value} ${from} ${to ?? "-"}`);
  }

  build({ rows, logic, now, options }: BuildInput): boolean {
    // S6: an edit, own or above, or of an option, goes forward only: it is a change of values like any.
    for (const { id, amount } of rows) this.#put(id, valueOf(amount, logic), now);
    const given = new Set(rows.map(({ id }) => id));
    for (const version of this.#versions) {
      // S3: `ignore`: a key that is gone stays current. S4: `invalidate`: its version ends.
      if (options.deletes === "ignore" || given.has(version.id)) continue;
      version.to ??= Math.max(now, version.from);
    }
    return true;
  }

  #put(id: number, value: number, now: number): void {
    const last = this.#versions.findLast((version) => version.id === id);
    // S1: equal values write nothing.
    if (last?.to === undefined && last?.value === value) return;
    // S2, S5: the current version ends where the next begins; `$now`, or what is known already where that is later.
    const from = Math.max(now, last?.to ?? last?.from ?? now);
    if (last) last.to ??= from;
    this.#versions.push({ id, value, from, to: undefined });
  }
}
