const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A date of a zone, in days since 1970-01-01, and the time it lasts. */
export interface NaiveDay {
  readonly date: number;
  readonly start: number;
  readonly end: number;
}

export interface NaiveCell {
  readonly start: number;
  readonly end: number;
}

/** Number of days from 1970-01-01 to a date. */
export function dayNumber(text: string): number {
  return Date.parse(`${text}T00:00Z`) / dayMs;
}

/** A date of a number of days. */
export function dayText(date: number): string {
  return new Date(date * dayMs).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date a calendar on the wall shows, by the formatter alone. */
export function shownDate(zone: string, at: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
  formats.set(zone, format);
  return dayNumber(format.format(at));
}

const known = new Map<string, readonly NaiveDay[]>();

/**
 * The dates of a zone that were, one after the other, found by looking at its calendar every `minutes`: each lasts until
 * a later one is shown and it itself no more.
 */
export function naiveDays(
  zone: string,
  [from, to]: readonly [string, string],
  minutes = 15,
): readonly NaiveDay[] {
  const key = [zone, from, to].join(" ");
  const found = known.get(key) ?? lookAtDays(zone, [dayNumber(from), dayNumber(to)], minutes);
  known.set(key, found);
  return found;
}

function lookAtDays(
  zone: string,
  [from, to]: readonly [number, number],
  minutes: number,
): readonly NaiveDay[] {
  const lastShown = new Map<number, number>();
  const step = minutes * minuteMs;
  for (let at = (from - 2) * dayMs; at < (to + 2) * dayMs; at += step)
    lastShown.set(shownDate(zone, at), at + step);
  const dates = [...lastShown.keys()].sort((a, b) => a - b);
  return dates.slice(1, -1).flatMap((date, i) => {
    const start = lastShown.get(dates[i] ?? 0) ?? 0;
    return date < from || date >= to ? [] : [{ date, start, end: lastShown.get(date) ?? 0 }];
  });
}

const keys = {
  day: (date: number) => String(date),
  /** 1970-01-05 was a Monday. */
  week: (date: number) => String(Math.floor((date - 4) / 7)),
  month: (date: number) => dayText(date).slice(0, 7),
  year: (date: number) => dayText(date).slice(0, 4),
};

/** Days in groups; the first and the last group may lack days, so they are left out. */
export function naiveCells(
  days: readonly NaiveDay[],
  unit: keyof typeof keys,
): readonly NaiveCell[] {
  const groups = new Map<string, NaiveCell>();
  for (const { date, start, end } of days) {
    const group = keys[unit](date);
    groups.set(group, { start: groups.get(group)?.start ?? start, end });
  }
  return [...groups.values()].slice(1, -1);
}
