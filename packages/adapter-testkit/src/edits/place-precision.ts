import { isSluiceError } from "@sluice/core";
import { baseModels } from "./base-models.js";
import type { BuildSide, RelationContent } from "./build-side.js";
import { isSameContent } from "./compare-builds.js";
import { corpusModels } from "./corpus-models.js";
import { everyEdit } from "./every-edit.js";
import { nameOf, sqlMutators } from "./mutators/propose.js";
import { withParameters, type ModelPart, type Project } from "./parts.js";
import { Precision } from "./precision.js";
import { projectOf } from "./project-of.js";

/** Edits of one query at most by one mutator, spread evenly over its places; all places where none is given. */
const mostEdits: Readonly<Record<string, number>> = {
  "`as` dropped": Infinity,
  "alias renamed": Infinity,
  "CTE renamed": Infinity,
  "qualifier added": Infinity,
  "parentheses added": Infinity,
  "case of a name that is a value": Infinity,
};
const mostOfOthers = 3;

/** An edit of one model in one place. */
interface PlaceEdit {
  readonly mutator: string;
  readonly model: ModelPart;
  readonly sql: string;
}

/** An edit with whether the result is the same as before. */
interface ComparedEdit extends PlaceEdit {
  readonly same: boolean;
}

/**
 * Makes edits of every query of the corpus and every reader, and compares the results before and after with a plan: an
 * edit with an effect must be built, one without should not be. One plan is of edits of all models, one each.
 */
export async function placePrecision(side: BuildSide): Promise<PlacePrecision> {
  const models = corpusModels();
  const project = projectOf([...baseModels, ...models]);
  const { errors } = await side.build(project);
  const { built: alwaysBuilt } = await side.plan(project);
  const edits = await withResults(
    models.filter((model) => !alwaysBuilt.has(nameOf(model))),
    (queries) => side.results(project, queries),
  );
  const found: Counting = { precision: new Precision(), missed: [], stale: [], effects: 0, errors };
  const rounds = Math.max(...edits.map(({ length }) => length));
  for (let round = 0; round < rounds; round += 1) {
    const planned = await planTogether(
      edits.flatMap((ofModel) => ofModel[round] ?? []),
      { project, side },
    );
    count(planned, found);
  }
  return found;
}

interface PlannedEdit extends ComparedEdit {
  readonly idle: boolean;
}

/** Edits of different models with what a plan of all of them says; without those that a plan refuses. */
async function planTogether(
  edits: readonly ComparedEdit[],
  at: { readonly project: Project; readonly side: BuildSide },
): Promise<readonly PlannedEdit[]> {
  const edited = edits.map(({ model, sql }) => [nameOf(model), { ...model, sql }] as const);
  try {
    const { built } = await at.side.plan(new Map([...at.project, ...edited]));
    return edits.map((edit) => ({ ...edit, idle: !built.has(nameOf(edit.model)) }));
  } catch (error) {
    const refused = new Set(isSluiceError(error) ? error.all.map(({ where }) => where?.model) : []);
    const left = edits.filter(({ model }) => !refused.has(nameOf(model)));
    if (left.length === edits.length) throw error;
    return planTogether(left, at);
  }
}

interface Counting extends PlacePrecision {
  readonly missed: MissedEdit[];
  readonly stale: MissedEdit[];
  effects: number;
}

function count(edits: readonly PlannedEdit[], found: Counting): void {
  for (const { mutator, model, sql, same, idle } of edits) {
    if (same) found.precision.add(mutator, { idle });
    else found.effects += 1;
    const list = same ? found.missed : found.stale;
    if (same !== idle) list.push({ mutator, before: model.sql, after: sql });
  }
}

/** An edit that a plan takes for another. */
export interface MissedEdit {
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
}

/** Edits in every place against plans. */
export interface PlacePrecision {
  readonly precision: Precision;
  /** Edits without effect that build something. */
  readonly missed: readonly MissedEdit[];
  /** Edits with an effect that build nothing. */
  readonly stale: readonly MissedEdit[];
  /** Number of edits with an effect. */
  readonly effects: number;
  /** Models that cannot be built as they are. */
  readonly errors: ReadonlyMap<string, unknown>;
}

function editsOf(model: ModelPart): readonly PlaceEdit[] {
  return Object.entries(sqlMutators).flatMap(([mutator, mutate]) => {
    const texts = everyEdit(mutate, model.sql);
    const step = Math.ceil(texts.length / (mostEdits[mutator] ?? mostOfOthers));
    return texts
      .filter((_, i) => step <= 1 || i % step === 0)
      .map((sql) => ({ mutator, model, sql }));
  });
}

/** By model its edits that the engine takes, with whether its query gives the same. */
async function withResults(
  models: readonly ModelPart[],
  resultsOf: (queries: readonly string[]) => Promise<readonly (RelationContent | undefined)[]>,
): Promise<readonly (readonly ComparedEdit[])[]> {
  const edits = models.map(editsOf);
  const queries = [...new Set([...models, ...edits.flat()].map(({ sql }) => withParameters(sql)))];
  const results = await resultsOf(queries);
  const resultOf = new Map(queries.map((query, i) => [query, results[i]]));
  return edits.map((ofModel) =>
    ofModel.flatMap((edit) => {
      const before = resultOf.get(withParameters(edit.model.sql));
      const after = resultOf.get(withParameters(edit.sql));
      return after === undefined ? [] : [{ ...edit, same: isSameContent(before, after) }];
    }),
  );
}
