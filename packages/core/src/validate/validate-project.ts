import type { ColumnInfo } from "../adapter/dialect.js";
import { ContentCache } from "../cache/content-cache.js";
import type { Check, CheckEngine } from "../check/check.js";
import { isSluiceError, toDiagnostic, type Diagnostic } from "../errors/sluice-error.js";
import { cacheDirOf } from "../load/load-project.js";
import type { Model, Source } from "../model/model.js";
import { runParameterValues } from "../render/render-model.js";
import type { Graph, ModelNode } from "../resolve/graph.js";
import type { ScratchProvider } from "../resolve/parse-models.js";
import { Binder, type BindContext } from "./bind.js";
import { compareContract } from "./contract.js";
import { atUserPlace } from "./engine-error.js";
import { relationChecks } from "./model-checks.js";

/** What validating needs from outside. */
export interface ValidateOptions {
  readonly scratch: ScratchProvider;
  readonly checks: CheckEngine;
  readonly describeTable: BindContext["describeTable"];
  readonly signal?: AbortSignal | undefined;
}

/** A graph whose every model is bound: columns with types, checks ready to run. */
export interface ValidatedGraph {
  readonly graph: Graph;
  /** As the engine binds them, by full name of model or source; missing for relations that could not be bound. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly checks: ReadonlyMap<string, readonly Check[]>;
  readonly diagnostics: readonly Diagnostic[];
  /** SHA-256 of the files of seeds and file sources, by name. */
  readonly fileHashes: ContentCache<string>;
}

/** Change it when what the cache of bound columns holds changes. */
const COLUMN_CACHE = "columns 1";

/** Binds every model in the engine on empty tables, in dependency order, collecting all diagnostics. */
export async function validateProject(
  graph: Graph,
  options: ValidateOptions,
): Promise<ValidatedGraph> {
  const { project } = graph;
  const dir = cacheDirOf(project.dir);
  const cache = ContentCache.open<readonly ColumnInfo[]>(
    dir,
    "columns",
    `${COLUMN_CACHE} ${project.target.engine.engine}`,
  );
  const fileHashes = ContentCache.open<string>(dir, "files", "files 1");
  const binder = new Binder({
    graph,
    scratch: options.scratch,
    columns: cache,
    fileHashes,
    parameters: runParameterValues(graph, "validate"),
    describeTable: options.describeTable,
    signal: options.signal,
  });
  const result = {
    columns: new Map<string, readonly ColumnInfo[]>(),
    checks: new Map<string, readonly Check[]>(),
    diagnostics: [] as Diagnostic[],
  };
  const accept = (relation: Model | Source, bound: readonly ColumnInfo[]): void => {
    result.diagnostics.push(...compareContract(relation, bound, project.target.engine.dialect));
    result.columns.set(relation.name, bound);
    const checked = relationChecks(relation, bound, { engine: options.checks, project });
    result.diagnostics.push(...checked.diagnostics);
    result.checks.set(relation.name, checked.checks);
  };
  for (const source of graph.sources.values()) {
    await bindOne(source, {
      binder,
      accept,
      diagnostics: result.diagnostics,
      bind: () => binder.source(source),
    });
  }
  for (const node of graph.nodes.values()) {
    if (!node.parents.every((name) => result.columns.has(name))) {
      assumeContract(node, graph, accept);
      continue;
    }
    options.signal?.throwIfAborted();
    const bind = () => binder.model(node, result.columns);
    const ok = await bindOne(node.model, { binder, accept, diagnostics: result.diagnostics, bind });
    if (!ok) assumeContract(node, graph, accept);
  }
  cache.save();
  fileHashes.save();
  return { graph, ...result, fileHashes };
}

async function bindOne(
  relation: Model | Source,
  step: {
    readonly binder: Binder;
    readonly accept: (relation: Model | Source, bound: readonly ColumnInfo[]) => void;
    readonly diagnostics: Diagnostic[];
    readonly bind: () => Promise<readonly ColumnInfo[]>;
  },
): Promise<boolean> {
  try {
    step.accept(relation, await step.bind());
    return true;
  } catch (error) {
    if (!isSluiceError(error) || error.code === "RUN.CANCELLED") throw error;
    const isModel = "kind" in relation;
    step.diagnostics.push(
      isModel
        ? atUserPlace(error, relation, step.binder.rendered)
        : {
            ...toDiagnostic(error),
            where: { file: relation.path, model: relation.name },
          },
    );
    return false;
  }
}

/** A model that cannot be bound still has the columns its exact contract declares, so that its readers are checked too. */
function assumeContract(
  node: ModelNode,
  graph: Graph,
  accept: (relation: Model, bound: readonly ColumnInfo[]) => void,
): void {
  const { columns, contract } = node.model;
  const { dialect } = graph.project.target.engine;
  if (contract !== "exact" || columns.length === 0) return;
  const assumed = columns.map((c) => ({
    name: c.name,
    type: c.type ?? (c.kinds?.[0] && dialect.typeFor(c.kinds[0])),
    nullable: c.nullable,
  }));
  const complete = assumed.filter((c): c is ColumnInfo => c.type !== undefined);
  if (complete.length === assumed.length) accept(node.model, complete);
}
