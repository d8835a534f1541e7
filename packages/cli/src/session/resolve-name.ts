import { SluiceError, type Project } from "@sluice/core";
import { didYouMean } from "./did-you-mean.js";

/** The full name of a model, seed or source given with or without its schema. */
export function resolveName(project: Project, given: string): string {
  const found = findNames(project, given);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    throw new SluiceError({
      code: "REF.AMBIGUOUS",
      message: `"${given}" fits several models: ${found.join(", ")}.`,
      hints: found.map((name) => `Write ${name}.`),
    });
  }
  throw unknownName(project, given);
}

/** `CLI.SELECTION_EMPTY` with names that are near. */
export function unknownName(project: Project, given: string): SluiceError {
  return new SluiceError({
    code: "CLI.SELECTION_EMPTY",
    message: `There is no model, seed or source "${given}".`,
    hints: [didYouMean(given, allNames(project), "`sluice ls` lists the names.")],
  });
}

/** Full names that fit: the name itself, else every schema that has such a table. */
export function findNames(project: Project, given: string): string[] {
  const names = allNames(project);
  const key = given.toLowerCase();
  const exact = names.filter((name) => name.toLowerCase() === key);
  if (exact.length > 0) return exact;
  return names.filter((name) => name.slice(name.indexOf(".") + 1).toLowerCase() === key);
}

export function allNames(project: Project): string[] {
  return [...project.models.keys(), ...project.sources.keys()];
}
