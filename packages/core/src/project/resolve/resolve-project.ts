import { ContentCache } from "../../base/cache/content-cache.js";
import { CANONICAL_VERSION } from "@sluice/sql/text";
import type { ParsedQuery } from "../../warehouse/parsing.js";
import { createPause } from "../../base/concurrency/event-loop.js";
import type { CheckEngine } from "../../model/check/check.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { cacheDirOf } from "../load/load-project.js";
import { allKinds, kindOf } from "../../kinds/all-kinds.js";
import type { Model } from "../../model/model.js";
import { placeOf } from "../../model/source-text.js";
import type { Project } from "../../model/project/project.js";
import { suggest } from "../../base/suggest.js";
import { findCheckReads, type CheckReads } from "./check-reads.js";
import { components } from "./components.js";
import { topologicalOrder } from "./cycles.js";
import type { Graph, ModelNode, ModelQuery, ResolvedReference } from "./graph.js";
import { indexNames, isRelation, lookUp, type NameIndex } from "./name-index.js";
import { parseModels, type ParsedModel, type ScratchProvider } from "./parse-models.js";

/** What resolving needs from outside. */
export interface ResolveOptions {
  readonly scratch: ScratchProvider;
  readonly checks: CheckEngine;
  readonly signal?: AbortSignal | undefined;
}

/** A project with its names bound, as far as they could be. */
export interface Resolution {
  /** Without nodes where models read each other in a circle. */
  readonly graph: Graph;
  /** Models and sources of the graph that are not understood in full. */
  readonly broken: ReadonlySet<string>;
  readonly checkReads: CheckReads;
  readonly diagnostics: readonly Diagnostic[];
}

/** Run parameters a model may use beside the project's variables. */
const runParameters = ["now", "run_id"] as const;

/** Change it when what {@link ModelQuery} holds changes. */
const PARSE_CACHE = `parsed-query 5 canonical ${CANONICAL_VERSION}`;

/** Parses every query and binds every name, collecting all diagnostics. */
export async function resolveProject(
  project: Project,
  options: ResolveOptions,
): Promise<Resolution> {
  const models = [...project.models.values()];
  const queries = models.flatMap(({ name, sql }) => (sql ? [{ model: name, sql }] : []));
  const { engine, dialect } = project.target.engine;
  const { lexis } = dialect;
  const stamp = `${PARSE_CACHE} ${lexis.version} ${engine}`;
  const cache = ContentCache.open<ModelQuery>(cacheDirOf(project.dir), "parsed", stamp);
  const index = indexNames(models, project.sources.values());
  const parsed = await parseModels(queries, { cache, lexis, ...options });
  const checkReads = await findCheckReads(project, { cache, index, lexis, ...options });
  cache.save();

  const byModel = new Map(queries.map(({ model }, i) => [model, parsed[i]]));
  const diagnostics: Diagnostic[] = [...project.diagnostics, ...checkReads.diagnostics];
  const nodes = new Map<string, ModelNode>();
  const broken = new Set(unreadable(project));
  const pause = createPause();
  for (const model of models) {
    await pause();
    const found = resolveModel(model, byModel.get(model.name), { index, project, checkReads });
    diagnostics.push(...found.diagnostics);
    if (found.diagnostics.length > 0 || lacksQuery(model)) broken.add(model.name);
    nodes.set(model.name, found.node);
  }
  const ordered = order(nodes, diagnostics);
  const children = childrenOf(ordered);
  const graph = { project, nodes: ordered, sources: project.sources, children };
  return { graph, broken, checkReads, diagnostics };
}

/** Relations without a query whose file is at fault: their data or columns are not known. */
function unreadable({ diagnostics, models, sources }: Project): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const faulty = new Set(errors.map(({ where }) => where?.file));
  const loaded = [...models.values()].filter(({ sql }) => sql === undefined);
  return [...loaded, ...sources.values()]
    .filter(({ path }) => faulty.has(path))
    .map(({ name }) => name);
}

/** A model of a query that is not there: its header says why. */
function lacksQuery({ kind, sql }: Model): boolean {
  return sql === undefined && kindOf(kind).input === "query";
}

interface Names {
  readonly index: NameIndex;
  readonly project: Project;
  readonly checkReads: CheckReads;
}

function resolveModel(model: Model, parsed: ParsedModel | undefined, names: Names) {
  const diagnostics: Diagnostic[] = parsed?.diagnostic ? [parsed.diagnostic] : [];
  const references: ResolvedReference[] = [];
  const query = parsed?.query;
  for (const table of query?.tables ?? []) {
    const where = () =>
      model.sql ? placeOf(model.sql, table.start, model.name) : { model: model.name };
    const found = lookUp(names.index, table, { schema: model.schema, where });
    if (!isRelation(found)) {
      diagnostics.push(found);
      continue;
    }
    const { start, end } = table;
    const alias = table.needsAlias ? (table.alias ?? table.name) : undefined;
    references.push({ start, end, name: found.name, type: found.type, alias });
  }
  diagnostics.push(...unknownParameters(model, query, names.project));
  const parents = [...new Set(references.map((r) => r.name))].sort();
  const node: ModelNode = {
    model,
    query,
    references,
    parents,
    checkInputs: names.checkReads.inputs.get(model.name) ?? [],
    parameters: [...new Set(query?.parameters.map((p) => p.name) ?? [])].sort(),
  };
  return { node, diagnostics };
}

function unknownParameters(
  model: Model,
  query: ParsedQuery | undefined,
  project: Project,
): readonly Diagnostic[] {
  const known = [
    ...Object.keys(project.vars),
    ...runParameters,
    ...kindOf(model.kind).parameters(model.kind),
  ];
  const unknown = (query?.parameters ?? []).filter((p) => !known.includes(p.name));
  return unknown.map((parameter) => {
    const near = suggest(parameter.name, known);
    return diagnostic({
      code: "REF.PARAMETER_UNKNOWN",
      message: unknownParameter(parameter.name, model),
      where: model.sql ? placeOf(model.sql, parameter.start, model.name) : { model: model.name },
      hints: [
        near.length > 0
          ? `Did you mean ${near.map((n) => `\`$${n}\``).join(" or ")}?`
          : `Known are: ${known.map((n) => `$${n}`).join(", ")}.`,
      ],
    });
  });
}

function unknownParameter(name: string, { kind }: Model): string {
  const owners = allKinds().filter(({ offers }) => offers.names.includes(name));
  if (owners.length === 0)
    return `\`$${name}\` is neither a variable of the project nor a run parameter.`;
  const listed = owners.map(({ type, offers }) =>
    offers.with === undefined ? type : `${type} with \`${offers.with}\``,
  );
  const isByOption = owners.some(({ offers }) => offers.with !== undefined);
  const known = `\`$${name}\` is known in models of kind ${listed.join(" and ")}`;
  return isByOption ? `${known}.` : `${known}; this one is ${kind.type}.`;
}

/** Nodes in topological order; a cycle becomes a diagnostic. What checks read comes first where it can. */
function order(
  nodes: ReadonlyMap<string, ModelNode>,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, ModelNode> {
  const data = topologicalOrder(new Map([...nodes].map(([name, { parents }]) => [name, parents])));
  if (data.cycle) {
    diagnostics.push(cycleFound(data.cycle, nodes));
    return new Map();
  }
  if ([...nodes.values()].every(({ checkInputs }) => checkInputs.length === 0))
    return inOrder(data.order, nodes);
  const edges = new Map([...nodes].map(([name, node]) => [name, allReads(node)]));
  const circles = components(edges);
  const before = new Map(
    [...nodes].map(([name, { parents }]) => [
      name,
      (edges.get(name) ?? []).filter(
        (read) => parents.includes(read) || circles.get(read) !== circles.get(name),
      ),
    ]),
  );
  return inOrder(topologicalOrder(before).order, nodes);
}

function inOrder(
  names: readonly string[],
  nodes: ReadonlyMap<string, ModelNode>,
): ReadonlyMap<string, ModelNode> {
  return new Map(
    names.flatMap((name) => {
      const node = nodes.get(name);
      return node ? [[name, node] as const] : [];
    }),
  );
}

/** Everything a model and its checks read. */
function allReads({ parents, checkInputs }: ModelNode): readonly string[] {
  return [...new Set([...parents, ...checkInputs.flatMap(({ reads }) => reads)])];
}

function cycleFound(cycle: readonly string[], nodes: ReadonlyMap<string, ModelNode>): Diagnostic {
  const [reader = "", read = ""] = cycle;
  const node = nodes.get(reader);
  const reference = node?.references.find((r) => r.name === read);
  const where =
    node?.model.sql && reference
      ? placeOf(node.model.sql, reference.start, reader)
      : { file: node?.model.path, model: reader };
  if (reader === read) {
    return diagnostic({
      code: "REF.CYCLE",
      message: `${reader} reads itself.`,
      where,
      hints: [
        "Read what the model is made from; an incremental model adds to its own rows by itself.",
      ],
    });
  }
  return diagnostic({
    code: "REF.CYCLE",
    message: `Models read each other in a circle: ${cycle.join(" -> ")}.`,
    where,
    hints: ["Break the circle at one of the models on the path."],
  });
}

function childrenOf(nodes: ReadonlyMap<string, ModelNode>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [name, node] of nodes) {
    for (const parent of node.parents) {
      const list = children.get(parent);
      if (list) list.push(name);
      else children.set(parent, [name]);
    }
  }
  return children;
}
