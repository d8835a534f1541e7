import {
  updateOf,
  type PlanInterval,
  type PlannedInput,
  type PlannedLateInput,
} from "@sluice/core";
import { counted } from "../render/amounts.js";
import { visible } from "../render/width.js";
import { wrapIndented } from "../render/wrap.js";
import { moreLine, mostListed, type PlanLayout } from "./plan-layout.js";
import { intervalsText } from "./plan-time.js";
import { isCompared, type ReviewedPlan } from "./reviewed-plan.js";

/** Tables whose computed time the build compares with what they read. */
export function renderComparisons({ nodes }: ReviewedPlan, layout: PlanLayout): string[] {
  const compared = nodes.filter(isCompared);
  if (compared.length === 0) return [];
  const { colours, width, verbose } = layout;
  const shown = verbose ? compared : compared.slice(0, mostListed);
  return [
    "",
    colours.bold(`To compare with their inputs: ${counted(compared.length, "model")}`),
    ...shown.flatMap(({ node }) => [
      `  ${visible(node.name)}`,
      ...(updateOf(node)?.inputs ?? [])
        .filter(({ changed }) => changed)
        .flatMap((input) => wrapIndented(visible(comparisonText(input)), width, "      "))
        .map(colours.dim),
    ]),
    ...moreLine(compared.length - shown.length),
  ];
}

/** Computed time whose inputs are known to have changed, with the commands that compute it again. */
export function renderLateInput({ nodes }: ReviewedPlan, { colours, width }: PlanLayout): string[] {
  const late = nodes.flatMap(({ node }) => {
    const { late: inputs = [], intervals, zone } = updateOf(node) ?? {};
    return inputs
      .filter((input) => !isComputed(input, intervals))
      .map((input) => ({ name: node.name, zone, input }));
  });
  if (late.length === 0) return [];
  const lines = late.flatMap(({ name, zone, input }) => [
    ...wrapIndented(visible(`${name}: ${lateText(input, zone)}`), width, "  ").map(colours.yellow),
    ...input.commands.flatMap((command) =>
      wrapIndented(`${colours.cyan("next:")} \`${visible(command)}\``, width, "      "),
    ),
  ]);
  return ["", colours.yellow(colours.bold("Late input")), ...lines];
}

/** True for late input that the plan computes again. */
function isComputed(
  { ranges }: PlannedLateInput,
  intervals: readonly PlanInterval[] = [],
): boolean {
  return ranges.every((range) =>
    intervals.some(({ start, end }) => start <= range.start && range.end <= end),
  );
}

/** Clause about an input whose data may have changed. */
export function comparisonText({ name, untracked }: PlannedInput): string {
  return untracked === true
    ? `nothing tells whether the data of ${name} changed: the build compares them with those it was computed from`
    : `the data of ${name} changed: the build compares them with those it was computed from`;
}

/** Clauses about late input. */
export function lateTexts(
  late: readonly PlannedLateInput[],
  zone: string | undefined,
): readonly string[] {
  return late.map((input) => lateText(input, zone));
}

function lateText({ input, ranges }: PlannedLateInput, zone: string | undefined): string {
  return `rows of ${input} changed in time that is computed, ${intervalsText(ranges, { zone })}`;
}
