import type { Edit, ModelPart, Part, Project } from "../parts.js";
import { corpus } from "../corpus/corpus.js";
import { pickOne, pickSome, pickWeighted, seededPick, type Pick } from "../random.js";
import { groupOfModels } from "../readers.js";
import { clauseMutators } from "./clause-mutators.js";
import { columnMutators } from "./column-mutators.js";
import { expressionMutators } from "./expression-mutators.js";
import { headerMutators } from "./header-mutators.js";
import { nameMutators } from "./name-mutators.js";
import { projectMutators, seedMutators } from "./project-mutators.js";
import { textMutators, type SqlMutator } from "./text-mutators.js";
import { valueMutators } from "./value-mutators.js";

type Mutate<P> = (part: P, pick: Pick) => P | undefined;
type Mutators<P> = Readonly<Record<string, Mutate<P>>>;

/** Edits of queries, by name. */
export const sqlMutators: Readonly<Record<string, SqlMutator>> = {
  ...textMutators,
  ...nameMutators,
  ...expressionMutators,
  ...columnMutators,
  ...clauseMutators,
};

const ofModels: Mutators<ModelPart> = {
  ...Object.fromEntries(
    Object.entries(sqlMutators).map(([name, mutate]) => [
      name,
      (model: ModelPart, pick: Pick) => {
        const sql = mutate(model.sql, pick);
        return sql === undefined ? undefined : { ...model, sql };
      },
    ]),
  ),
  ...headerMutators,
  ...valueMutators,
};

/** How few queries of the corpus a mutator fits: the fewer, the sooner it is taken where it does. */
const rarity: ReadonlyMap<string, number> = new Map(
  Object.entries(ofModels).map(([name, mutate]) => {
    const fits = Object.entries(corpus).filter(([query, sql]) => {
      const model = groupOfModels(query, sql, seededPick(1))[0];
      return model !== undefined && mutate(model, seededPick(1)) !== undefined;
    });
    return [name, 1 / (1 + fits.length)];
  }),
);

/** The project, and the queries, that edits are proposed from. */
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
    modelsToEdit(models, pick).flatMap((model) => editOf(model, from)),
  );
  return pick(2) === 0 ? [...edits, ...sharedEdits(from)] : edits;
}

/** One model of a group, mostly that of the corpus; at times one that reads it besides. */
function modelsToEdit(models: readonly ModelPart[], pick: Pick): readonly ModelPart[] {
  const made = models.filter(({ schema }) => schema === "made");
  const readers = pickSome(models, 1, pick);
  if (pick(5) === 0) return [...made, ...readers.filter((model) => !made.includes(model))];
  return pick(3) === 0 ? readers : made;
}

/** An edit of a base model, a seed or the configuration. */
function sharedEdits(from: Proposing): readonly Edit[] {
  const parts = [...from.project.values()];
  const kinds = [
    parts.filter((part) => part.part === "model" && part.group === "base"),
    parts.filter(({ part }) => part === "seed"),
    parts.filter(({ part }) => part === "project"),
  ];
  const part = pickOne(pickOne(kinds, from.pick) ?? [], from.pick);
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

function mutated<P extends Part>(part: P, mutators: Mutators<P>, pick: Pick): readonly Edit[] {
  const edits = Object.entries(mutators).flatMap(([mutator, mutate]): readonly Edit[] => {
    const after = mutate(part, pick);
    if (after === undefined || isSame(part, after)) return [];
    return [{ mutator, target: nameOf(part), before: part, after }];
  });
  const edit = pickWeighted(edits, ({ mutator }) => rarity.get(mutator) ?? 1, pick);
  return edit === undefined ? [] : [edit];
}

function isSame(one: Part, two: Part): boolean {
  return JSON.stringify(one) === JSON.stringify(two);
}

/** The name under which a project has a part. */
export function nameOf(part: Part): string {
  if (part.part === "project") return "project";
  return part.part === "seed" ? part.name : `${part.schema}.${part.name}`;
}
