import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { lateText, restateCommands } from "../../plan/inputs/late-text.js";
import { kindOf } from "../../kinds/all-kinds.js";
import { intersect } from "../../time/intervals/interval-set.js";
import type { EnvironmentModel } from "../../state/inventory.js";
import type { Session } from "../../session/session.js";
import type { DoctorFinding } from "../workspace.js";

/** Published tables with computed time in which rows of their inputs changed since. */
export async function diagnoseInputs(
  { project, state }: Session,
  warehouse: WarehouseAdapter,
  published: readonly EnvironmentModel[],
): Promise<readonly DoctorFinding[]> {
  const { relations, intervals } = await state.read(project.environment);
  return published.flatMap(({ environment, model, physical }) => {
    const [version] = relations.get(physical) ?? [];
    const kind = project.models.get(model)?.kind;
    const zone = kind && kindOf(kind).timeZone(kind);
    const done = intervals.get(physical) ?? [];
    return (version?.lateInputs ?? []).flatMap(({ input, ranges }): readonly DoctorFinding[] => {
      const late = intersect(ranges, done);
      const commands = restateCommands(model, late, {
        zone,
        project: { ...project, environment },
      });
      if (late.length === 0) return [];
      return [
        {
          check: "late input",
          status: "warning",
          detail: `${environment}: rows of ${input} changed in time of ${model} that is computed: ${lateText(late, zone)}`,
          hint: `Run ${commands.map((command) => `\`${command}\``).join(", ")}.`,
        },
      ];
    });
  });
}
