import type { SimulatedTable } from "./simulated-table.js";
import { isDeepStrictEqual } from "node:util";
import { valueOf, type BuildInput, type InputRow } from "./table.js";
import { Versions } from "./versions.js";

/** A version of a key. */
interface Held {
  readonly id: number;
  readonly value: number;
  readonly changed: number;
  readonly from: number;
  readonly to: number | undefined;
  readonly isDeleted: boolean;
}

/** `snapshot` with the key `id`: by `check` from `$now` on, or by `timestamp` from `changed` on. */
export class Snapshot implements SimulatedTable {
  readonly versions = new Versions<readonly Held[]>({ empty: () => [], copy: (of) => of });

  rows(environment: string): readonly string[] {
    const table = this.versions.published(environment)?.table ?? [];
    return table.map(({ id, value, from, to, isDeleted }) =>
      [id, value, from, to ?? "-", ...(isDeleted ? ["gone"] : [])].join(" "),
    );
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

function afterRun(before: readonly Held[], input: BuildInput): readonly Held[] {
  const { rows, options } = input;
  let table = before;
  // S6: an edit, own or above, or of an option, goes forward only: it is a change of values like any.
  for (const row of rows) table = put(table, row, input);
  // S3: `ignore`: a key that is gone stays current. S4: `invalidate`: its version ends.
  if (options.deletes === "ignore") return table;
  const given = new Set(rows.map(({ id }) => id));
  return table.flatMap((held) =>
    given.has(held.id) || held.to !== undefined || held.isDeleted ? [held] : gone(held, input),
  );
}

/** S9: `new_record`: a row that says so follows. */
function gone(held: Held, { now, options }: BuildInput): readonly Held[] {
  const at = Math.max(now, held.from);
  const ended = { ...held, to: at };
  return options.deletes === "new_record"
    ? [ended, { ...held, from: at, isDeleted: true }]
    : [ended];
}

function put(table: readonly Held[], row: InputRow, input: BuildInput): readonly Held[] {
  const { options, logic, now } = input;
  const { id, changed } = row;
  const value = valueOf(row.amount, logic);
  const last = table.findLast((held) => held.id === id && held.to === undefined);
  const current = last?.isDeleted === false ? last : undefined;
  // S1: equal values write nothing. S7: by `timestamp` only a later `updated_at` is a version, and holds from then on.
  if (current && (options.isDated ? changed <= current.changed : value === current.value))
    return table;
  const date = options.isDated === true ? changed : now;
  // S2, S5: the current version ends where the next begins; at its date, or at what is known already where that is later.
  const from = current ? Math.max(date, current.from) : backAt({ table, id, date, last, now });
  const ended = table.map((held) => (held === last ? { ...held, to: from } : held));
  return [...ended, { id, value, changed, from, to: undefined, isDeleted: false }];
}

/**
 * S8: when a key begins that is not there: at its date, or at the time of the run where that is before the deletion. A
 * version that holds at no time is not known.
 */
function backAt({
  table,
  id,
  date,
  last,
  now,
}: {
  readonly table: readonly Held[];
  readonly id: number;
  readonly date: number;
  readonly last: Held | undefined;
  readonly now: number;
}): number {
  const ends = table.flatMap((held) =>
    held.id === id && held.to !== undefined && held.to > held.from ? [held.to] : [],
  );
  const deleted = last?.from ?? (ends.length > 0 ? Math.max(...ends) : undefined);
  return deleted === undefined || date >= deleted ? date : Math.max(now, deleted);
}
