import { viewRef } from "../plan/view-ref.js";
import type { Project } from "../model/project/project.js";

/** True for a project whose files are at fault. */
export function hasErrors({ diagnostics }: Project): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** Schemas in which the models of a project are shown. */
export function viewSchemas(project: Project): readonly string[] {
  const { models } = project;
  return [...new Set(Array.from(models.values(), (model) => viewRef(model, project).schema))];
}
