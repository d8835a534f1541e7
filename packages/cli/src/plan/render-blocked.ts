import { counted } from "../render/amounts.js";
import { renderDiagnostic } from "../render/diagnostic.js";
import { visible } from "../render/width.js";
import { wrapIndented } from "../render/wrap.js";
import { nameLines, type PlanLayout } from "./plan-layout.js";
import type { ReviewedPlan } from "./reviewed-plan.js";

/** Models that cannot be built: those with faults of their own with each fault, then those that read them. */
export function renderBlocked({ nodes }: ReviewedPlan, layout: PlanLayout): string[] {
  const { colours, width } = layout;
  const blocked = nodes.flatMap(({ node }) => (node.action === "blocked" ? [node] : []));
  if (blocked.length === 0) return [];
  const faults = new Map(
    blocked.flatMap(({ faults: own = [] }) => own.map((fault) => [JSON.stringify(fault), fault])),
  );
  const by = [...new Set(blocked.map(({ blockedBy }) => blockedBy))];
  const others = (name: string) =>
    blocked
      .filter((node) => node.blockedBy === name && node.name !== name)
      .map((node) => node.name);
  return [
    "",
    colours.red(colours.bold(`Cannot be built: ${counted(blocked.length, "model")}`)),
    ...[...faults.values()].flatMap((fault) =>
      renderDiagnostic(fault, colours).map((line) => `  ${line}`),
    ),
    ...by.flatMap((name) => {
      const readers = others(name);
      if (readers.length === 0) return [];
      const title = wrapIndented(visible(`Stopped by ${name}, which they read:`), width, "  ");
      return [...title, ...nameLines(readers, layout).map((line) => `  ${line}`)];
    }),
  ];
}
