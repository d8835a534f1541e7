import type { Edit, ModelPart, Part, Project } from "../parts.js";
import { pickOne, pickSome, type Pick } from "../random.js";
import { clauseMutators } from "./clause-mutators.js";
import { columnMutators } from "./column-mutators.js";
import { expressionMutators } from "./expression-mutators.js";
import { headerMutators } from "./header-mutators.js";
import { nameMutators } from "./name-mutators.js";
import { projectMutators, seedMutators } from "./project-mutators.js";
import { textMutators } from "./text-mutators.js";

type Mutate<P> = (part: P, pick: Pick) => P | undefined;

const ofQueries = { ...textMutators, ...nameMutators, ...expressionMutators, ...columnMutators, ...clauseMutators }; // prettier-ignore

const ofModels: Readonly<Record<string, Mutate<ModelPart>>> = {
  ...Object.fromEntries(
    Object.entries(ofQueries).map(([name, mutate]) => [
      name,
      (model: ModelPart, pick: Pick) => {
        const sql = mutate(model.sql, pick);
        return sql === undefined ? undefined : { ...model, sql };
      },
    ]),
  ),
  ...headerMutators,
};

/** What edits are proposed from. */
export interface Proposing {
  readonly project: Project;
  /** Earlier versions of parts, by name. */
  readonly past: ReadonlyMap<string, readonly Part[]>;
  readonly pick: Pick;
}

/** Edits of different parts: mostly of models of different groups, at times of what many models read. */
export function proposeEdits(from: Proposing, count: number): readonly Edit[] {
  const { project, pick } = from;
  const groups = new Map<string, ModelPart[]>();
  for (const part of project.values())
    if (part.part === "model" && part.group !== "base")
      groups.set(part.group, [...(groups.get(part.group) ?? []), part]);
  const edits = pickSome([...groups.values()], count, pick).flatMap((models) =>
    // At times a model and one that reads it are edited together.
    pickSome(models, pick(5) === 0 ? 2 : 1, pick).flatMap((model) => editOf(model, from)),
  );
  return pick(3) === 0 ? [...edits, ...sharedEdits(from)] : edits;
}

/** An edit of a base model, a seed or the configuration. */
function sharedEdits(from: Proposing): readonly Edit[] {
  const parts = [...from.project.values()];
  const shared = parts.filter((part) => part.part === "model" && part.group === "base");
  const others = parts.filter(({ part }) => part !== "model");
  const part = pickOne(from.pick(3) === 0 ? others : shared, from.pick);
  return part === undefined ? [] : editOf(part, from);
}

function editOf(part: Part, from: Proposing): readonly Edit[] {
  const earlier = pickOne(from.past.get(nameOf(part)) ?? [], from.pick);
  if (earlier !== undefined && from.pick(12) === 0) {
    const edit = { mutator: "taken back", target: nameOf(part), before: part, after: earlier };
    return isSame(part, earlier) ? [] : [edit];
  }
  switch (part.part) {
    case "model":
      return mutated(part, ofModels, from.pick);
    case "seed":
      return mutated(part, seedMutators, from.pick);
    case "project":
      return mutated(part, projectMutators, from.pick);
  }
}

const tries = 12;

function mutated<P extends Part>(
  part: P,
  mutators: Readonly<Record<string, Mutate<P>>>,
  pick: Pick,
): readonly Edit[] {
  for (let i = 0; i < tries; i += 1) {
    const [mutator, mutate] = pickOne(Object.entries(mutators), pick) ?? [];
    const after = mutate?.(part, pick);
    if (mutator === undefined || after === undefined || isSame(part, after)) continue;
    return [{ mutator, target: nameOf(part), before: part, after }];
  }
  return [];
}

function isSame(one: Part, two: Part): boolean {
  return JSON.stringify(one) === JSON.stringify(two);
}

/** The name under which a project has a part. */
export function nameOf(part: Part): string {
  if (part.part === "project") return "project";
  return part.part === "seed" ? part.name : `${part.schema}.${part.name}`;
}
