import type { RunSummary } from "@sluice/core";

/** `5 built, 18 reused`: how many nodes ended how, or how much was removed; empty where there was none. */
export function summaryCounts(summary: RunSummary): string {
  return (["built", "reused", "failed", "skipped", "cancelled", "removed"] as const)
    .map((key) => ({ key, count: summary[key] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ key, count }) => `${String(count)} ${key}`)
    .join(", ");
}
