import type { SelectableNode } from "./node-index.js";
import type { Criterion } from "./parse-spec.js";

/** What is known of earlier runs and deployments; a method that needs an absent part is an error. */
export interface SelectionState {
  readonly modified?: ReadonlySet<string> | undefined;
  readonly new?: ReadonlySet<string> | undefined;
  /** Status by name: built, reused, failed, skipped, cancelled or warned. */
  readonly results?: ReadonlyMap<string, string> | undefined;
}

/** A criterion made ready: a predicate, or why there is none. */
export type Method =
  | {
      readonly holds: (node: SelectableNode) => boolean;
      /** Values that nodes have, to suggest from. */
      readonly values: (node: SelectableNode) => readonly string[];
      /** Holding for no node is an ordinary answer. */
      readonly mayBeEmpty?: boolean;
    }
  | { readonly problem: string };

/** `state:`. As in dbt, what is new counts as modified. */
export function byState({ value }: Criterion, state: SelectionState): Method {
  const isModified = ({ name }: SelectableNode) => state.modified?.has(name) === true;
  const isNew = ({ name }: SelectableNode) => state.new?.has(name) === true;
  const answers: Readonly<Record<string, (node: SelectableNode) => boolean>> = {
    modified: (node) => isModified(node) || isNew(node),
    new: isNew,
    old: (node) => !isNew(node),
    unmodified: (node) => !isModified(node) && !isNew(node),
  };
  const holds = Object.hasOwn(answers, value) ? answers[value] : undefined;
  if (holds === undefined)
    return { problem: `\`state:\` is one of ${Object.keys(answers).join(", ")}` };
  if (state.modified === undefined && state.new === undefined) {
    return { problem: `\`state:${value}\` needs an earlier state to compare with` };
  }
  return { holds, values: () => [], mayBeEmpty: true };
}

/** dbt's words beside ours. A check that fails fails its model, so `fail` and `error` are one. */
const statuses: ReadonlyMap<string, readonly string[]> = new Map([
  ["success", ["built", "reused", "warned"]],
  ["pass", ["built", "reused", "warned"]],
  ["built", ["built", "warned"]],
  ["reused", ["reused"]],
  ["failed", ["failed"]],
  ["fail", ["failed"]],
  ["error", ["failed"]],
  ["skipped", ["skipped"]],
  ["skip", ["skipped"]],
  ["warned", ["warned"]],
  ["warn", ["warned"]],
  ["cancelled", ["cancelled"]],
]);

/** `result:` of an earlier run. */
export function byResult({ value }: Criterion, { results }: SelectionState): Method {
  const wanted = statuses.get(value);
  if (wanted === undefined)
    return { problem: `\`result:\` is one of ${[...statuses.keys()].join(", ")}` };
  if (results === undefined) return { problem: `\`result:${value}\` needs an earlier run` };
  return {
    holds: ({ name }) => wanted.includes(results.get(name) ?? ""),
    values: () => [],
    mayBeEmpty: true,
  };
}
