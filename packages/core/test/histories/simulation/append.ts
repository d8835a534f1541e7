import { contentOf, valueOf, type BuildInput, type SimulatedTable } from "./table.js";

interface Added {
  readonly hour: number;
  readonly text: string;
}

function given({ rows, logic }: BuildInput): readonly Added[] {
  return rows.map(({ id, hour, amount }) => ({
    hour,
    text: `${id} ${hour} ${valueOf(amount, logic)}`,
  }));
}

/** `append`. A9: an edit, of `time` too, goes forward only: no row of the table is written again. */
export class Append implements SimulatedTable {
  #rows: Added[] = [];
  #content: string | undefined;

  get rows(): readonly string[] {
    return this.#rows.map(({ text }) => text);
  }

  build(input: BuildInput): boolean {
    // C1: `--rebuild` begins anew.
    const before = input.option === "rebuild" ? [] : this.#rows;
    const isAnew = input.option === "rebuild" || this.#content === undefined;
    const isOther = isAnew || contentOf(input.rows) !== this.#content;
    // A1: all rows are added where the input has changed. A2: nothing is added for an edit alone, own or above.
    const added =
      input.options.isTimed === true ? later(before, input) : isOther ? given(input) : [];
    if (added === undefined) return false;
    this.#rows = [...before, ...added];
    this.#content = contentOf(input.rows);
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
