import type { SimulatedTable } from "./simulated-table.js";
import {
  contentOf,
  PRODUCTION,
  valueOf,
  type BuildInput,
  type HourRange,
  type InputRow,
  type Options,
} from "./table.js";
import { columnChange, isRefused, noteOf, withNote, type Noted } from "./columns.js";
import { Versions, type Version } from "./versions.js";

/** An hour that was computed. */
interface Hour {
  /** The rows of the input that it was computed from. */
  readonly from: string;
  /** To be computed again. */
  readonly isOutdated: boolean;
}

interface TableRow {
  readonly hour: number;
  readonly text: string;
  readonly note?: number | undefined;
}

/** The table of a version. */
interface Table extends Noted {
  /** The data that the computed hours were last compared with. */
  readonly compared?: string;
  readonly computed: ReadonlyMap<number, Hour>;
  readonly rows: readonly TableRow[];
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
    copy: evolved,
  });

  constructor(text: RowText) {
    this.#text = text;
  }

  rows(environment: string): readonly string[] {
    const { rows = [] } = this.versions.published(environment)?.table ?? {};
    return rows.map(withNote);
  }

  build(input: BuildInput): boolean {
    if (isRefused(this.versions.published(input.environment)?.table, input)) return false;
    const { version, recomputes, goesForward } = this.versions.next(input);
    // C2: other values that follow from such an edit are no late input.
    if (goesForward === true) version.table = compared(version.table, input);
    // T9: after an effective edit above all computed grains are computed again.
    if (recomputes) version.table = outdated(version.table, { start: 0, end: Infinity });
    // N5: a table that takes late input has been compared with changed data, also where no grain is late.
    const data = dataOf(input);
    const isTaken = input.options.takesLate === true && !isEmpty(version.table);
    const isRead = goesForward === true || (isTaken && version.table.compared !== data);
    const grains = missing(version.table, input);
    this.#computeAll(version, grains, input);
    if (grains.length === 0 && isRead) this.versions.complete(input, version, false);
    if (!isEmpty(version.table)) version.table = { ...version.table, compared: data };
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
    // N5: without a grain to compute, the table is as far up to date as before.
    if (grains.length > 0 || version.content === undefined)
      this.versions.complete(input, version, grains.length > 0);
  }

  /** T2: a grain is computed whole, from the input as it is now. */
  #computed(table: Table, grain: HourRange, input: BuildInput): Table {
    const { rows, logic, options } = input;
    const found = rows
      .filter(({ hour }) => isIn(hour, grain))
      .map((row) => ({
        hour: row.hour,
        text: this.#text(row, { value: valueOf(row.amount, logic), grain }),
        note: noteOf(row, options),
      }));
    const computed = new Map(table.computed);
    for (let hour = grain.start; hour < grain.end; hour += 1)
      computed.set(hour, { from: inputOf(hour, input), isOutdated: false });
    return {
      ...table,
      hasNote: table.hasNote === true || options.note === true,
      computed,
      rows: [...table.rows.filter(({ hour }) => !isIn(hour, grain)), ...found],
    };
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
        ...table,
        hasNote: false,
        rows: table.rows.map(({ hour, text }) => ({ hour, text })),
      };
    case "begins anew":
      return undefined;
  }
}

/**
 * T1, T2: grains that are over and not computed, and `lookback` grains before each. T3: else none. T4: none is removed.
 * T11: a grain of which a part is not computed is not computed, however time was cut before.
 */
function missing({ computed }: Table, input: BuildInput): readonly HourRange[] {
  const all = grainsOver(input);
  const { lookback = 0 } = input.options;
  const isDone = all.map((grain) =>
    hoursOf(grain).every((hour) => computed.get(hour)?.isOutdated === false),
  );
  return all.filter(
    (grain, place) =>
      isDone.slice(place, place + lookback + 1).includes(false) || isLate(grain, computed, input),
  );
}

/** T14: rows of the input are others than those that an hour of a day of the grain was computed from. */
function isLate(grain: HourRange, computed: Table["computed"], input: BuildInput): boolean {
  if (input.options.takesLate !== true) return false;
  const days = { start: floor(grain.start, 24), end: floor(grain.end - 1, 24) + 24 };
  return hoursOf(days).some((hour) => {
    const before = computed.get(hour);
    return before?.isOutdated === false && before.from !== inputOf(hour, input);
  });
}

/** The rows of an hour as the table reads them. */
function inputOf(hour: number, { rows, logic }: BuildInput): string {
  const own = { factor: 1, text: "" };
  const read = rows.filter((row) => row.hour === hour);
  return read
    .map(({ id, amount }) => `${id} ${valueOf(amount, { ...logic, own })}`)
    .sort()
    .join();
}

function hoursOf({ start, end }: HourRange): readonly number[] {
  return Array.from({ length: end - start }, (_, place) => start + place);
}

function isEmpty({ computed }: Table): boolean {
  return [...computed.values()].every(({ isOutdated }) => isOutdated);
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

/** A table whose hours have the input as it is. */
function compared(table: Table, input: BuildInput): Table {
  const hours = [...table.computed].map(
    ([hour, before]) => [hour, { ...before, from: inputOf(hour, input) }] as const,
  );
  return { ...table, computed: new Map(hours) };
}

/** T10: such hours keep their rows until a build whose `$now` is late enough. */
function outdated(table: Table, range: HourRange): Table {
  const hours = [...table.computed].map(([hour, before]) => {
    const isOutdated = before.isOutdated || isIn(hour, range);
    return [hour, { ...before, isOutdated }] as const;
  });
  return { ...table, computed: new Map(hours) };
}

/** The data of an input as they are told from others. */
function dataOf({ rows, rebuilds }: BuildInput): string {
  return `${rebuilds} ${contentOf(rows)}`;
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
