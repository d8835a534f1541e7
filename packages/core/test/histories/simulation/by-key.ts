import type { SimulatedTable } from "./simulated-table.js";
import { isDeepStrictEqual } from "node:util";
import { valueOf, type BuildInput, type InputRow, type Options } from "./table.js";
import { columnChange, isRefused, noteOf, withNote, type Noted } from "./columns.js";
import { Versions } from "./versions.js";

interface Row {
  readonly text: string;
  readonly note?: number | undefined;
  readonly gone: boolean;
  readonly changed: number;
}

/** The row of each key. */
type Keys = ReadonlyMap<string, Row>;

interface Table extends Noted {
  readonly keys: Keys;
}

/** The key of a row, and its columns as one text. */
export interface KeyedQuery {
  readonly key: (row: InputRow, input: BuildInput) => string;
  readonly text: (row: InputRow, value: number) => string;
}

/** `incremental_by_key`. */
export class ByKey implements SimulatedTable {
  readonly #query: KeyedQuery;
  readonly versions = new Versions<Table>({ empty: () => ({ keys: new Map() }), copy: evolved });

  constructor(query: KeyedQuery) {
    this.#query = query;
  }

  rows(environment: string): readonly string[] {
    return [...(this.versions.published(environment)?.table.keys.values() ?? [])].map(withNote);
  }

  build(input: BuildInput): boolean {
    if (isRefused(this.versions.published(input.environment)?.table, input)) return false;
    const { version, recomputes, goesForward } = this.versions.next(input);
    const isDone = !recomputes && goesForward !== true && this.versions.hasRead(input, version);
    // K12: no rows are looked for where no input changed, but for a query that reads `$now`.
    const isLeft = isDone && input.options.readsNow !== true;
    const { keys, hasNote } = version.table;
    const merged = isLeft ? keys : this.#merge(keys, input, recomputes);
    const isChanged = !isDeepStrictEqual(merged, keys);
    version.table = { hasNote: hasNote === true || input.options.note === true, keys: merged };
    this.versions.complete(input, version, isChanged);
    this.versions.publish(input, version);
    return true;
  }

  #merge(before: Keys, input: BuildInput, recomputes: boolean): Keys {
    const { options, now } = input;
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
      else table.set(key, this.#written(row, there, input));
    }
    return table;
  }

  /** E5: a row that differs in no column of the query is not written and has the note of before. */
  #written(row: InputRow, there: Row | undefined, { logic, options }: BuildInput): Row {
    const text = this.#query.text(row, valueOf(row.amount, logic));
    const isLeft = options.note !== true && there?.text === text;
    return { ...row, text, note: isLeft ? there.note : noteOf(row, options) };
  }
}

/** A copy with the columns that the options say; undefined where it begins anew. */
function evolved(table: Table, options: Options): Table | undefined {
  switch (columnChange(table, options)) {
    case "none":
      return table;
    case "added":
      return { ...table, hasNote: true };
    case "dropped":
      return {
        hasNote: false,
        keys: new Map(
          [...table.keys].map(([key, { text, gone, changed }]) => [key, { text, gone, changed }]),
        ),
      };
    case "begins anew":
      return undefined;
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
