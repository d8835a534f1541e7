import type { SimulatedTable } from "./simulated-table.js";
import { isDeepStrictEqual } from "node:util";
import { valueOf, type BuildInput, type InputRow } from "./table.js";
import { Versions } from "./versions.js";

interface Row {
  readonly text: string;
  readonly gone: boolean;
  readonly changed: number;
}

/** The row of each key. */
type Keys = ReadonlyMap<string, Row>;

/** The key of a row, and its columns as one text. */
export interface KeyedQuery {
  readonly key: (row: InputRow, input: BuildInput) => string;
  readonly text: (row: InputRow, value: number) => string;
}

/** `incremental_by_key`. */
export class ByKey implements SimulatedTable {
  readonly #query: KeyedQuery;
  readonly versions = new Versions<Keys>({ empty: () => new Map(), copy: (of) => of });

  constructor(query: KeyedQuery) {
    this.#query = query;
  }

  rows(environment: string): readonly string[] {
    return [...(this.versions.published(environment)?.table.values() ?? [])].map(
      ({ text }) => text,
    );
  }

  build(input: BuildInput): boolean {
    const { version, recomputes, goesForward } = this.versions.next(input);
    const isDone = !recomputes && goesForward !== true && this.versions.hasRead(input, version);
    // K12: no rows are looked for where no input changed, but for a query that reads `$now`.
    const isLeft = isDone && input.options.readsNow !== true;
    const merged = isLeft ? version.table : this.#merge(version.table, input, recomputes);
    const isChanged = !isDeepStrictEqual(merged, version.table);
    version.table = merged;
    this.versions.complete(input, version, isChanged);
    this.versions.publish(input, version);
    return true;
  }

  #merge(before: Keys, input: BuildInput, recomputes: boolean): Keys {
    const { logic, options, now } = input;
    const { deletes } = options;
    // K7: after an edit above all rows are merged.
    const since = recomputes ? -Infinity : sinceOf(before, input);
    const given = new Map<string, InputRow>();
    // K11: `order: id desc`: of several rows of a key the one with the greatest `id` is taken.
    for (const row of givenRows(input, since).sort((a, b) => a.id - b.id))
      given.set(this.#query.key(row, input), row);
    // K3: `missing`: rows that the query does not give are removed. K2: `ignore`: they stay.
    const isKept = ([key]: readonly [string, Row]) => deletes !== "missing" || given.has(key);
    const table = new Map([...before].filter(isKept));
    for (const [key, row] of given) {
      const there = table.get(key);
      // K10: older than the row of its key, which is not from after `$now`; under `missing` it is taken.
      const isStale = there && there.changed > row.changed && there.changed <= now;
      if (options.isDated === true && deletes !== "missing" && isStale === true) continue;
      // K4: `column`: rows that say so are removed. K1: all others replace the row of their key.
      if (deletes === "column" && row.gone) table.delete(key);
      else table.set(key, { ...row, text: this.#query.text(row, valueOf(row.amount, logic)) });
    }
    return table;
  }
}

/** K9: the greatest time of the table that is not after `$now`. */
function sinceOf(table: Keys, { now, options }: BuildInput): number {
  if (options.isDated !== true || options.deletes === "missing") return -Infinity;
  const times = [...table.values()].map(({ changed }) => changed);
  return Math.max(-Infinity, ...times.filter((changed) => changed <= now));
}

/** C5: a query that reads `$now` is asked again at every later time. */
function givenRows({ rows, options, now }: BuildInput, since: number): InputRow[] {
  return rows.filter(
    ({ changed, hour }) => changed >= since && (options.readsNow !== true || hour <= now),
  );
}
