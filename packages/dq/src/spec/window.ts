import type { LastOfTime } from "@sluice/core";
import { durationMs } from "@sluice/core/duration";

/** Rows of a table that is kept and brought up to date, in words. */
export type Window = "new_rows" | "all" | `last ${string}`;

/**
 * `last 7`: rows of the last 7 grains that are over, and later ones; `last 12h`: those of the last 12 hours. Undefined for
 * anything else.
 */
export function lastOf(window: string): LastOfTime | undefined {
  const [, amount = ""] = /^last\s+(\S.*)$/.exec(window.trim()) ?? [];
  if (/^\d{1,6}$/.test(amount)) return Number(amount) > 0 ? { grains: Number(amount) } : undefined;
  const ms = durationMs(amount);
  return ms === undefined || ms === 0 ? undefined : { ms };
}

/** True for a text that says which rows. */
export function isWindow(text: string): text is Window {
  return text === "new_rows" || text === "all" || lastOf(text) !== undefined;
}
