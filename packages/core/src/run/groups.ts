import { diagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import type { NodeResult } from "../state/events/event.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import type { PlanNode } from "../plan/plan.js";
import { isReused, runsChecks } from "../plan/planned-node.js";
import { atUserPlace } from "../project/validate/engine-error.js";
import { attemptNode, type NodeLimits } from "./attempt-node.js";
import { bindingReads, lateReads } from "./check-timing.js";
import type { Execution } from "./execution.js";
import { runLateChecks } from "./late-checks.js";
import { nodeResult } from "./node-result.js";
import { unfinished } from "./outcome.js";
import { withheld, isGood, verdictOn, withLateResult } from "./publishing-group.js";

/** Models that are published together or not at all, until the verdict on them. */
export class Groups {
  readonly #results = new Map<string, Map<string, NodeResult>>();
  readonly #execution: Execution;
  readonly #limits: NodeLimits;

  constructor(execution: Execution, limits: NodeLimits = {}) {
    this.#execution = execution;
    this.#limits = limits;
  }

  /** Takes the result of a member, which is not final. */
  hold({ group = "" }: PlanNode, result: NodeResult): void {
    const results = this.#results.get(group) ?? new Map<string, NodeResult>();
    this.#results.set(group, results.set(result.name, result));
  }

  /** The result of a member so far. */
  resultOf({ group = "", name }: PlanNode): NodeResult | undefined {
    return this.#results.get(group)?.get(name);
  }

  /** Runs the late checks of a member that is good so far; what they cannot do without may have failed. */
  async checkLate(node: PlanNode): Promise<NodeResult | undefined> {
    const own = this.resultOf(node);
    if (!own || !isGood(own) || node.action === "blocked") return own;
    const { graph, unavailable } = this.#execution;
    const binding = bindingReads(node, graph);
    const lost = lateReads(node, this.#execution).find(
      (read) => binding.includes(read) && unavailable.has(read),
    );
    if (lost !== undefined) return own;
    const late = await attemptNode(node, this.#execution, { ...this.#limits, work: runLateChecks });
    const result = withLateResult(own, late);
    this.hold(node, result);
    return result;
  }

  /** Decides on a group and records it in one transaction; gives the final results. Never rejects. */
  async settle(group: string): Promise<readonly NodeResult[]> {
    const { plan, state } = this.#execution;
    const results = this.#results.get(group) ?? new Map<string, NodeResult>();
    const members = plan.nodes.filter((node) => node.group === group);
    const held = withheld(results, (name) => this.#needs(name, results));
    const final = members.flatMap((node) => {
      const result = results.get(node.name);
      return result ? [{ node, result: this.#final(node, result, held) }] : [];
    });
    try {
      await state.commit(
        final.flatMap(({ node, result }) => {
          const verdict = verdictOn(node, result);
          return verdict ? [{ type: "record verdict", physical: node.physical, verdict }] : [];
        }),
      );
      failpoint("group.settled");
      return final.map(({ result }) => result);
    } catch (error) {
      return final.map(({ node, result }) => this.#undecided(node, result, error));
    }
  }

  /** Members of its group without which a model is not published. */
  #needs(name: string, results: ReadonlyMap<string, NodeResult>): readonly string[] {
    const node = this.#execution.planned.get(name);
    if (!node) return [];
    const checked = runsChecks(node) ? bindingReads(node, this.#execution.graph) : [];
    return [...new Set([...node.reads, ...checked])].filter((read) => results.has(read));
  }

  #final(node: PlanNode, result: NodeResult, held: ReadonlyMap<string, string>): NodeResult {
    const lost = held.get(node.name);
    if (lost === undefined || this.#isShown(node)) return result;
    const cause = this.#execution.unavailable.get(lost) ?? lost;
    this.#execution.unavailable.set(node.name, cause);
    const isCancelled = this.resultOf({ ...node, name: lost })?.status === "cancelled";
    const status = isCancelled ? "cancelled" : "skipped";
    return { ...result, status, error: isCancelled ? undefined : notPublished(node, cause) };
  }

  /** True for a version that is reused and that readers see already: there is nothing to publish. */
  #isShown(node: PlanNode): boolean {
    const { before } = this.#execution;
    return isReused(node) && before.published.get(node.name)?.physical === node.physical;
  }

  #undecided(node: PlanNode, result: NodeResult, error: unknown): NodeResult {
    const model = this.#execution.graph.nodes.get(node.name)?.model;
    if (!isGood(result) || !model) return result;
    this.#execution.unavailable.set(node.name, node.name);
    const outcome = unfinished(atUserPlace(error, model, undefined), this.#execution);
    return nodeResult(node, { ...result, ...outcome });
  }
}

function notPublished({ name }: PlanNode, cause: string): Diagnostic {
  return diagnostic({
    code: "RUN.SKIPPED",
    message: `${name} was not published because ${cause} failed.`,
    why: "A check of one reads what is built from the other: they are published together or not at all.",
    hints: [`Mend ${cause} and run again.`],
  });
}
