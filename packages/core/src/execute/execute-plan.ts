import { diagnostic, type Diagnostic } from "../errors/sluice-error.js";
import type { NodeResult, NodeStatus, RunEvent, RunSummary } from "../events/event.js";
import { failpoint } from "../failpoint/failpoint.js";
import type { PlanNode } from "../plan/plan.js";
import type { StateSnapshot } from "../state/state-store.js";
import type { AppliedCrons } from "../state/applied-cron.js";
import { attemptNode, type NodeLimits } from "./attempt-node.js";
import { beginRestatement } from "./begin-restatement.js";
import { recordAdopted } from "./record-adopted.js";
import { mapConcurrently } from "../concurrency/map-concurrently.js";
import { isJudgedByClock, withClockChecks } from "./clock-checks.js";
import { EventQueue } from "./event-queue.js";
import type { Execution } from "./execution.js";
import { clockedSources, judgeSource } from "./judge-sources.js";
import { nodeResult, secondsSince } from "./node-result.js";
import { overdue } from "./overdue.js";
import { promote, type Promoted } from "./promote.js";
import { schedule } from "./schedule.js";

/** How a plan is executed. */
export interface ExecuteOptions {
  readonly command: string;
  /** State the plan was made from. */
  readonly before: StateSnapshot;
  readonly failFast?: boolean | undefined;
  readonly limits?: NodeLimits | undefined;
  /** Crons that the run applies, and the ticks of them that it meets; recorded of models that succeed. */
  readonly ticks?: AppliedCrons | undefined;
}

/** Builds, checks and publishes what a plan says, telling each step. The last event is `run_finished`. */
export function executePlan(
  makeExecution: (tell: Pick<Execution, "progress" | "warn">) => Execution,
  options: ExecuteOptions,
): AsyncIterable<RunEvent> {
  const events = new EventQueue<RunEvent>();
  const execution = makeExecution({
    progress: (node, rows, batches) =>
      events.push({ type: "node_progress", at: now(), node, rows, batches }),
    warn: (diagnostic) => events.push({ type: "warning", at: now(), diagnostic }),
  });
  new Run(execution, options, events).go().then(
    () => events.close(),
    (error: unknown) => events.fail(error),
  );
  return events;
}

class Run {
  readonly #started = performance.now();
  readonly #startedAt = now();
  readonly #results: NodeResult[] = [];
  readonly #execution: Execution;
  readonly #options: ExecuteOptions;
  readonly #events: EventQueue<RunEvent>;
  #failed = false;

  constructor(execution: Execution, options: ExecuteOptions, events: EventQueue<RunEvent>) {
    this.#execution = execution;
    this.#options = options;
    this.#events = events;
  }

  async go(): Promise<void> {
    const { plan, warehouse, state, runId, signal } = this.#execution;
    const { command } = this.#options;
    this.#events.push({
      type: "run_started",
      at: this.#startedAt,
      runId,
      command,
      target: plan.target,
      environment: plan.environment,
      nodes: plan.nodes.length,
      toBuild: plan.nodes.filter((node) => node.action === "build").length,
    });
    const run = { runId, command, environment: plan.environment, startedAt: this.#startedAt };
    await warehouse.transaction(async (tx) => {
      await state.startRun(tx, run);
      await recordAdopted(tx, this.#execution, this.#options.before);
      await beginRestatement(tx, this.#execution);
    });
    failpoint("run.started");
    await this.#judgeSources();
    await schedule(plan.nodes, {
      concurrency: warehouse.capabilities.concurrency,
      run: (node) => this.#run(node),
      skip: (node, because) => this.#finish(idle(node, "skipped", skipped(node, because))),
      stopped: () => signal.aborted || (this.#failed && this.#options.failFast === true),
      cancel: (node) => this.#finish(this.#notStarted(node)),
    });
    await this.#end(run);
  }

  /** What became of a node that the run did not come to. */
  #notStarted(node: PlanNode): NodeResult {
    const late = overdue(this.#execution.signal);
    return late ? idle(node, "skipped", late) : idle(node, "cancelled");
  }

  async #run(node: PlanNode): Promise<boolean> {
    const isJudged = isJudgedByClock(node);
    if (isJudged && !withClockChecks(node.name, this.#execution)) {
      this.#finish(idle(node, "reused"));
      return true;
    }
    this.#events.push({ type: "node_started", at: now(), node: node.name, kind: node.kind });
    const result = await attemptNode(node, this.#execution, this.#options.limits ?? {});
    this.#finish(result);
    // Data that is late stands in nobody's way: what reads it is built from what there is.
    const isLate = isJudged && result.error?.code === "RUN.CHECK_FAILED";
    return isLate || result.status === "built" || result.status === "reused";
  }

  async #judgeSources(): Promise<void> {
    const { warehouse } = this.#execution;
    const sources = clockedSources(this.#execution);
    await mapConcurrently(sources, warehouse.capabilities.concurrency, async (source) => {
      this.#events.push({ type: "node_started", at: now(), node: source.name, kind: "source" });
      this.#finish(await judgeSource(source, this.#execution));
    });
  }

  #finish(result: NodeResult): void {
    if (result.status === "failed") this.#failed = true;
    this.#results.push(result);
    this.#events.push({ type: "node_finished", at: now(), result });
  }

  /** Publishes and records in one transaction. A cancelled run publishes nothing; what it built is kept for the next. */
  async #end(run: {
    readonly runId: string;
    readonly command: string;
    readonly environment: string;
    readonly startedAt: string;
  }): Promise<void> {
    const { warehouse, state, signal } = this.#execution;
    const cancelled = signal.aborted && !overdue(signal);
    const { promoted, summary } = await warehouse.transaction(async (tx) => {
      const change = cancelled
        ? { views: 0, removed: [] }
        : await promote(this.#results, this.#options.before, { tx, execution: this.#execution });
      const totals = this.#summary(change);
      const status = cancelled
        ? ("cancelled" as const)
        : totals.ok
          ? ("succeeded" as const)
          : ("failed" as const);
      await state.endRun(tx, {
        run: { ...run, finishedAt: now(), status, summary: totals },
        nodes: this.#results.filter((r) => r.status !== "reused" || r.checkResults.length > 0),
        checks: this.#results.flatMap((r) => r.checkResults),
        ticks: this.#metTicks(),
      });
      failpoint("run.ended");
      return { promoted: change, summary: totals };
    });
    failpoint("run.committed");
    if (!cancelled) this.#events.push({ type: "promoted", at: now(), ...promoted });
    this.#events.push({ type: "run_finished", at: now(), summary });
  }

  #metTicks(): AppliedCrons {
    const met = this.#results.filter((r) => r.status === "built" || r.status === "reused");
    const names = new Set(met.map(({ name }) => name));
    return new Map([...(this.#options.ticks ?? [])].filter(([name]) => names.has(name)));
  }

  #summary(promoted: Promoted): RunSummary {
    // A source is never built: it counts where something is wrong with it.
    const counted = this.#results.filter((r) => r.kind !== "source" || r.status !== "reused");
    const count = (status: NodeStatus) => counted.filter((r) => r.status === status).length;
    const counts = {
      built: count("built"),
      reused: count("reused"),
      failed: count("failed"),
      skipped: count("skipped"),
      cancelled: count("cancelled"),
    };
    return {
      runId: this.#execution.runId,
      ok: counts.failed + counts.skipped + counts.cancelled === 0,
      seconds: secondsSince(this.#started),
      ...counts,
      warnings: this.#results.reduce((sum, r) => sum + r.checks.warned, 0),
      published: promoted.views > 0 || promoted.removed.length > 0,
    };
  }
}

function idle(node: PlanNode, status: NodeStatus, error?: Diagnostic): NodeResult {
  return nodeResult(node, { status, error });
}

function skipped(node: PlanNode, because: string): Diagnostic {
  return diagnostic({
    code: "RUN.SKIPPED",
    message: `${node.name} was skipped because ${because} failed.`,
    hints: [`Mend ${because} and run again.`],
  });
}

function now(): string {
  return new Date().toISOString();
}
