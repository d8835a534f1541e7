import { secondsSince } from "../../run/node-result.js";
import type { SqlRunner } from "../../warehouse/warehouse-adapter.js";
import type { RunSummary } from "../../state/events/event.js";
import type { RunRecord, upkeepCommands } from "../../state/run-record.js";
import type { StateStore } from "../../state/state-store.js";
import { newRunId } from "../../session/run-id.js";

/** What a command that builds nothing did. */
export type UpkeepDone = Partial<Pick<RunSummary, "published" | "removed">>;

/** A run of the history that builds nothing: it has no nodes. */
export class UpkeepRun {
  readonly runId = newRunId();
  readonly #began = performance.now();
  readonly #state: StateStore;
  readonly #run: Pick<RunRecord, "runId" | "command" | "environment" | "startedAt">;

  constructor(
    state: StateStore,
    of: { readonly command: (typeof upkeepCommands)[number]; readonly environment: string },
  ) {
    this.#state = state;
    this.#run = { ...of, runId: this.runId, startedAt: new Date().toISOString() };
  }

  /** Records that it has begun: one that says no more was killed. */
  start(transaction?: SqlRunner): Promise<void> {
    return this.#state.commit([{ type: "start run", run: this.#run }], transaction);
  }

  /** Records how it ended, and gives the summary that the history has of it. */
  async end(
    done: UpkeepDone,
    {
      status = "succeeded",
      transaction,
    }: {
      readonly status?: Exclude<RunRecord["status"], "interrupted">;
      readonly transaction?: SqlRunner;
    } = {},
  ): Promise<RunSummary> {
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
    const end = { run, nodes: [], checks: [] };
    await this.#state.commit([{ type: "end run", end }], transaction);
    return summary;
  }
}
