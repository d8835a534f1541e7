import type { NodeResult, RunEvent } from "../state/events/event.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { comparesInputs } from "../plan/planned-inputs.js";
import type { PlanNode } from "../plan/plan.js";
import { isReused, updateOf } from "../plan/planned-node.js";
import type { AppliedCrons } from "../state/applied-cron.js";
import { attemptNode, type NodeLimits } from "./attempt-node.js";
import { restatementChanges } from "./begin-restatement.js";
import { adoptedVersions } from "./record-adopted.js";
import { mapConcurrently } from "../base/concurrency/map-concurrently.js";
import { isJudgedByClock, withClockChecks } from "./clock-checks.js";
import { EventQueue } from "./event-queue.js";
import type { Execution } from "./execution.js";
import { sourcesOfClock, judgeSource } from "./judge-sources.js";
import { bindingReads } from "./check-timing.js";
import { Groups } from "./groups.js";
import { blockedResult, idleResult, notBegunResult, skippedResult } from "./idle-result.js";
import { secondsSince } from "./node-result.js";
import { overdue } from "./overdue.js";
import { noPromotion, promotionOf } from "./promote.js";
import { isGood } from "./publishing-group.js";
import { runEnd, runStatus, runSummary } from "./run-summary.js";
import { schedule } from "./schedule.js";
import { unitsOf, type Unit } from "./units.js";

/** How a plan is executed. */
export interface ExecuteOptions {
  readonly command: string;
  readonly failFast?: boolean | undefined;
  readonly limits?: NodeLimits | undefined;
  /** Crons that the run applies, and the ticks of them that it meets; recorded of models that succeed. */
  readonly ticks?: AppliedCrons | undefined;
}

/** Builds, checks and publishes what a plan says, telling each step. The last event is `run_finished`. */
export function executePlan(
  makeExecution: (emit: Pick<Execution, "progress" | "warn">) => Execution,
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
  readonly #groups: Groups;
  /** Relations that are late by the run's time, and are what they were. */
  readonly #late = new Set<string>();
  /** Models that were stopped, or not begun since the run was stopped. */
  readonly #cancelled = new Set<string>();
  /** The first model that failed. */
  #failed: string | undefined;

  constructor(execution: Execution, options: ExecuteOptions, events: EventQueue<RunEvent>) {
    this.#execution = execution;
    this.#options = options;
    this.#events = events;
    this.#groups = new Groups(execution, options.limits);
  }

  async go(): Promise<void> {
    const { plan, warehouse, state, runId } = this.#execution;
    const { command } = this.#options;
    this.#events.push({
      type: "run_started",
      at: this.#startedAt,
      runId,
      command,
      target: plan.target,
      environment: plan.environment,
      nodes: plan.nodes.length,
      toBuild: plan.nodes.filter((node) => !isReused(node)).length,
    });
    const run = { runId, command, environment: plan.environment, startedAt: this.#startedAt };
    await state.commit([
      { type: "start run", run },
      ...adoptedVersions(this.#execution),
      ...restatementChanges(this.#execution),
    ]);
    failpoint("run.started");
    await this.#judgeSources();
    await schedule(unitsOf(plan.nodes, this.#execution), {
      concurrency: warehouse.capabilities.concurrency,
      run: (unit) => this.#run(unit),
      skip: (unit, because) => unit.type === "model" && this.#skip(unit.node, because),
      stopped: ({ type }) => type !== "verdict" && this.#isStopped(),
      cancel: (unit) => unit.type !== "verdict" && this.#cancel(unit),
    });
    await this.#end(run);
  }

  /** Result of a node that the run did not come to. */
  #notStarted(node: PlanNode): NodeResult {
    const { signal, unavailable } = this.#execution;
    const late = overdue(signal);
    if (late) return idleResult(node, "skipped", late);
    if (signal.aborted || this.#failed === undefined) return idleResult(node, "cancelled");
    unavailable.set(node.name, this.#failed);
    return notBegunResult(node, this.#failed);
  }

  #isStopped(): boolean {
    const { signal } = this.#execution;
    return signal.aborted || (this.#failed !== undefined && this.#options.failFast === true);
  }

  async #run(unit: Unit): Promise<boolean> {
    if (unit.type === "verdict") {
      for (const result of await this.#groups.settle(unit.group)) this.#finish(result);
      return true;
    }
    if (unit.type === "model") return this.#runModel(unit.node);
    const result = await this.#groups.checkLate(unit.node);
    if (result) this.#note(result);
    return true;
  }

  async #runModel(node: PlanNode): Promise<boolean> {
    if (node.action === "blocked") {
      this.#take(node, blockedResult(node));
      return false;
    }
    const lost = this.#lost(node);
    if (lost !== undefined) {
      this.#skip(node, lost);
      return false;
    }
    const isJudged = isJudgedByClock(node);
    const update = updateOf(node);
    const isLookedAt = comparesInputs(update) || update?.late !== undefined;
    if (isJudged && !isLookedAt && !withClockChecks(node.name, this.#execution)) {
      this.#take(node, idleResult(node, "reused"));
      return true;
    }
    this.#events.push({ type: "node_started", at: now(), node: node.name, kind: node.kind });
    const result = await attemptNode(node, this.#execution, this.#options.limits ?? {});
    if (isJudged && result.error?.code === "RUN.CHECK_FAILED") {
      this.#finishLate(result);
      return true;
    }
    this.#take(node, result);
    return isGood(result);
  }

  async #judgeSources(): Promise<void> {
    const { warehouse } = this.#execution;
    const sources = sourcesOfClock(this.#execution);
    await mapConcurrently(sources, warehouse.capabilities.concurrency, async (source) => {
      this.#events.push({ type: "node_started", at: now(), node: source.name, kind: "source" });
      this.#finishLate(await judgeSource(source, this.#execution));
    });
  }

  /** Data that is late stands in nobody's way: its readers are built from what there is. */
  #finishLate(result: NodeResult): void {
    this.#late.add(result.name);
    this.#finish(result);
  }

  /** A model that is waited for and has failed, where nothing can be done without it. */
  #lost(node: PlanNode): string | undefined {
    const { unavailable, graph } = this.#execution;
    const needed = [...node.reads, ...bindingReads(node, graph)];
    return needed.find((read) => node.after.includes(read) && unavailable.has(read));
  }

  #skip(node: PlanNode, because: string): void {
    const cause = this.#execution.unavailable.get(because) ?? because;
    this.#execution.unavailable.set(node.name, cause);
    if (this.#cancelled.has(cause)) {
      this.#take(node, this.#notStarted(node));
      return;
    }
    this.#take(node, skippedResult(node, cause));
  }

  /** A member of a group that is built and waits for its late checks has not come to its end either. */
  #cancel({ type, node }: Exclude<Unit, { type: "verdict" }>): void {
    const lost = type === "model" ? this.#lost(node) : undefined;
    const own = this.#groups.resultOf(node);
    if (lost !== undefined) this.#skip(node, lost);
    else if (own === undefined || isGood(own)) this.#take(node, this.#notStarted(node));
  }

  /** Takes the result of a model: final, or until the verdict on its group. */
  #take(node: PlanNode, result: NodeResult): void {
    this.#note(result);
    if (node.group === undefined) this.#finish(result);
    else this.#groups.hold(node, result);
  }

  #note({ name, status }: NodeResult): void {
    if (status === "failed") this.#failed ??= name;
    if (status === "cancelled") this.#cancelled.add(name);
    const { unavailable } = this.#execution;
    const isThere = status === "built" || status === "reused" || this.#late.has(name);
    if (!isThere && !unavailable.has(name)) unavailable.set(name, name);
  }

  #finish(result: NodeResult): void {
    this.#note(result);
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
    const { protocol, signal } = this.#execution;
    const cancelled = signal.aborted && !overdue(signal);
    const { readers, changes, ...promoted } = cancelled
      ? noPromotion
      : await promotionOf(this.#results, this.#execution);
    const seconds = secondsSince(this.#started);
    const summary = runSummary(this.#results, { runId: run.runId, seconds, promoted });
    const finished = { finishedAt: now(), status: runStatus(cancelled, summary), summary };
    const end = runEnd({ ...run, ...finished }, this.#results, this.#options.ticks);
    await protocol.publish({ readers, changes: [...changes, { type: "end run", end }] });
    failpoint("run.committed");
    if (!cancelled) this.#events.push({ type: "promoted", at: now(), ...promoted });
    this.#events.push({ type: "run_finished", at: now(), summary });
  }
}

function now(): string {
  return new Date().toISOString();
}
