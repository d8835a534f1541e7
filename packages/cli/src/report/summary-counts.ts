import type { RunSummary } from "@sluice/core";

/** `5 built, 18 reused`: how many nodes ended how; empty where there was none. */
export function summaryCounts(summary: RunSummary): string {
  return (["built", "reused", "failed", "skipped", "cancelled"] as const)
    .filter((key) => summary[key] > 0)
    .map((key) => `${String(summary[key])} ${key}`)
    .join(", ");
}
