import {
  PRODUCTION,
  valueOf,
  type BuildInput,
  type HourRange,
  type InputRow,
  type Options,
  type SimulatedTable,
} from "./table.js";
import { Versions, type Version } from "./versions.js";

/** The table of a version. */
interface Table {
  /** Hours that were computed; false for one that is to be computed again. */
  readonly computed: ReadonlyMap<number, boolean>;
  readonly rows: readonly { readonly hour: number; readonly text: string }[];
}

/** The text of a row that lies in a grain. */
export type RowText = (
  row: InputRow,
  of: { readonly value: number; readonly grain: HourRange },
) => string;

/** `incremental_by_time` with grains of whole hours. */
export class ByTime implements SimulatedTable {
  readonly #text: RowText;
  readonly versions = new Versions<Table>({
    empty: () => ({ computed: new Map(), rows: [] }),
    copy: (of) => of,
  });

  constructor(text: RowText) {
    this.#text = text;
  }

  rows(environment: string): readonly string[] {
    return (this.versions.published(environment)?.table.rows ?? []).map(({ text }) => text);
  }

  build(input: BuildInput): boolean {
    const { version, recomputes } = this.versions.next(input);
    // T9: after an effective edit above all computed grains are computed again.
    if (recomputes) version.table = outdated(version.table, { start: 0, end: Infinity });
    this.#computeAll(version, missing(version.table, input), input);
    // T13: a table without computed time is not published over one that has some.
    const { environment } = input;
    const shown = this.versions.publishes(environment) && this.versions.published(environment);
    if (shown && shown !== version && isEmpty(version.table) && !isEmpty(shown.table)) return false;
    this.versions.publish(input, version);
    return true;
  }

  /**
   * T7: the computed grains that the range touches are computed again, and no other. T8: the other tables of the model have
   * those grains computed again when they are published, but for those that others publish where an environment restates.
   */
  restate(range: HourRange, input: BuildInput): void {
    const { environment } = input;
    const version = this.versions.published(environment);
    if (!version) return;
    const { grain } = cutOf(input.options);
    const whole = { start: floor(range.start, grain), end: floor(range.end - 1, grain) + grain };
    const left =
      environment === PRODUCTION ? new Set() : this.versions.publishedElsewhere(environment);
    for (const each of this.versions.all)
      if (each === version || !left.has(each)) each.table = outdated(each.table, whole);
    const touched = grainsOver(input).filter((grain) => overlap(grain, range));
    this.#computeAll(version, touched, input);
  }

  #computeAll(version: Version<Table>, grains: readonly HourRange[], input: BuildInput): void {
    for (const grain of grains) version.table = this.#computed(version.table, grain, input);
    this.versions.complete(input, version, grains.length > 0);
  }

  /** T2: a grain is computed whole, from the input as it is now. */
  #computed(table: Table, grain: HourRange, { rows, logic }: BuildInput): Table {
    const found = rows
      .filter(({ hour }) => isIn(hour, grain))
      .map((row) => ({
        hour: row.hour,
        text: this.#text(row, { value: valueOf(row.amount, logic), grain }),
      }));
    const computed = new Map(table.computed);
    for (let hour = grain.start; hour < grain.end; hour += 1) computed.set(hour, true);
    return { computed, rows: [...table.rows.filter(({ hour }) => !isIn(hour, grain)), ...found] };
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
function outdated({ computed, rows }: Table, range: HourRange): Table {
  const hours = [...computed].map(([hour, isDone]): [number, boolean] => [
    hour,
    isDone && !isIn(hour, range),
  ]);
  return { computed: new Map(hours), rows };
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
