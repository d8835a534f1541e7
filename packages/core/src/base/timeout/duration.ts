/** Milliseconds of each unit, the largest first. */
const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const sizes: Readonly<Record<string, number>> = { ...units, w: 7 * units.d };

/** The units as people write them; the first letters tell which is meant. */
const pattern =
  /^(\d+(?:\.\d+)?)\s*(ms|s(?:ecs?|econds?)?|m(?:ins?|inutes?)?|h(?:rs?|ours?)?|d(?:ays?)?|w(?:eeks?)?)$/i;

/**
 * Milliseconds of a duration as people write it: `500ms`, `30s`, `5m`, `2h`, `1d`, `2w`, `2 weeks`; undefined for other
 * text, and for more than a number holds exactly.
 */
export function durationMs(text: string): number | undefined {
  const [, count, written = ""] = pattern.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  const unit = written.toLowerCase();
  const size = unit === "ms" ? units.ms : sizes[unit.charAt(0)];
  if (size === undefined) return undefined;
  const ms = Math.round(Number(count) * size);
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** Milliseconds for people, in the two largest units, rounded down: `45s`, `3h 20m`, `875d 8h`, `-1m`. */
export function formatDuration(ms: number): string {
  const entries = Object.entries(units);
  const whole = Math.floor(Math.abs(ms));
  const first = entries.findIndex(([, size]) => whole >= size);
  if (first === -1) return "0s";
  let rest = whole;
  const shown = entries.slice(first, first + 2).flatMap(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? [] : [`${String(amount)}${unit}`];
  });
  return `${ms < 0 ? "-" : ""}${shown.join(" ")}`;
}
