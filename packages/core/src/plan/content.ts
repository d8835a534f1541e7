import { sha256 } from "../base/cache/content-cache.js";

/** What a relation holds, as far as a reader must know. */
export interface Content {
  readonly physical: string;
  readonly content: string;
}

/** Content of a kept table: it changes under its name. */
export function keptContent(physical: string, revision: number): string {
  return `${physical}@${String(revision)}`;
}

/** Content of a kept table that an environment goes on with for itself, and whose copy of it that is. */
export function apartContent(
  { physical, revision }: { readonly physical: string; readonly revision: number },
  environment: string,
): string {
  return `${keptContent(physical, revision)} ${environment}`;
}

/** Origin of a table that an environment makes from data of its own, from nothing or as a copy of another. */
export function originOf(copied: string | undefined, environment: string): string {
  return `${copiedContent(copied) ?? ""} ${environment}`;
}

/** The environment whose own data a table has. */
export function dataOwner(origin: string | undefined): string | undefined {
  return origin?.split(" ")[1];
}

/** Content that a copy began with, whoever goes on with it. */
export function copiedContent(origin: string | undefined): string | undefined {
  return origin?.split(" ")[0];
}

/** Content of a view: that of what it reads, where that changes under its name. */
export function viewContent(physical: string, reads: readonly Content[]): string {
  const changes = reads.some((read) => read.content !== read.physical);
  return changes ? sha256(physical, ...reads.map((read) => read.content)) : physical;
}

/** Content of any relation; only a kept table has a revision. */
export function relationContent(
  physical: string,
  of: {
    readonly isView: boolean;
    readonly reads: readonly Content[];
    readonly revision: number | undefined;
  },
): string {
  if (of.revision !== undefined) return keptContent(physical, of.revision);
  return of.isView ? viewContent(physical, of.reads) : physical;
}

/**
 * Hash over what a relation is built from: relations, and the content of sources. A view shows what its inputs hold: only
 * other relations make it another.
 */
export function inputsHash(
  reads: readonly Content[],
  { isView, sources }: { readonly isView: boolean; readonly sources: readonly string[] },
): string {
  return sha256(...reads.map((read) => (isView ? read.physical : read.content)), ...sources);
}
