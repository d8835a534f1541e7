import { SluiceError } from "../../base/errors/sluice-error.js";
import { methodOf } from "./methods.js";
import {
  filterNodes,
  indexNodes,
  intersect,
  isEmpty,
  reach,
  subtract,
  unite,
  type NodeIndex,
  type NodeSet,
  type SelectableNode,
} from "./node-index.js";
import { invalid, parseSpecs, type Criterion, type Spec } from "./parse-spec.js";
import type { SelectionState } from "./state-methods.js";
import { suggest } from "../../base/suggest.js";

export type { SelectionState } from "./state-methods.js";
export type { SelectableNode } from "./node-index.js";

interface Selecting {
  readonly index: NodeIndex;
  readonly state: SelectionState;
  /** Raise `CLI.SELECTION_EMPTY` where a criterion holds for no node. */
  readonly strict: boolean;
}

/**
 * The names chosen by dbt's selection grammar, in the order of `nodes`. Without `select` all are chosen.
 * Raises `CLI.SELECTION_INVALID`, and `CLI.SELECTION_EMPTY` when a spec of `select` holds for no node;
 * specs on state and results may.
 */
export function selectNodes(
  nodes: readonly SelectableNode[],
  selection: {
    readonly select?: readonly string[] | undefined;
    readonly exclude?: readonly string[] | undefined;
  },
  state: SelectionState = {},
): readonly string[] {
  const index = indexNodes(nodes);
  const select = selection.select ?? [];
  const exclude = (selection.exclude ?? []).filter((entry) => entry.trim() !== "");
  const none = new Uint8Array(nodes.length);
  const chosen =
    select.length === 0
      ? new Uint8Array(nodes.length).fill(1)
      : select.map((e) => entryNodes(e, { index, state, strict: true })).reduce(unite, none);
  const excluded = exclude
    .map((e) => entryNodes(e, { index, state, strict: false }))
    .reduce(unite, none);
  const left = subtract(chosen, excluded);
  return nodes.filter((_, i) => left[i] === 1).map(({ name }) => name);
}

function entryNodes(entry: string, selecting: Selecting): NodeSet {
  const none = new Uint8Array(selecting.index.nodes.length);
  return parseSpecs(entry)
    .map((spec) => specNodes(spec, entry, selecting))
    .reduce(unite, none);
}

function specNodes(spec: Spec, entry: string, selecting: Selecting): NodeSet {
  const found = spec.criteria.map((criterion) => criterionNodes(criterion, entry, selecting));
  const nodes = found.map((f) => f.nodes).reduce(intersect);
  if (selecting.strict && isEmpty(nodes) && !found.some((f) => f.mayBeEmpty)) {
    throw new SluiceError({
      code: "CLI.SELECTION_EMPTY",
      message: `Nothing fits all of \`${spec.text}\`.`,
      why: "Each criterion holds for some nodes, but no node has them all.",
      hints: ["A comma means both, a space means either."],
    });
  }
  return nodes;
}

interface Found {
  readonly nodes: NodeSet;
  readonly mayBeEmpty: boolean;
}

function criterionNodes(criterion: Criterion, entry: string, selecting: Selecting): Found {
  const { index, state, strict } = selecting;
  const method = methodOf(criterion, state);
  if ("problem" in method) {
    throw invalid(method.problem, { entry, at: Math.max(0, entry.indexOf(criterion.text)) });
  }
  const own = filterNodes(index, method.holds);
  const mayBeEmpty = method.mayBeEmpty === true;
  if (strict && !mayBeEmpty && isEmpty(own))
    throw empty(criterion, index.nodes.flatMap(method.values), spaceHint(entry, index));
  return { nodes: extend(own, criterion, index), mayBeEmpty };
}

function extend(own: NodeSet, criterion: Criterion, index: NodeIndex): NodeSet {
  const { parents, children, childrensParents } = criterion;
  if (childrensParents) {
    return reach(reach(own, index.children, Infinity), index.parents, Infinity);
  }
  const above = parents === undefined ? own : reach(own, index.parents, parents);
  const below = children === undefined ? own : reach(own, index.children, children);
  return unite(above, below);
}

/** For an entry that a space parts, where a tag, path or name has one: how it is written. */
function spaceHint(entry: string, { nodes }: NodeIndex): readonly string[] {
  const words = entry.trim();
  const isSpaced = (text: string) => /\s/u.test(text);
  const texts = nodes.flatMap(({ name, path, tags }) => [name, path, ...tags]);
  if (!isSpaced(words) || !texts.some(isSpaced)) return [];
  const joined = words.replaceAll(/\s/gu, "?");
  return [`A space means either. For one inside a tag, path or name, write \`?\`: \`${joined}\`.`];
}

function empty(
  criterion: Criterion,
  values: readonly string[],
  more: readonly string[],
): SluiceError {
  const near = suggest(criterion.value, values);
  const hint = near.map((name) => `\`${name}\``).join(", ");
  return new SluiceError({
    code: "CLI.SELECTION_EMPTY",
    message: `Nothing fits \`${criterion.text}\`.`,
    hints: [
      ...(near.length === 0 ? ["`sluice ls` lists every name."] : [`Did you mean ${hint}?`]),
      ...more,
    ],
  });
}
