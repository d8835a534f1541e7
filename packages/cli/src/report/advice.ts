import type { Printable } from "../render/diagnostic.js";

/** What the error table advises for a diagnostic that brings no hint of its own. */
export type Advice = (found: Printable) => string | undefined;

/** Reads the error table, which is core's: loaded by the time there is a diagnostic without a hint. */
export async function loadAdvice(): Promise<Advice> {
  const { errorTable } = await import("@sluice/core");
  const next = new Map(Object.entries(errorTable).map(([code, entry]) => [code, entry.next]));
  return (found) => (found.hints.length > 0 ? undefined : next.get(found.code));
}
