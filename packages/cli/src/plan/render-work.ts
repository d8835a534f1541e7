import {
  copyOf,
  updateOf,
  type CopyNode,
  type NodeReview,
  type PlanInterval,
  type PlanNode,
} from "@sluice/core";
import { count, counted, listed } from "../render/amounts.js";
import { renderGrid } from "../render/grid.js";
import { kindText } from "../render/kind-text.js";
import { visible } from "../render/width.js";
import { wrapIndented } from "../render/wrap.js";
import { moreLine, mostListed, type PlanLayout } from "./plan-layout.js";
import { amountText, intervalsText } from "./plan-time.js";
import { isBuilt, type ReviewedNode, type ReviewedPlan } from "./reviewed-plan.js";

/** What is built: how much time in how many batches, about how many rows, and why. */
export function renderWork({ nodes, plan }: ReviewedPlan, layout: PlanLayout): string[] {
  const all = nodes.filter(isBuilt);
  if (all.length === 0) return [];
  const { colours, width, verbose } = layout;
  const built = verbose ? all : all.slice(0, mostListed);
  const grid = renderGrid(
    [
      { header: "" },
      { header: "", optional: true },
      { header: "" },
      { header: "", align: "right" },
      { header: "" },
    ],
    built.map(({ node, review }) => [
      { text: `  ${visible(node.name)}`, style: colours.bold },
      { text: kindText(node.kind), style: colours.dim },
      { text: workText(node) },
      { text: rowsText(review.estimatedRows) },
      { text: node.reason, style: colours.yellow },
    ]),
    { width },
  );
  const most = verbose ? Infinity : 3;
  const notes = built.map((one) => notesOf(one, { most, environment: plan.environment }));
  const lines = grid.flatMap((line, i) => [
    line,
    ...(notes[i] ?? []).flatMap((note) =>
      wrapIndented(visible(note), width, "      ").map(colours.dim),
    ),
  ]);
  const title = colours.bold(`To build: ${counted(all.length, "model")}`);
  return ["", title, ...lines, ...moreLine(all.length - built.length)];
}

/** In few words, for the line of the model. */
function workText(node: PlanNode): string {
  const update = updateOf(node);
  if (!update) return "";
  if (update.intervals && update.intervals.length > 0) return amountText(update);
  if (node.action === "copy") return "a copy";
  if (update.intervals) return "no time yet";
  return node.action === "create" ? "from nothing" : "what is new";
}

function rowsText(rows: number | undefined): string {
  return rows === undefined ? "" : `~${count(rows)} ${rows === 1 ? "row" : "rows"}`;
}

function notesOf(
  { node, review }: ReviewedNode,
  { most, environment }: { readonly most: number; readonly environment: string },
): string[] {
  const update = updateOf(node);
  if (!update) return [];
  const { intervals = [], restated = [], partial } = update;
  const { added = [], casts = [] } = copyOf(node) ?? {};
  return [
    ...(node.action === "copy" ? [copyText(node)] : []),
    ...(added.length === 0 ? [] : [`gets ${added.join(", ")}; null in the rows there are`]),
    ...casts.map(({ name, from, to }) => `\`${name}\` becomes ${to}, was ${from}`),
    ...timeNotes({ intervals, restated }, { most, zone: update.zone }),
    ...(partial === true ? [partialText(node, environment)] : []),
    ...seenText(review),
  ];
}

/** What a table begins with; one that the environment takes for itself says why. */
function copyText({ copy, group }: CopyNode): string {
  const reason =
    group === undefined
      ? "prod shows that one, and reads other data"
      : "readers see new rows when the checks of all that it is published with have passed";
  const why = copy.isIsolated === true ? `: ${reason}` : "";
  return `begins as a copy of _sluice.${copy.from}, with its rows${why}`;
}

/** Who else sees it: all of them where something is restated, else production. */
function seenText({ restatedFor, isSeenByProduction }: NodeReview): string[] {
  const [first] = restatedFor;
  if (first === undefined)
    return isSeenByProduction ? ["prod shows this very table, and sees the change"] : [];
  const verbs = restatedFor.length === 1 ? ["shows", "sees"] : ["show", "see"];
  return [`${listed(restatedFor)} ${verbs.join(" this very table, and ")} the change`];
}

function timeNotes(
  { intervals, restated }: Record<"intervals" | "restated", readonly PlanInterval[]>,
  shown: { readonly most: number; readonly zone: string | undefined },
): string[] {
  const all = intervalsText(intervals, shown);
  const again = intervalsText(restated, shown);
  if (restated.length === 0) return intervals.length === 0 ? [] : [all];
  return all === again ? [`again ${again}`] : [all, `of that again ${again}`];
}

function partialText({ action }: PlanNode, environment: string): string {
  return action === "create" || action === "copy"
    ? `other time stays missing; readers of ${environment} keep what they have, if it is more`
    : "other time stays missing";
}
