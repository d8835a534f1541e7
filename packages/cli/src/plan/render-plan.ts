import { updateOf } from "@sluice/core";
import { counted } from "../render/amounts.js";
import { renderGrid } from "../render/grid.js";
import { kindText } from "../render/kind-text.js";
import { visible } from "../render/width.js";
import { wrapIndented } from "../render/wrap.js";
import { moreLine, mostListed, nameLines, type PlanLayout } from "./plan-layout.js";
import { nodeAction } from "./node-action.js";
import { explainer } from "./reasons.js";
import { renderBlocked } from "./render-blocked.js";
import { renderChanges } from "./render-changes.js";
import { renderComparisons, renderLateInput } from "./render-inputs.js";
import { renderWork } from "./render-work.js";
import { isPromotedOnly, planSummary, type ReviewedPlan } from "./reviewed-plan.js";

/** A plan for people: what changed and why, what is done about it, what is lost by it. */
export function renderPlan(reviewed: ReviewedPlan, layout: PlanLayout): string[] {
  const explained = layout.explain ? renderReasons(reviewed, layout) : [];
  return [
    headline(reviewed, layout),
    ...renderChanges(reviewed, layout),
    ...renderWork(reviewed, layout),
    ...renderBlocked(reviewed, layout),
    ...renderRechecks(reviewed, layout),
    ...renderComparisons(reviewed, layout),
    ...renderLateInput(reviewed, layout),
    ...renderPromoted(reviewed, layout),
    ...renderMoved(reviewed, layout),
    ...renderLosses(reviewed, layout),
    ...explained,
    "",
    summaryLine(reviewed, layout),
  ];
}

function headline({ plan, isNew }: ReviewedPlan, { colours }: PlanLayout): string {
  const what = plan.options.restate ? "Restatement" : "Plan";
  const head = colours.bold(
    `${what} for environment ${plan.environment} on target ${visible(plan.target)}`,
  );
  return isNew ? `${head}: a new environment, which begins as prod` : head;
}

function renderRechecks({ nodes }: ReviewedPlan, layout: PlanLayout): string[] {
  const names = nodes.filter((one) => one.node.action === "recheck").map(({ node }) => node.name);
  if (names.length === 0) return [];
  return ["", layout.colours.bold(`To check again: ${counted(names.length, "model")}`)].concat(
    nameLines(names, layout),
  );
}

function renderPromoted(reviewed: ReviewedPlan, layout: PlanLayout): string[] {
  const names = reviewed.nodes.filter(isPromotedOnly).map(({ node }) => node.name);
  if (names.length === 0) return [];
  const title = `Only promoted, copies nothing: ${counted(names.length, "model")}`;
  return ["", layout.colours.bold(title), ...nameLines(names, layout)];
}

/** Views whose readers have to use another name. */
function renderMoved({ plan }: ReviewedPlan, { colours, width, verbose }: PlanLayout): string[] {
  const { moved } = plan;
  if (moved.length === 0) return [];
  const listed = verbose ? moved : moved.slice(0, mostListed);
  return [
    "",
    colours.bold(`Shown under another name: ${counted(moved.length, "view")}`),
    ...listed.flatMap(({ from, to }) => wrapIndented(visible(`${from} -> ${to}`), width, "  ")),
    ...moreLine(moved.length - listed.length),
  ];
}

/** What cannot be had back by applying the plan before. */
function renderLosses({ nodes, plan }: ReviewedPlan, layout: PlanLayout): string[] {
  const { colours, width } = layout;
  const lost = nodes.flatMap(({ node }) =>
    (updateOf(node)?.destructive ?? []).map((text) => `${node.name}: ${text}`),
  );
  const removed = plan.removed.map(
    (name) => `${name}: the project no longer has it; its view in ${plan.environment} is removed`,
  );
  const all = [...lost, ...removed];
  if (all.length === 0) return [];
  const lines = all.flatMap((text) => wrapIndented(visible(text), width, "  "));
  return ["", colours.red(colours.bold("Destructive")), ...lines.map(colours.red)];
}

function renderReasons(reviewed: ReviewedPlan, { colours, width }: PlanLayout): string[] {
  const why = explainer(reviewed);
  const rows = reviewed.nodes.flatMap((one) => {
    const { node } = one;
    const head = renderGrid(
      [{ header: "" }, { header: "" }, { header: "" }],
      [
        [
          { text: `  ${nodeAction(node)}` },
          { text: visible(node.name), style: colours.bold },
          { text: kindText(node.kind), style: colours.dim },
        ],
      ],
    );
    return [...head, ...wrapIndented(visible(why(one)), width, "         ")];
  });
  return ["", colours.bold("Why"), ...rows];
}

function summaryLine(reviewed: ReviewedPlan, { colours }: PlanLayout): string {
  const { plan, isIdle } = reviewed;
  if (isIdle)
    return colours.green(`Nothing to do: ${plan.environment} shows what the project says.`);
  const { build, promote, reuse, remove, move, blocked } = planSummary(reviewed);
  const parts = [
    [build, "to build"],
    [promote, "only promoted"],
    [reuse, "kept as is"],
    [remove, "to remove"],
    [move, "shown under another name"],
    [blocked, "cannot be built"],
  ] as const;
  const some = parts.filter(([n]) => n > 0).map(([n, text]) => `${String(n)} ${text}`);
  return `${some.join(", ")}.`;
}
