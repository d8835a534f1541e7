import { isDeepStrictEqual } from "node:util";
import { valueOf, type BuildInput, type SimulatedTable } from "./table.js";
import { Versions } from "./versions.js";

/** A version of a key. */
interface Held {
  readonly id: number;
  readonly value: number;
  readonly from: number;
  readonly to: number | undefined;
}

/** `snapshot` with the key `id`, the strategy `check` and `valid_from: now`. */
export class Snapshot implements SimulatedTable {
  readonly versions = new Versions<readonly Held[]>({ empty: () => [], copy: (of) => of });

  rows(environment: string): readonly string[] {
    const table = this.versions.published(environment)?.table ?? [];
    return table.map(({ id, value, from, to }) => `${id} ${value} ${from} ${to ?? "-"}`);
  }

  build(input: BuildInput): boolean {
    const { version } = this.versions.next(input);
    const table = afterRun(version.table, input);
    const isChanged = !isDeepStrictEqual(table, version.table);
    version.table = table;
    this.versions.complete(input, version, isChanged);
    this.versions.publish(input, version);
    return true;
  }
}

function afterRun(before: readonly Held[], { rows, logic, now, options }: BuildInput) {
  let table = before;
  // S6: an edit, own or above, or of an option, goes forward only: it is a change of values like any.
  for (const { id, amount } of rows) table = put(table, { id, value: valueOf(amount, logic), now });
  // S3: `ignore`: a key that is gone stays current. S4: `invalidate`: its version ends.
  if (options.deletes === "ignore") return table;
  const given = new Set(rows.map(({ id }) => id));
  return table.map((held) =>
    given.has(held.id) ? held : { ...held, to: held.to ?? Math.max(now, held.from) },
  );
}

function put(
  table: readonly Held[],
  { id, value, now }: { readonly id: number; readonly value: number; readonly now: number },
): readonly Held[] {
  const last = table.findLast((held) => held.id === id);
  // S1: equal values write nothing.
  if (last?.to === undefined && last?.value === value) return table;
  // S2, S5: the current version ends where the next begins; `$now`, or what is known already where that is later.
  const from = Math.max(now, last?.to ?? last?.from ?? now);
  const ended = table.map((held) => (held === last ? { ...held, to: held.to ?? from } : held));
  return [...ended, { id, value, from, to: undefined }];
}
