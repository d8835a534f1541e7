import type { BuildInput, HourRange, InputRow, SimulatedTable } from "./table.js";

const hoursOfDay = 24;

interface Version {
  /** The rows of each computed day. */
  readonly days: Map<number, readonly string[]>;
}

/** `incremental_by_time` with the grain of a day, from day 0 on. */
export class ByTime implements SimulatedTable {
  readonly #lookback: number;
  /** T6: the table of a former query stays. */
  readonly #versions = new Map<number, Version>();
  #published: Version = { days: new Map() };

  constructor(lookback: number) {
    this.#lookback = lookback;
  }

  get rows(): readonly string[] {
    return [...this.#published.days.values()].flat();
  }

  build(input: BuildInput): boolean {
    // T5, T6: another query has a table of its own; a former query goes on with its former table.
    const version = this.#versions.get(input.factor) ?? { days: new Map() };
    this.#versions.set(input.factor, version);
    for (const day of this.#missing(version, input.now)) compute(version, day, input);
    this.#published = version;
    return true;
  }

  /**
   * T7: the computed days that the range touches are computed again, and no other. T8: tables of former queries lack
   * those days from then on, so that they are computed when such a query is published again.
   */
  restate(range: HourRange, input: BuildInput): void {
    const touches = (day: number) =>
      day * hoursOfDay < range.end && (day + 1) * hoursOfDay > range.start;
    for (const day of [...this.#published.days.keys()].filter(touches))
      compute(this.#published, day, input);
    for (const { days } of this.#versions.values())
      if (days !== this.#published.days)
        for (const day of [...days.keys()].filter(touches)) days.delete(day);
  }

  /** T1, T2: days that are over and not computed, and `lookback` days before each. T3: else none. T4: none is removed. */
  #missing(version: Version, now: number): Set<number> {
    const days = new Set<number>();
    for (let day = 0; (day + 1) * hoursOfDay <= now; day += 1) {
      if (version.days.has(day)) continue;
      this.#withLookback(day, days);
    }
    return days;
  }

  #withLookback(day: number, days: Set<number>): void {
    for (let each = Math.max(0, day - this.#lookback); each <= day; each += 1) days.add(each);
  }
}

/** T2: a day is computed whole, from the input as it is now. */
function compute(version: Version, day: number, { rows, factor }: BuildInput): void {
  const isOfDay = ({ hour }: InputRow) => Math.floor(hour / hoursOfDay) === day;
  const texts = rows.filter(isOfDay).map(({ id, amount }) => `${id} ${day} ${amount * factor}`);
  version.days.set(day, texts);
}
