import type { ParsedQuery } from "../../warehouse/parsing.js";
import type { Span } from "@sluice/sql/text";
import type { Severity } from "../../model/check/check.js";
import type { Model, Source } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";

/** A table name in a model's query and what it names. */
export interface ResolvedReference extends Span {
  /** Full name of a model or source. */
  readonly name: string;
  readonly type: "model" | "source";
  /** Alias to add when the name is replaced, so that `select orders.id from orders` keeps its meaning. */
  readonly alias?: string | undefined;
}

/** The inputs of a check beside the rows of its own model. */
export interface CheckInputs {
  /** Name of the check. */
  readonly check: string;
  readonly severity: Severity;
  /** Full names of the other models and sources it reads, sorted, each once. */
  readonly reads: readonly string[];
  /** Names of the $parameters it uses, sorted, each once. */
  readonly parameters: readonly string[];
}

/** A model's parsed query. Plain data: it is cached on disk. */
export interface ModelQuery extends ParsedQuery {
  /** Hash of the query's canonical form. */
  readonly canonical: string;
}

/** A model in the graph. */
export interface ModelNode {
  readonly model: Model;
  /** Absent for seeds and `rows` models. */
  readonly query?: ModelQuery | undefined;
  readonly references: readonly ResolvedReference[];
  /** Names of models and sources the query reads, sorted, each once. */
  readonly parents: readonly string[];
  /** Inputs of its checks, of those that have any. */
  readonly checkInputs: readonly CheckInputs[];
  /** Names of the $parameters used. */
  readonly parameters: readonly string[];
}

/** The resolved project: every name bound, no cycles. */
export interface Graph {
  readonly project: Project;
  /**
   * In an order in which every model follows what it reads, and what its checks read where that is not built from the
   * model itself.
   */
  readonly nodes: ReadonlyMap<string, ModelNode>;
  readonly sources: ReadonlyMap<string, Source>;
  /** Direct readers of a model or source by name. */
  readonly children: ReadonlyMap<string, readonly string[]>;
}
