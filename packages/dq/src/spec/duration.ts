const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

const pattern =
  /^(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i;

/** Seconds of a duration such as `90s`, `30m`, `12h`, `1d`, `2 weeks`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = pattern.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const seconds = unitSeconds[unit.charAt(0).toLowerCase()];
  return seconds === undefined ? undefined : Number(amount) * seconds;
}

/** A number of seconds for people, two units at most: `1d 2h`, `45s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    { size: 86_400, unit: "d" },
    { size: 3600, unit: "h" },
    { size: 60, unit: "m" },
    { size: 1, unit: "s" },
  ].map(({ size, unit }, i, units) => {
    const above = units[i - 1]?.size;
    const rest = above === undefined ? whole : whole % above;
    return { amount: Math.floor(rest / size), unit };
  });
  const first = parts.findIndex((part) => part.amount > 0);
  if (first === -1) return "0s";
  const shown = parts.slice(first, first + 2).filter((part) => part.amount > 0);
  return shown.map(({ amount, unit }) => `${amount}${unit}`).join(" ");
}
