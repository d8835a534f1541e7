import { diagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import type { LateInput } from "../state/input-hash.js";
import { lateText, restateCommands } from "../plan/inputs/late-text.js";
import { subtract, type IntervalSet } from "../time/intervals/interval-set.js";
import { zoneOf } from "../time/intervals/grain.js";
import type { IntervalOptions } from "../kinds/write.js";
import type { Update } from "./update.js";

/** A warning for each input with changed rows in computed time that the run does not compute again. */
export function lateWarnings(
  { node, execution }: Pick<Update, "node" | "execution">,
  kind: IntervalOptions,
  { late, computed }: { readonly late: readonly LateInput[]; readonly computed: IntervalSet },
): readonly Diagnostic[] {
  const { name: model, path } = node.model;
  const zone = zoneOf(kind);
  return late.flatMap(({ input, ranges }) => {
    const left = subtract(ranges, computed);
    if (left.length === 0) return [];
    return [
      diagnostic({
        code: "RUN.LATE_INPUT",
        severity: "warning",
        message: `${model}: rows of ${input} changed in time that is computed: ${lateText(left, zone)}.`,
        why: `${model} still has the rows of before the change.`,
        where: { file: path, model },
        hints: restateCommands(model, left, { zone, project: execution.graph.project }).map(
          (command) => `Run \`${command}\`.`,
        ),
      }),
    ];
  });
}
