import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { ModelNode } from "../project/resolve/graph.js";

/** What a guard found, told of the model it was found at. */
export function aboutModel(found: Diagnostic, { model }: ModelNode): Diagnostic {
  const { name, path } = model;
  return { ...found, message: `${name}: ${found.message}`, where: { file: path, model: name } };
}
