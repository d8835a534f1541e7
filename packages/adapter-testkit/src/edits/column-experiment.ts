import { baseModels } from "./base-models.js";
import type { BuildSide, PlanOutcome, RelationContent } from "./build-side.js";
import { isSameContent } from "./compare-builds.js";
import { corpusModels } from "./corpus-models.js";
import { columnsWithValues, withOtherValues } from "./mutators/value-mutators.js";
import { nameOf } from "./mutators/propose.js";
import { projectOf } from "./project-of.js";
import { withParameters, type ModelPart, type Project } from "./parts.js";

/** Two warehouses: one in which everything is built, one for inputs with other values. */
export interface ExperimentSides {
  readonly built: BuildSide;
  readonly changed: BuildSide;
}

/** An output that differs when an input column does, where the plan says that it stays. */
export interface MissedOutput {
  readonly input: string;
  readonly values: "other" | "null";
  readonly model: string;
  /** The output; undefined where the plan builds nothing of the model. */
  readonly column?: string | undefined;
}

/** Findings of the experiments. */
export interface ColumnExperiment {
  readonly missed: readonly MissedOutput[];
  /** Queries that the engine refuses over other values. */
  readonly refused: readonly string[];
  /** Changes of an input column after which the result of a model differs. */
  readonly differing: number;
  /** Changes after which a result is the same, and how many of those are planned to be built all the same. */
  readonly same: number;
  readonly builtInVain: number;
}

/**
 * Gives one column of the base models other values at a time, runs every query of the corpus, and compares what differs
 * with what a plan says that changes.
 */
export async function columnExperiment(sides: ExperimentSides): Promise<ColumnExperiment> {
  const models = corpusModels();
  const project = projectOf([...baseModels, ...models]);
  await sides.built.build(project);
  const { built: alwaysBuilt } = await sides.built.plan(project);
  const compared = models.filter((model) => !alwaysBuilt.has(nameOf(model)));
  const before = await contentsOf(compared, { side: sides.built, project });
  const missed: MissedOutput[] = [];
  const refused: string[] = [];
  const counts = { differing: 0, same: 0, builtInVain: 0 };
  for (const change of changes()) {
    const base = baseModels.map((model) =>
      model.name === change.after.name ? change.after : model,
    );
    const inputs = projectOf(base);
    await sides.changed.build(inputs);
    const after = await contentsOf(compared, { side: sides.changed, project: inputs });
    const outcome = await sides.built.plan(projectOf([...base, ...models]));
    for (const [i, model] of compared.entries()) {
      const name = nameOf(model);
      const [was, is] = [before[i], after[i]];
      if (is === undefined) refused.push(`${name} over ${change.input}`);
      else if (isSameContent(was, is)) {
        counts.same += 1;
        if (outcome.built.has(name)) counts.builtInVain += 1;
      } else {
        counts.differing += 1;
        for (const column of missedOutputs(name, { was, is }, outcome))
          missed.push({ input: change.input, values: change.values, model: name, column });
      }
    }
  }
  return { missed, refused, ...counts };
}

interface Change {
  readonly input: string;
  readonly values: "other" | "null";
  readonly after: ModelPart;
}

function changes(): readonly Change[] {
  return baseModels.flatMap((model) =>
    columnsWithValues(model).flatMap((column) =>
      (["other", "null"] as const).flatMap((values): readonly Change[] => {
        const after = withOtherValues(model, column, values);
        return after === undefined ? [] : [{ input: `${nameOf(model)}.${column}`, values, after }];
      }),
    ),
  );
}

function contentsOf(
  models: readonly ModelPart[],
  { side, project }: { readonly side: BuildSide; readonly project: Project },
): Promise<readonly (RelationContent | undefined)[]> {
  return side.results(
    project,
    models.map(({ sql }) => withParameters(sql)),
  );
}

/** Outputs that differ and are not among those that the plan says change. */
function missedOutputs(
  name: string,
  { was, is }: { readonly was: RelationContent | undefined; readonly is: RelationContent },
  { built, changed }: PlanOutcome,
): readonly (string | undefined)[] {
  const planned = changed.get(name) ?? [];
  if (!built.has(name)) return [undefined];
  if (planned === "all") return [];
  const names = new Set(planned.map((column) => column.toLowerCase()));
  return differingOutputs(was, is).filter((column) => !names.has(column.toLowerCase()));
}

/** Columns whose values differ, each taken by itself. */
function differingOutputs(
  was: RelationContent | undefined,
  is: RelationContent,
): readonly string[] {
  const [old, now] = [valuesByColumn(was?.rows ?? []), valuesByColumn(is.rows)];
  return [...now].flatMap(([column, values]) =>
    values.sort().join("\n") === (old.get(column) ?? []).sort().join("\n") ? [] : [column],
  );
}

/** Values of rows that are texts of JSON, by column. */
function valuesByColumn(rows: readonly string[]): ReadonlyMap<string, string[]> {
  const values = new Map<string, string[]>();
  for (const row of rows)
    for (const [column, value] of Object.entries(
      JSON.parse(row) as Readonly<Record<string, unknown>>,
    ))
      values.set(column, [...(values.get(column) ?? []), JSON.stringify(value)]);
  return values;
}
