import type { SimulatedTable } from "./simulated-table.js";
import { contentOf, valueOf, type BuildInput } from "./table.js";
import { Versions } from "./versions.js";

interface Added {
  readonly hour: number;
  readonly text: string;
}

function given({ rows, logic, options, now }: BuildInput): readonly Added[] {
  const read = options.readsNow === true ? rows.filter(({ hour }) => hour <= now) : rows;
  return read.map(({ id, hour, amount }) => ({
    hour,
    text: `${id} ${hour} ${valueOf(amount, logic)}`,
  }));
}

/** `append`. A9: an edit, of `time` too, goes forward only: no row of the table is written again. */
export class Append implements SimulatedTable {
  readonly versions = new Versions<readonly Added[]>({ empty: () => [], copy: (of) => of });

  rows(environment: string): readonly string[] {
    return (this.versions.published(environment)?.table ?? []).map(({ text }) => text);
  }

  build(input: BuildInput): boolean {
    const { version } = this.versions.next(input);
    const isOther = contentOf(input.rows) !== version.content;
    // A1: all rows are added where the input has changed. A2: nothing is added for an edit alone, own or above.
    const all = isOther ? given(input) : [];
    const added = input.options.isTimed === true ? later(version.table, input) : all;
    if (added === undefined) return false;
    version.table = [...version.table, ...added];
    this.versions.complete(input, version, added.length > 0);
    this.versions.publish(input, version);
    return true;
  }
}

/** The rows that are added by their time; undefined where the build is refused. */
function later(table: readonly Added[], input: BuildInput): readonly Added[] | undefined {
  const greatest = Math.max(-Infinity, ...table.map(({ hour }) => hour));
  const rows = given(input);
  // A3: rows later than all of the table are added. A4: rows after `$now` wait. A5: earlier rows are not noticed.
  const due = rows.filter(({ hour }) => hour > greatest && hour <= input.now);
  // A6: of the rows at the greatest time those are added that the table lacks.
  const there = table.filter(({ hour }) => hour === greatest).map(({ text }) => text);
  const same = rows.filter(({ hour }) => hour === greatest);
  const surplus = same.length - there.length;
  const unknown = same.filter(({ text }) => !there.includes(text));
  // A7: no more rows than the table has: none is added. A8: which rows are new cannot be told: refused.
  if (surplus > 0 && unknown.length !== surplus) return undefined;
  return [...(surplus > 0 ? unknown : []), ...due];
}
