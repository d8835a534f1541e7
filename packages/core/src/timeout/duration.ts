const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `500ms`, `30s`, `5m`, `2h`, `1d`; undefined for other text. */
export function durationMs(text: string): number | undefined {
  const match = /^(?<count>\d+(?:\.\d+)?)(?<unit>ms|s|m|h|d)$/.exec(text.trim());
  if (!match?.groups) return undefined;
  const { count, unit } = match.groups as { count: string; unit: keyof typeof unitMs };
  const ms = Number(count) * unitMs[unit];
  return ms > 0 && Number.isSafeInteger(Math.round(ms)) ? Math.round(ms) : undefined;
}
