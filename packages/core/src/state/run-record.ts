import type { NodeResult, RunSummary } from "./events/event.js";

/** One run in the history. */
export interface RunRecord {
  readonly runId: string;
  readonly command: string;
  readonly environment: string;
  readonly startedAt: string;
  readonly finishedAt?: string | undefined;
  /** `interrupted`: the process ended without saying so. */
  readonly status: "succeeded" | "failed" | "cancelled" | "interrupted";
  readonly summary?: RunSummary | undefined;
  readonly nodes: readonly NodeResult[];
}

/** Commands of the history that build nothing. */
export const maintenanceCommands = ["rollback", "clean", "env expire"] as const;

/** True for a result after which the state holds something else: checks of a reused model or of a source change nothing. */
export function changesState({ kind, status, reason }: NodeResult): boolean {
  const isReused = kind === "source" || reason === "unchanged";
  return status === "built" || (status === "failed" && !isReused);
}
