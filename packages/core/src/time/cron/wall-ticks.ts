import type { CompiledCron } from "./compile-cron.js";

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Ticks of a cron on a clock that never jumps; times are milliseconds, as if the clock showed UTC. */

/** The first tick at or after a time. */
export function nextWall({ minutes, days }: CompiledCron, from: number): number {
  const day = Math.floor(from / dayMs);
  const found = days.next(day);
  const after = found > day ? 0 : position(minutes, from - day * dayMs);
  const minute = minutes[after];
  if (minute !== undefined) return found * dayMs + minute * minuteMs;
  return days.next(day + 1) * dayMs + (minutes[0] ?? 0) * minuteMs;
}

/** The last tick before a time. */
export function previousWall({ minutes, days }: CompiledCron, before: number): number {
  const day = Math.floor(before / dayMs);
  const found = days.previous(day);
  const end = found < day ? minutes.length : position(minutes, before - day * dayMs);
  const minute = minutes[end - 1];
  if (minute !== undefined) return found * dayMs + minute * minuteMs;
  return days.previous(day - 1) * dayMs + (minutes.at(-1) ?? 0) * minuteMs;
}

/** How many ticks lie in `[from, to)`, without visiting them. */
export function countWall(cron: CompiledCron, from: number, to: number): number {
  if (from >= to) return 0;
  const [first, last] = [Math.floor(from / dayMs), Math.floor(to / dayMs)];
  const whole = cron.days.count(first, last) * cron.minutes.length;
  return whole + within(cron, last, to) - within(cron, first, from);
}

/** Ticks of a day before a time on it. */
function within({ minutes, days }: CompiledCron, day: number, time: number): number {
  return days.count(day, day + 1) * position(minutes, time - day * dayMs);
}

/** Index of the first minute that begins at or after a time of the day. */
function position(minutes: readonly number[], time: number): number {
  let [low, high] = [0, minutes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((minutes[middle] ?? 0) * minuteMs < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
