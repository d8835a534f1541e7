import { kindOf } from "../../kinds/all-kinds.js";
import { type ColumnInfo, foldName } from "@sluice/sql/text";
import { requireDryRun } from "../../warehouse/absent-capability.js";
import type { Dialect } from "../../warehouse/dialect.js";
import { ContentCache } from "../../base/cache/content-cache.js";
import { createPause } from "../../base/concurrency/event-loop.js";
import type { Check, CheckEngine } from "../../model/check/check.js";
import { toDiagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { cacheDirOf } from "../load/load-project.js";
import type { Model, Source } from "../../model/model.js";
import { runParameterValues } from "../render/render-model.js";
import type { Project } from "../../model/project/project.js";
import type { Graph } from "../resolve/graph.js";
import type { ClockChecks } from "../resolve/check-reads.js";
import type { ScratchProvider } from "../resolve/parse-models.js";
import type { Resolution } from "../resolve/resolve-project.js";
import { Binder, type BindContext, type Bound } from "./bind.js";
import { bindChecks } from "./bind-checks.js";
import { compareContract } from "./contract.js";
import { atUserPlace } from "./engine-error.js";
import { levels } from "./levels.js";
import { sortErrors, type Faults } from "./faults.js";
import { encodingProblems } from "./encoded-sources.js";
import { kindProblems } from "./kind-problems.js";
import { nameProblems } from "./name-problems.js";
import { relationChecks } from "./model-checks.js";
import { ScratchTables } from "./scratch-tables.js";
import { timeFilterWarnings } from "./time-filters.js";
import { unstableWarnings } from "./unstable-warnings.js";

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
  /** Words by which the checks of relations read the clock. */
  readonly clockChecks: ClockChecks;
  readonly diagnostics: readonly Diagnostic[];
  /** Those of reading and resolving the project's text. */
  readonly unresolved: readonly Diagnostic[];
  /** Those of binding, contracts and checks, by model or source. */
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Relations that their data, or those of what they read, stop. */
  readonly faults: Faults;
  /** SHA-256 of the files of seeds and file sources, by name. */
  readonly fileHashes: ContentCache<string>;
}

/** Change it when what the cache of bound columns holds changes. */
const COLUMN_CACHE = "columns 4";

/** Change it when a check that was bound may be wrong now. */
const CHECK_CACHE = "checks 1";

/**
 * Binds every model in the engine on empty tables, in dependency order, collecting all diagnostics: those of resolving
 * too. What reads a model that cannot be bound is left out, unless that model's contract says what it has.
 */
export async function validateProject(
  { graph, broken, checkReads, diagnostics: unresolved }: Resolution,
  options: ValidateOptions,
): Promise<ValidatedGraph> {
  const { project } = graph;
  requireDryRun(project.target.engine);
  const caches = openCaches(project);
  const { clock: clockChecks } = checkReads;
  const tables = new ScratchTables({ ...options, dialect: project.target.engine.dialect });
  const using = { ...options, graph, tables, parameters: runParameterValues(graph, "validate") };
  const binder = new Binder({ ...using, columns: caches.columns, fileHashes: caches.fileHashes });
  const validation = new Validation(graph, { engine: options.checks, clockChecks });
  for (const source of graph.sources.values()) {
    if (!broken.has(source.name)) validation.take(source, await binder.source(source));
  }
  const { columns } = validation;
  const pause = createPause();
  for (const level of levels(graph)) {
    const bindable = level.filter(
      ({ model, parents }) => !broken.has(model.name) && parents.every((name) => columns.has(name)),
    );
    const bound = await binder.models(bindable, columns);
    for (const { model } of level) {
      await pause();
      validation.report(new Map([[model, nameProblems(model, project)]]));
      validation.take(model, bound.get(model.name));
    }
  }
  validation.report(
    await bindChecks({
      ...using,
      columns,
      checks: validation.checks,
      checkReads,
      engine: options.checks,
      boundChecks: caches.boundChecks,
    }),
  );
  for (const cache of Object.values(caches)) cache.save();
  const { checks, findings } = validation;
  const diagnostics = unique([
    ...unresolved,
    ...[...findings.values()].flat(),
    ...unstableWarnings(graph, columns),
  ]);
  const { faults } = sortErrors({ graph, unresolved, findings });
  return {
    graph,
    columns,
    checks,
    clockChecks,
    diagnostics,
    unresolved,
    findings,
    faults,
    fileHashes: caches.fileHashes,
  };
}

/** The columns of relations, hashes of files and bound checks of earlier runs. */
function openCaches({ dir, target }: Project) {
  const { engine, contentSettings = {} } = target.engine;
  const layout = `${COLUMN_CACHE} ${engine} ${JSON.stringify(contentSettings)}`;
  const at = cacheDirOf(dir);
  return {
    columns: ContentCache.open<readonly ColumnInfo[]>(at, "columns", layout),
    fileHashes: ContentCache.open<string>(at, "files", "files 1"),
    boundChecks: ContentCache.open<true>(at, "checks", `${CHECK_CACHE} ${layout}`),
  };
}

/** What validation finds, relation by relation. */
class Validation {
  readonly columns = new Map<string, readonly ColumnInfo[]>();
  readonly checks = new Map<string, readonly Check[]>();
  readonly findings = new Map<string, Diagnostic[]>();
  readonly #project: Project;
  readonly #checking: { readonly engine: CheckEngine; readonly clockChecks: ClockChecks };
  readonly #nodes: Graph["nodes"];

  constructor(
    { project, nodes }: Graph,
    checking: { readonly engine: CheckEngine; readonly clockChecks: ClockChecks },
  ) {
    this.#project = project;
    this.#nodes = nodes;
    this.#checking = checking;
  }

  /** Adds findings by model or source. */
  report(findings: ReadonlyMap<Model | Source, readonly Diagnostic[]>): void {
    for (const [relation, found] of findings) this.#found(relation, found);
  }

  /** Takes what binding gave; nothing for a model whose parents could not be bound. */
  take(relation: Model | Source, bound: Bound | undefined): void {
    if (bound?.ok) {
      this.#accept(relation, bound.columns);
      return;
    }
    const isModel = "kind" in relation;
    if (bound) {
      const { error, rendered } = bound;
      const where = { file: relation.path, model: relation.name };
      const [, ...others] = error.all;
      const placed = (of: Diagnostic) =>
        of.where?.file === relation.path && of.where.line !== undefined ? of : { ...of, where };
      this.#found(relation, [
        isModel ? atUserPlace(error, relation, rendered) : placed(toDiagnostic(error)),
        ...others.map(placed),
      ]);
    }
    if (isModel) this.#assumeContract(relation);
  }

  /** A model that cannot be bound still has the columns its exact contract declares, so that its readers are checked too. */
  #assumeContract(model: Model): void {
    if (model.contract !== "exact" || model.columns.length === 0) return;
    const { dialect } = this.#project.target.engine;
    const added = kindOf(model.kind).addedColumns(model.kind);
    const given = model.columns.filter(({ name }) => !added.includes(foldName(name)));
    const assumed = given.map((c) => ({
      name: c.name,
      type: c.type ?? (c.kinds?.[0] && dialect.typeFor(c.kinds[0])),
      nullable: c.nullable,
    }));
    const complete = assumed.filter((c): c is ColumnInfo => c.type !== undefined);
    if (complete.length === assumed.length) this.#accept(model, complete);
  }

  #accept(relation: Model | Source, bound: readonly ColumnInfo[]): void {
    const { dialect } = this.#project.target.engine;
    const columns = tableColumns(relation, bound, dialect);
    this.#found(
      relation,
      compareContract(relation, ownColumns(relation, { bound, columns }), dialect),
    );
    if ("kind" in relation) this.#found(relation, kindProblems(relation, bound, this.#project));
    this.columns.set(relation.name, columns);
    const node = this.#nodes.get(relation.name);
    if (node) {
      const graph = { nodes: this.#nodes, sources: this.#project.sources };
      this.#found(relation, encodingProblems(node, graph));
    }
    if (node) this.#found(relation, timeFilterWarnings(node, { columns: this.columns, dialect }));
    const using = { ...this.#checking, project: this.#project };
    const { checks, diagnostics } = relationChecks(relation, columns, using);
    this.#found(relation, diagnostics);
    this.checks.set(relation.name, checks);
  }

  #found({ name }: Model | Source, diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length === 0) return;
    this.findings.set(name, [...(this.findings.get(name) ?? []), ...diagnostics]);
  }
}

/** Columns that readers find, given those of the query. */
function tableColumns(
  relation: Model | Source,
  bound: readonly ColumnInfo[],
  dialect: Dialect,
): readonly ColumnInfo[] {
  if (!("kind" in relation)) return bound;
  return kindOf(relation.kind).tableColumns(relation.kind, bound, dialect);
}

/** Columns a contract is about: what the kind adds to those of the query may be declared, and need not. */
function ownColumns(
  relation: Model | Source,
  of: { readonly bound: readonly ColumnInfo[]; readonly columns: readonly ColumnInfo[] },
): readonly ColumnInfo[] {
  const names = new Set([...of.bound, ...relation.columns].map(({ name }) => foldName(name)));
  return of.columns.filter(({ name }) => names.has(foldName(name)));
}

/** Each diagnostic once: a check that resolving could not read is met again here. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
