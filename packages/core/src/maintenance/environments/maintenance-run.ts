import { secondsSince } from "../../run/node-result.js";
import type { RunSummary } from "../../state/events/event.js";
import type { RunRecord, maintenanceCommands } from "../../state/run-record.js";
import type { StateChange } from "../../state/state-change.js";
import { newRunId } from "../../session/run-id.js";

/** What a command that builds nothing did. */
export type MaintenanceDone = Partial<Pick<RunSummary, "published" | "removed">>;

/** A run of the history that builds nothing, as changes of the state: it has no nodes. */
export class MaintenanceRun {
  readonly runId = newRunId();
  readonly #began = performance.now();
  readonly #run: Pick<RunRecord, "runId" | "command" | "environment" | "startedAt">;

  constructor(of: {
    readonly command: (typeof maintenanceCommands)[number];
    readonly environment: string;
  }) {
    this.#run = { ...of, runId: this.runId, startedAt: new Date().toISOString() };
  }

  /** The record that it has begun: one without a record of its end was killed. */
  get started(): StateChange {
    return { type: "start run", run: this.#run };
  }

  /** The record of its end, with the summary that the history has of it. */
  ended(
    done: MaintenanceDone,
    status: Exclude<RunRecord["status"], "interrupted"> = "succeeded",
  ): { readonly change: StateChange; readonly summary: RunSummary } {
    const summary = {
      runId: this.runId,
      ok: status === "succeeded",
      seconds: secondsSince(this.#began),
      built: 0,
      reused: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
      warnings: 0,
      published: false,
      ...done,
    };
    const run = { ...this.#run, finishedAt: new Date().toISOString(), status, summary };
    return { change: { type: "end run", end: { run, nodes: [], checks: [] } }, summary };
  }
}
