import { isFromFile } from "../kinds/all-kinds.js";
import {
  isSluiceError,
  toDiagnostic,
  type Diagnostic,
  type SluiceError,
} from "../base/errors/sluice-error.js";
import { seedRead, sourceRead } from "../project/files/file-read.js";
import { inUtf8 } from "../project/files/utf8-copies.js";
import { resolvedRead } from "../project/files/guessed-columns.js";
import { explained } from "../project/files/read-columns.js";
import type { Model, Source } from "../model/model.js";
import type { SplicedText } from "@sluice/sql/text";
import { upstreamOf } from "../project/resolve/upstream.js";
import { atUserPlace } from "../project/validate/engine-error.js";
import type { Execution } from "./execution.js";

/**
 * The error of a model or source at the place in the user's files where its cause stands: an error of reading a file at
 * the seed or source that declares it, with lines and values; an error of a query at its place in `rendered`.
 */
export async function explainedError(
  error: unknown,
  reader: Model | Source,
  {
    execution,
    rendered,
  }: { readonly execution: Execution; readonly rendered?: SplicedText | undefined },
): Promise<Diagnostic> {
  if (isSluiceError(error) && error.code.startsWith("SOURCE.")) {
    for (const relation of readRelations(reader, error.where?.file, execution)) {
      const found = await explainedFor(relation, error, execution);
      // A relation that reads the file without a fault is not the one that failed.
      if (isSluiceError(found) && found !== error) return toDiagnostic(found);
    }
  }
  return atUserPlace(error, "kind" in reader ? reader : { ...reader, sql: undefined }, rendered);
}

async function explainedFor(
  relation: Model | Source,
  error: SluiceError,
  { graph, warehouse, signal, columns }: Execution,
): Promise<unknown> {
  try {
    const declared =
      "kind" in relation ? seedRead(relation, graph.project) : sourceRead(relation, graph.project);
    const read = resolvedRead(inUtf8(declared, relation), columns.get(relation.name) ?? []);
    return await explained(error, { relation, read, engine: warehouse, signal });
  } catch {
    // An error without an explanation is still an error.
    return error;
  }
}

/** A seed or source itself, or the sources above a model that read the file: several may, each in a way of its own. */
function readRelations(
  reader: Model | Source,
  file: string | undefined,
  { graph }: Execution,
): readonly (Model | Source)[] {
  if (!("kind" in reader) || isFromFile(reader.kind)) return [reader];
  if (file === undefined) return [];
  return [...upstreamOf(graph, [reader.name])].flatMap((name) => {
    const source = graph.sources.get(name);
    const isRead =
      source?.location.type === "file" &&
      inUtf8(sourceRead(source, graph.project), source).paths.includes(file);
    return isRead ? [source] : [];
  });
}
