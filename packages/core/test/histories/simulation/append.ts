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

/** `append` without `time`. */
export class Append implements SimulatedTable {
  #rows: string[] = [];
  #content: string | undefined;

  get rows(): readonly string[] {
    return this.#rows;
  }

  /** A1: all rows are added where the input has changed. A2: nothing is added for an edit alone, own or above. */
  build(input: BuildInput): boolean {
    const content = contentOf(input.rows);
    // C1: `--rebuild` begins anew.
    if (input.option === "rebuild") this.#rows = [];
    else if (content === this.#content) return true;
    this.#content = content;
    this.#rows.push(...given(input).map(({ text }) => text));
    return true;
  }
}

/** `append` with `time`. */
export class AppendByTime implements SimulatedTable {
  #rows: Added[] = [];

  get rows(): readonly string[] {
    return this.#rows.map(({ text }) => text);
  }

  build(input: BuildInput): boolean {
    // C1: `--rebuild` begins anew.
    if (input.option === "rebuild") this.#rows = [];
    const greatest = Math.max(-Infinity, ...this.#rows.map(({ hour }) => hour));
    const rows = given(input);
    // A3: rows later than all of the table are added. A4: rows after `$now` wait. A5: earlier rows are not noticed.
    const later = rows.filter(({ hour }) => hour > greatest && hour <= input.now);
    // A6: of the rows at the greatest time those are added that the table lacks.
    const there = this.#rows.filter(({ hour }) => hour === greatest).map(({ text }) => text);
    const same = rows.filter(({ hour }) => hour === greatest);
    const surplus = same.length - there.length;
    const unknown = same.filter(({ text }) => !there.includes(text));
    // A7: no more rows than the table has: none is added. A8: which rows are new cannot be told: refused.
    if (surplus > 0 && unknown.length !== surplus) return false;
    // A9: an edit goes forward only: no row of the table is written again.
    this.#rows.push(...(surplus > 0 ? unknown : []), ...later);
    return true;
  }
}
