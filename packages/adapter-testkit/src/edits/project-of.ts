import { seeds } from "./base-models.js";
import { nameOf } from "./mutators/propose.js";
import { plainConfiguration, type ModelPart, type Part, type Project } from "./parts.js";

/** A project of models over the seeds, before any edit. */
export function projectOf(models: readonly ModelPart[]): Project {
  const parts: readonly Part[] = [plainConfiguration, ...seeds, ...models];
  return new Map(parts.map((part) => [nameOf(part), part]));
}
