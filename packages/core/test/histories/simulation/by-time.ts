import {
  valueOf,
  type BuildInput,
  type HourRange,
  type InputRow,
  type Options,
  type SimulatedTable,
} from "./table.js";
import { Versions } from "./versions.js";

/** The table of a version. */
interface Table {
  /** Hours that were computed; false for one that is to be computed again. */
  readonly computed: Map<number, boolean>;
  rows: readonly { readonly hour: number; readonly text: string }[];
}

const making = {
  empty: (): Table => ({ computed: new Map(), rows: [] }),
  copy: ({ computed, rows }: Table): Table => ({ computed: new Map(computed), rows }),
};

/** The text of a row that lies in a grain. */
export type RowText = (
  row: InputRow,
  of: { readonly value: number; readonly grain: HourRange },
) => string;

/** `incremental_by_time` with grains of whole hours. */
export class ByTime implements SimulatedTable {
  readonly #text: RowText;
  readonly #versions = new Versions<Table>();

  constructor(text: RowText) {
    this.#text = text;
  }

  get rows(): readonly string[] {
    return (this.#versions.published?.table.rows ?? []).map(({ text }) => text);
  }

  build(input: BuildInput): boolean {
    const { version, recomputes } = this.#versions.next(input, making);
    // T9: after an effective edit above all computed grains are computed again.
    if (recomputes) outdate(version.table, { start: 0, end: Infinity });
    for (const grain of missing(version.table, input)) this.#compute(version.table, grain, input);
    // T13: a table without computed time is not published over one that has some.
    const { published } = this.#versions;
    if (published && isEmpty(version.table) && !isEmpty(published.table)) return false;
    this.#versions.published = version;
    return true;
  }

  /**
   * T7: the computed grains that the range touches are computed again, and no other. T8: the other tables of the model have
   * those grains computed again when they are published.
   */
  restate(range: HourRange, input: BuildInput): void {
    const { published } = this.#versions;
    if (!published) return;
    const touched = grainsOver(input).filter((grain) => overlap(grain, range));
    for (const grain of touched) this.#compute(published.table, grain, input);
    const { grain } = cutOf(input.options);
    const whole = { start: floor(range.start, grain), end: floor(range.end - 1, grain) + grain };
    for (const other of this.#versions.all) if (other !== published) outdate(other.table, whole);
  }

  /** T2: a grain is computed whole, from the input as it is now. */
  #compute(table: Table, grain: HourRange, { rows, logic }: BuildInput): void {
    const found = rows
      .filter(({ hour }) => isIn(hour, grain))
      .map((row) => ({
        hour: row.hour,
        text: this.#text(row, { value: valueOf(row.amount, logic), grain }),
      }));
    table.rows = [...table.rows.filter(({ hour }) => !isIn(hour, grain)), ...found];
    for (let hour = grain.start; hour < grain.end; hour += 1) table.computed.set(hour, true);
  }
}

/**
 * T1, T2: grains that are over and not computed, and `lookback` grains before each. T3: else none. T4: none is removed.
 * T11: a grain of which a part is not computed is not computed, however time was cut before.
 */
function missing(table: Table, input: BuildInput): readonly HourRange[] {
  const all = grainsOver(input);
  const { lookback = 0 } = input.options;
  const isDone = all.map(({ start, end }) => {
    for (let hour = start; hour < end; hour += 1)
      if (table.computed.get(hour) !== true) return false;
    return true;
  });
  return all.filter((_, place) => isDone.slice(place, place + lookback + 1).includes(false));
}

function isEmpty({ computed }: Table): boolean {
  return ![...computed.values()].includes(true);
}

function cutOf({ grain = 24, start = 0 }: Options) {
  return { grain, start: floor(start, grain) };
}

/** The grains from `start` on that are over. */
function grainsOver({ options, now }: BuildInput): readonly HourRange[] {
  const { grain, start: first } = cutOf(options);
  const grains: HourRange[] = [];
  for (let start = first; start + grain <= now; start += grain)
    grains.push({ start, end: start + grain });
  return grains;
}

/** T10: such hours keep their rows until a build whose `$now` is late enough. */
function outdate({ computed }: Table, range: HourRange): void {
  for (const hour of computed.keys()) if (isIn(hour, range)) computed.set(hour, false);
}

function isIn(hour: number, { start, end }: HourRange): boolean {
  return hour >= start && hour < end;
}

function overlap(a: HourRange, b: HourRange): boolean {
  return a.start < b.end && b.start < a.end;
}

function floor(hour: number, grain: number): number {
  return Math.floor(hour / grain) * grain;
}
