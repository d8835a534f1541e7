import { isDeepStrictEqual } from "node:util";
import { valueOf, type BuildInput, type SimulatedTable } from "./table.js";
import { Versions } from "./versions.js";

interface Row {
  readonly text: string;
  readonly gone: boolean;
}

/** The row of each key. */
type Keys = ReadonlyMap<string, Row>;

/** `incremental_by_key` without `updated_at`. */
export class ByKey implements SimulatedTable {
  readonly versions = new Versions<Keys>({ empty: () => new Map(), copy: (of) => of });

  rows(environment: string): readonly string[] {
    return [...(this.versions.published(environment)?.table.values() ?? [])].map(
      ({ text }) => text,
    );
  }

  build(input: BuildInput): boolean {
    const { version } = this.versions.next(input);
    const merged = merge(version.table, input);
    const isChanged = !isDeepStrictEqual(merged, version.table);
    version.table = merged;
    this.versions.complete(input, version, isChanged);
    this.versions.publish(input, version);
    return true;
  }
}

function merge(before: Keys, { rows, logic, options }: BuildInput): Keys {
  const { deletes, isKeyWide } = options;
  // K3: `missing`: rows that the query does not give are removed. K2: `ignore`: they stay.
  const table = new Map(deletes === "missing" ? [] : before);
  for (const { id, amount, gone } of rows) {
    const key = isKeyWide === true ? `${id} ${gone}` : String(id);
    // K4: `column`: rows that say so are removed. K1: all others replace the row of their key. K7: after an edit above too.
    if (deletes === "column" && gone) table.delete(key);
    else table.set(key, { text: `${id} ${valueOf(amount, logic)}`, gone });
  }
  return table;
}
