const dayMs = 86_400_000;

/** Days on which a cron ticks. Days are counted from 1970-01-01. */
export interface CronDays {
  /** No day of any year fits. */
  readonly never: boolean;
  /** The first fitting day at or after a day. */
  next(day: number): number;
  /** The last fitting day at or before a day. */
  previous(day: number): number;
  /** How many days in `[from, to)` fit. */
  count(from: number, to: number): number;
}

/** Fitting days before each day of a year; the last entry is the whole year's count. */
type YearDays = readonly number[];

/**
 * The fields of a cron know no year, so its days depend on the kind of year alone: leap or not, and the weekday of
 * January 1st. Fourteen kinds at most are asked of `fits`, each once; ranges of any length are then sums over years.
 */
export function createCronDays(fits: (midnight: number) => boolean): CronDays {
  const kinds = new Map<string, YearDays>();
  const daysOf = (year: number): YearDays => {
    const first = firstDay(year);
    const length = firstDay(year + 1) - first;
    const kind = `${String(length)}/${String(mod(first, 7))}`;
    const known = kinds.get(kind);
    if (known) return known;
    const sums = [0];
    for (let i = 0; i < length; i += 1)
      sums.push((sums[i] ?? 0) + Number(fits((first + i) * dayMs)));
    kinds.set(kind, sums);
    return sums;
  };
  const before = (day: number, year: number) => daysOf(year)[day - firstDay(year)] ?? 0;
  const total = (year: number) => daysOf(year).at(-1) ?? 0;
  const search = (day: number, step: 1 | -1) => {
    let year = yearOf(day);
    for (let at = day; ; year += step, at = step > 0 ? firstDay(year) : firstDay(year + 1) - 1) {
      const sums = daysOf(year);
      const first = firstDay(year);
      for (let i = at - first; i >= 0 && i < sums.length - 1; i += step)
        if (sums[i] !== sums[i + 1]) return first + i;
    }
  };
  return {
    // The calendar repeats after 400 years; 28 of them hold every kind, but for centuries.
    get never() {
      for (let year = 1996; year < 2024; year += 1) if (total(year) > 0) return false;
      return true;
    },
    next: (day) => search(day, 1),
    previous: (day) => search(day, -1),
    count(from, to) {
      if (from >= to) return 0;
      const [first, last] = [yearOf(from), yearOf(to)];
      let sum = before(to, last) - before(from, first);
      for (let year = first; year < last; year += 1) sum += total(year);
      return sum;
    },
  };
}

function yearOf(day: number): number {
  return new Date(day * dayMs).getUTCFullYear();
}

function firstDay(year: number): number {
  // Date.UTC reads years below 100 as 19xx.
  return new Date(0).setUTCFullYear(year, 0, 1) / dayMs;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
