import {
  valueOf,
  type BuildInput,
  type HourRange,
  type InputRow,
  type SimulatedTable,
} from "./table.js";
import { Versions } from "./versions.js";

const hoursOfDay = 24;

interface Day {
  readonly rows: readonly string[];
  /** To be computed again. */
  readonly isStale: boolean;
}

/** The rows of each day that was computed. */
type Days = Map<number, Day>;

const making = { empty: (): Days => new Map(), copy: (of: Days): Days => new Map(of) };

/** `incremental_by_time` with the grain of a day, from day 0 on. */
export class ByTime implements SimulatedTable {
  readonly #lookback: number;
  readonly #versions = new Versions<Days>();

  constructor(lookback: number) {
    this.#lookback = lookback;
  }

  get rows(): readonly string[] {
    return [...this.#days.values()].flatMap(({ rows }) => rows);
  }

  get #days(): Days {
    return this.#versions.published?.table ?? new Map<number, Day>();
  }

  build(input: BuildInput): boolean {
    const { version, recomputes } = this.#versions.next(input, making);
    // T9: after an effective edit above all computed days are computed again.
    if (recomputes) outdate(version.table, () => true);
    const days = this.#missing(version.table, input.now);
    for (const day of days) compute(version.table, day, input);
    return true;
  }

  /**
   * T7: the computed days that the range touches are computed again, and no other. T8: the other tables of the model have
   * those days computed again when they are published.
   */
  restate(range: HourRange, input: BuildInput): void {
    const touches = (day: number) =>
      day * hoursOfDay < range.end && (day + 1) * hoursOfDay > range.start;
    for (const day of [...this.#days.keys()].filter(touches)) compute(this.#days, day, input);
    for (const { table } of this.#versions.all) if (table !== this.#days) outdate(table, touches);
  }

  /** T1, T2: days that are over and not computed, and `lookback` days before each. T3: else none. T4: none is removed. */
  #missing(days: Days, now: number): Set<number> {
    const missing = new Set<number>();
    for (let day = 0; (day + 1) * hoursOfDay <= now; day += 1)
      if (days.get(day)?.isStale !== false) this.#withLookback(day, missing);
    return missing;
  }

  #withLookback(day: number, days: Set<number>): void {
    for (let each = Math.max(0, day - this.#lookback); each <= day; each += 1) days.add(each);
  }
}

/** T10: such days keep their rows until a build whose `$now` is late enough. */
function outdate(days: Days, isOutdated: (day: number) => boolean): void {
  for (const [day, { rows }] of days) if (isOutdated(day)) days.set(day, { rows, isStale: true });
}

/** T2: a day is computed whole, from the input as it is now. */
function compute(days: Days, day: number, { rows, logic }: BuildInput): void {
  const isOfDay = ({ hour }: InputRow) => Math.floor(hour / hoursOfDay) === day;
  const found = rows
    .filter(isOfDay)
    .map(({ id, amount }) => `${id} ${day} ${valueOf(amount, logic)}`);
  days.set(day, { rows: found, isStale: false });
}
