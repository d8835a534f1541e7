import { sha256 } from "../base/cache/content-cache.js";

/** What a relation holds, as far as a reader must know. */
export interface DataVersion {
  readonly physical: string;
  readonly dataVersion: string;
}

/** Content of a kept table: it changes under its name. */
export function tableDataVersion(physical: string, revision: number): string {
  return `${physical}@${String(revision)}`;
}

/** Content of a kept table that an environment goes on with for itself, and whose copy of it that is. */
export function isolatedCopyOf(
  { physical, revision }: { readonly physical: string; readonly revision: number },
  environment: string,
): string {
  return `${tableDataVersion(physical, revision)} ${environment}`;
}

/** Origin of a table that an environment makes from data of its own, from nothing or as a copy of another. */
export function originOf(copied: string | undefined, environment: string): string {
  return `${copiedDataVersion(copied) ?? ""} ${environment}`;
}

/** The environment whose own data a table has. */
export function dataOwner(origin: string | undefined): string | undefined {
  return origin?.split(" ")[1];
}

/** Content that a copy began with, whoever goes on with it. */
export function copiedDataVersion(origin: string | undefined): string | undefined {
  return origin?.split(" ")[0];
}

/** Content of a view: that of what it reads, where that changes under its name. */
export function viewDataVersion(physical: string, reads: readonly DataVersion[]): string {
  const changes = reads.some((read) => read.dataVersion !== read.physical);
  return changes ? sha256(physical, ...reads.map((read) => read.dataVersion)) : physical;
}

/** Content of any relation; only a kept table has a revision. */
export function relationDataVersion(
  physical: string,
  of: {
    readonly isView: boolean;
    readonly reads: readonly DataVersion[];
    readonly revision: number | undefined;
  },
): string {
  if (of.revision !== undefined) return tableDataVersion(physical, of.revision);
  return of.isView ? viewDataVersion(physical, of.reads) : physical;
}

/**
 * Hash over what a relation is built from: relations, and the content of sources. A view shows what its inputs hold: only
 * other relations make it another.
 */
export function inputsHash(
  reads: readonly DataVersion[],
  { isView, sources }: { readonly isView: boolean; readonly sources: readonly string[] },
): string {
  return sha256(...reads.map((read) => (isView ? read.physical : read.dataVersion)), ...sources);
}
