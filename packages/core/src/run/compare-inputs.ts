import { changedTime, rangesToCompare } from "../plan/inputs/compare-hashes.js";
import type { InputHash, LateInput } from "../state/input-hash.js";
import { hashCut } from "../plan/inputs/pieces.js";
import { subtract, union, type IntervalSet } from "../time/intervals/interval-set.js";
import { inputVersion } from "../plan/plan-inputs.js";
import type { PlannedInput } from "../plan/planned-inputs.js";
import { copyOf } from "../plan/planned-node.js";
import { fromPlanIntervals, type PlanUpdate } from "../plan/plan-update.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { InputComparison } from "../state/state-store.js";
import { actualDataVersions } from "./actual-inputs.js";
import { intervalsOf } from "../kinds/all-kinds.js";
import type { IntervalOptions } from "../kinds/write.js";
import type { Execution } from "./execution.js";
import { hashInput } from "./hash-inputs.js";
import { runInputs, type RunInput } from "./run-inputs.js";
import type { Update } from "./update.js";

/** The comparison that is known before any row is read. */
export function knownComparison({ update, execution }: Update): InputComparison {
  const versions = (update.inputs ?? []).map(
    (input) => [input.name, actualVersion(input, execution)] as const,
  );
  return { compared: Object.fromEntries(versions), late: plannedLate(update) };
}

/** Late input that a plan knows of. */
export function plannedLate({ late = [] }: Pick<PlanUpdate, "late">): readonly LateInput[] {
  return late.map(({ input, ranges }) => ({
    input,
    ranges: fromPlanIntervals(ranges),
  }));
}

/** A comparison after some time is computed. */
export function withoutTime(
  { compared, late }: InputComparison,
  computed: IntervalSet,
): InputComparison {
  const left = late.flatMap(({ input, ranges }) => {
    const rest = subtract(ranges, computed);
    return rest.length === 0 ? [] : [{ input, ranges: rest }];
  });
  return { compared, late: left };
}

/**
 * Compares the inputs whose data changed with what the computed time was computed from, and records what is found.
 * Computed time without a hash gets one. Without changed data nothing is read.
 */
export async function compareInputs(
  update: Update,
  kind: IntervalOptions,
): Promise<InputComparison> {
  const { planned, execution } = update;
  const known = knownComparison(update);
  const changed = (update.update.inputs ?? []).filter((input) => isChanged(input, execution));
  if (changed.length === 0) return known;
  const names = new Set(changed.map(({ name }) => name));
  const inputs = (await runInputs(update, kind)).filter(({ name }) => names.has(name));
  const done = fromPlanIntervals(update.update.done);
  return execution.protocol.record(async (tx) => {
    const recorded = await execution.state.inputHashes(planned.physical, {
      transaction: tx,
    });
    // A copy of a forward-only edit begins with the inputs as they are: only late input that was known before stays.
    const isForward = copyOf(planned)?.forward === true;
    const late = known.late.filter(({ input }) => isForward || !names.has(input));
    const added: InputHash[] = [];
    for (const input of inputs) {
      const found = await compareInput(input, { recorded, done, runner: tx, update });
      added.push(...found.added);
      if (found.late.length > 0) late.push({ input: input.name, ranges: found.late });
    }
    const comparison = { compared: known.compared, late: byInput(late) };
    const { physical } = planned;
    await execution.state.commit(
      [
        { type: "add input hashes", physical, hashes: added },
        { type: "record comparison", physical, comparison },
      ],
      tx,
    );
    return comparison;
  });
}

async function compareInput(
  input: RunInput,
  from: {
    readonly recorded: readonly InputHash[];
    readonly done: IntervalSet;
    readonly runner: SqlRunner;
    readonly update: Update;
  },
): Promise<{ readonly late: IntervalSet; readonly added: readonly InputHash[] }> {
  const { recorded, done, runner, update } = from;
  const { dialect } = update.execution;
  const lookback = intervalsOf(update.node.model.kind)?.lookback;
  const cut = hashCut(input.grain, done.at(-1)?.end ?? 0, lookback);
  const own = recorded.filter(
    (hash) => hash.input === input.name && hash.definition === input.definition,
  );
  const { known, unknown } = rangesToCompare(own, { done, cut });
  const ranges = [...known.map(({ start, end }) => ({ start, end })), ...unknown];
  const now = await hashInput(input, ranges, { runner, dialect });
  return { late: changedTime(known, now, done), added: now.slice(known.length) };
}

/** A relation that is taken by several times of it is one input. */
function byInput(late: readonly LateInput[]): readonly LateInput[] {
  const found = new Map<string, IntervalSet>();
  for (const { input, ranges } of late) found.set(input, union(found.get(input) ?? [], ranges));
  return [...found].map(([input, ranges]) => ({ input, ranges }));
}

/** False for an input that turned out to have the data of its last comparison. */
function isChanged(input: PlannedInput, execution: Execution): boolean {
  if (!input.changed) return false;
  return input.untracked === true || actualVersion(input, execution) !== input.compared;
}

/** Data version of an input as it turned out in the run. What is no part of the plan is as planned. */
function actualVersion(input: PlannedInput, execution: Execution): string {
  const dataVersions = actualDataVersions(input.models, execution);
  return dataVersions === undefined ? input.version : inputVersion(dataVersions, input);
}
