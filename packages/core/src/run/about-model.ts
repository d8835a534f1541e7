import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { ModelNode } from "../project/resolve/graph.js";

/** The finding of a guard, with the model and its file; one that says where it stands is complete. */
export function aboutModel(found: Diagnostic, { model }: ModelNode): Diagnostic {
  if (found.where !== undefined) return found;
  const { name, path } = model;
  return { ...found, message: `${name}: ${found.message}`, where: { file: path, model: name } };
}
