import { baseModels, seeds } from "./base-models.js";
import type { BuildSide, RelationContent } from "./build-side.js";
import { isSameContent } from "./compare-builds.js";
import { corpusModels } from "./corpus-models.js";
import { everyEdit } from "./every-edit.js";
import { expressionMutators } from "./mutators/expression-mutators.js";
import { nameMutators } from "./mutators/name-mutators.js";
import { nameOf } from "./mutators/propose.js";
import { textMutators, type SqlMutator } from "./mutators/text-mutators.js";
import { plainConfiguration, withParameters, type ModelPart, type Project } from "./parts.js";
import { Precision } from "./precision.js";

/** Edits of one query at most by a mutator of tokens, spread evenly over its places. */
const mostOfTokens = 4;

/** Mutators whose edits mostly leave the result as it is. */
const mutators: Readonly<Record<string, SqlMutator | undefined>> = {
  ...textMutators,
  ...nameMutators,
  "parentheses added": expressionMutators["parentheses added"],
};

const ofTokens = new Set([
  "white space",
  "comment",
  "keyword case",
  "quoted name",
  "identifier case",
]);

/** An edit of one model in one place. */
interface PlaceEdit {
  readonly mutator: string;
  readonly model: ModelPart;
  readonly sql: string;
}

/**
 * Makes every edit that a mutator has for a query of the corpus or a reader, and counts those that leave the result as it
 * is by whether a plan would build the model. One plan is of edits of all models, one each.
 */
export async function placePrecision(side: BuildSide): Promise<PlacePrecision> {
  const models = corpusModels();
  const parts = [plainConfiguration, ...seeds, ...baseModels, ...models];
  const project: Project = new Map(parts.map((part) => [nameOf(part), part]));
  const { errors } = await side.build(project);
  const { built: alwaysBuilt } = await side.plan(project);
  const edits = await withoutEffect(
    models.filter((model) => !alwaysBuilt.has(nameOf(model))),
    (queries) => side.results(project, queries),
  );
  const precision = new Precision();
  const missed: MissedEdit[] = [];
  const rounds = Math.max(...edits.map(({ length }) => length));
  for (let round = 0; round < rounds; round += 1) {
    const made = edits.flatMap((ofModel) => ofModel[round] ?? []);
    const edited = made.map(({ model, sql }) => [nameOf(model), { ...model, sql }] as const);
    const { built } = await side.plan(new Map([...project, ...edited]));
    for (const { mutator, model, sql } of made) {
      const idle = !built.has(nameOf(model));
      precision.add(mutator, { idle });
      if (!idle) missed.push({ mutator, before: model.sql, after: sql });
    }
  }
  return { precision, missed, errors };
}

/** An edit without effect after which a plan would build. */
export interface MissedEdit {
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
}

/** Counts of edits in every place, and the edits without effect that build something. */
export interface PlacePrecision {
  readonly precision: Precision;
  readonly missed: readonly MissedEdit[];
  /** Models that cannot be built as they are. */
  readonly errors: ReadonlyMap<string, unknown>;
}

function editsOf(model: ModelPart): readonly PlaceEdit[] {
  return Object.entries(mutators).flatMap(([mutator, mutate]) => {
    const texts = mutate === undefined ? [] : everyEdit(mutate, model.sql);
    const step = ofTokens.has(mutator) ? Math.ceil(texts.length / mostOfTokens) : 1;
    return texts.filter((_, i) => i % step === 0).map((sql) => ({ mutator, model, sql }));
  });
}

/** By model the edits after which its query gives the same. */
async function withoutEffect(
  models: readonly ModelPart[],
  resultsOf: (queries: readonly string[]) => Promise<readonly (RelationContent | undefined)[]>,
): Promise<readonly (readonly PlaceEdit[])[]> {
  const edits = models.map(editsOf);
  const queries = [...models, ...edits.flat()].map(({ sql }) => withParameters(sql));
  const results = await resultsOf(queries);
  const resultOf = new Map(queries.map((query, i) => [query, results[i]]));
  return edits.map((ofModel) =>
    ofModel.filter(({ model, sql }) => {
      const before = resultOf.get(withParameters(model.sql));
      return before !== undefined && isSameContent(before, resultOf.get(withParameters(sql)));
    }),
  );
}
