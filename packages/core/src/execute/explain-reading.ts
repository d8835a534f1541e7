import { isSluiceError } from "../errors/sluice-error.js";
import { seedRead, sourceRead } from "../files/file-read.js";
import { resolvedRead } from "../files/guessed-columns.js";
import { explained } from "../files/read-columns.js";
import type { Model, Source } from "../model/model.js";
import type { ModelNode } from "../resolve/graph.js";
import type { Execution } from "./execution.js";

/** An error of reading a file, with the lines and values where they are found; any other error as it is. */
export async function explainReading(
  error: unknown,
  node: ModelNode,
  execution: Execution,
): Promise<unknown> {
  if (!isSluiceError(error) || !error.code.startsWith("SOURCE.")) return error;
  const relation = readRelation(node, error.where?.file, execution);
  if (!relation) return error;
  const { graph, warehouse, signal, columns } = execution;
  const declared =
    "kind" in relation ? seedRead(relation, graph.project) : sourceRead(relation, graph.project);
  const read = resolvedRead(declared, columns.get(relation.name) ?? []);
  try {
    return await explained(error, { relation, read, engine: warehouse, signal });
  } catch {
    // An error without an explanation is still an error.
    return error;
  }
}

/** The seed itself, or the source that a file belongs to. */
function readRelation(
  { model }: ModelNode,
  file: string | undefined,
  { graph }: Execution,
): Model | Source | undefined {
  if (model.kind.type === "seed") return model;
  if (file === undefined) return undefined;
  return [...graph.sources.values()].find(
    (source) =>
      source.location.type === "file" && sourceRead(source, graph.project).paths.includes(file),
  );
}
