import { isFromFile } from "../../kinds/all-kinds.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import type { ErrorCode } from "../../base/errors/error-table.js";
import type { Graph } from "../resolve/graph.js";

/** Why a relation can be neither read nor built: its own data, or those of something it reads, are at fault. */
export type Fault =
  | { readonly type: "own"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: "inherited"; readonly from: string };

/** Faults by full name of the model or source; a fault stops that relation and its descendants. */
export type Faults = ReadonlyMap<string, Fault>;

/** Errors of a project, by whether the data or the project's own text is at fault. */
export interface SortedErrors {
  readonly faults: Faults;
  /** Errors that stop the whole project: its author mends them in the text. */
  readonly errors: readonly Diagnostic[];
}

/** Errors that validating found, before they are sorted. */
export interface FoundErrors {
  readonly graph: Graph;
  /** Of reading and resolving the project's text. */
  readonly unresolved: readonly Diagnostic[];
  /** Of binding, contracts and checks, by model or source. */
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * Sorts errors. Those of a seed or source about its data are faults. A model that cannot be bound is stopped by what it
 * reads where that is at fault, or where `isAsBuilt` says that its text, and that of all it reads, was built like this
 * before: then its input has changed. Any other error is one of the text.
 */
export function sortErrors(
  { graph, unresolved, findings }: FoundErrors,
  isAsBuilt: (model: string, found: Diagnostic) => boolean = () => false,
): SortedErrors {
  const faults = new Map<string, Fault>();
  const errors = unresolved.filter(isError);
  const errorsOf = (name: string) => (findings.get(name) ?? []).filter(isError);
  const take = (name: string, isOfData: (found: Diagnostic) => boolean) => {
    const found = errorsOf(name);
    if (found.length === 0) return;
    if (found.every(isOfData)) faults.set(name, { type: "own", diagnostics: found.map(explained) });
    else errors.push(...found);
  };
  // A check of a column that the data lack is wrong because of the data.
  const isOfInput = (name: string, found: Diagnostic) =>
    isAboutData(found) || (found.code === "DQ.CHECK_INVALID" && errorsOf(name).some(isAboutData));
  for (const name of graph.sources.keys()) take(name, (found) => isOfInput(name, found));
  for (const { model, parents } of graph.nodes.values()) {
    const { name, kind } = model;
    const from = parents.find((parent) => faults.has(parent));
    if (from !== undefined) faults.set(name, { type: "inherited", from: originOf(from, faults) });
    else if (isFromFile(kind))
      take(name, (found) => isOfInput(name, found) || isAsBuilt(name, found));
    else take(name, (found) => isAsBuilt(name, found));
  }
  return { faults, errors };
}

/** An error of binding is about the text, which is not at fault. */
function explained(found: Diagnostic): Diagnostic {
  if (isAboutData(found)) return found;
  const why =
    "Its text is what was built before: the columns of something that it reads have changed.";
  return { ...found, why: found.why ?? why };
}

/** The relation whose own data are at fault. */
function originOf(name: string, faults: Faults): string {
  const fault = faults.get(name);
  return fault?.type === "inherited" ? fault.from : name;
}

const dataCodes = ["SOURCE.", "CONTRACT."];

/** True for errors that the data of a seed or source cause: a file that is not there or malformed, other columns. */
function isAboutData({ code }: { readonly code: ErrorCode }): boolean {
  return dataCodes.some((prefix) => code.startsWith(prefix));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
