import { corpus } from "./corpus/corpus.js";
import type { ModelPart } from "./parts.js";
import { readersOf } from "./readers.js";

/** The queries of the corpus, and each reader over a model that no edit is made of. */
export function corpusModels(): readonly ModelPart[] {
  const made = Object.entries(corpus).map(([name, sql]): ModelPart => ({
    part: "model",
    schema: "made",
    name,
    group: name,
    header: { kind: "table" },
    sql,
  }));
  return [...made, ...readersOf("base.stepped", "over")];
}
