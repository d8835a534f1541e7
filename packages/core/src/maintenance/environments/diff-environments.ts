import { hasRelation } from "../../project/resolve/inlined-models.js";
import { personalColumns } from "../../model/personal-columns.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { diffRelations, type ComparedRelation } from "../diff/diff-relations.js";
import type { EnvironmentDiff, ModelDiff } from "../diff/environment-diff.js";
import { isDifferent, type RelationDiff } from "../diff/relation-diff.js";
import { isSluiceError, SluiceError, toDiagnostic } from "../../base/errors/sluice-error.js";
import { commandLine, warehouseCommand } from "../../model/project/command-line.js";
import { physicalRef } from "../../plan/view-ref.js";
import { runParameterValues } from "../../project/render/render-model.js";
import { renderQuery } from "../../project/render/render-query.js";
import type { Graph } from "../../project/resolve/graph.js";
import type { PublishedModel } from "../../state/state-store.js";
import { fileColumns } from "../../session/file-columns.js";
import { publishedSql, type RelationContext } from "../../session/relation-sql.js";
import { requireEnvironment } from "./require-environment.js";
import { judgeErrors } from "../../session/judge-errors.js";
import { selectModels, uses, type SelectionBasis } from "../../session/select-models.js";
import type { Session } from "../../session/session.js";
import type { DiffOptions } from "../../session/options.js";

/** Rows in a sample when nothing is said. */
const SAMPLE = 5;

type Published = ReadonlyMap<string, PublishedModel>;

/** What the comparisons of all models share. */
interface Comparing {
  readonly session: Session;
  readonly graph: Graph;
  readonly warehouse: WarehouseAdapter;
  readonly environments: { readonly a: string; readonly b: string };
  readonly published: { readonly a: Published; readonly b: Published };
  readonly options: DiffOptions;
}

/**
 * Compares what two environments show of the selected models; reads only. A model that cannot be compared is an `error`
 * among the others. Raises `STATE.UNKNOWN_ENVIRONMENT`, `CLI.SELECTION_*`, and `SQL.*` for a faulty `where`.
 */
export async function diffEnvironments(
  session: Session,
  [a, b]: readonly [string, string],
  options: DiffOptions,
): Promise<EnvironmentDiff> {
  const graph = await session.graph();
  const warehouse = await session.warehouse();
  const known = await session.state.environments();
  for (const name of [a, b]) requireEnvironment(name, known);
  const read = async (name: string) => (await session.state.read(name)).published;
  const published = { a: await read(a), b: await read(b) };
  const comparing: Comparing = {
    session,
    graph,
    warehouse,
    environments: { a, b },
    published,
    options,
  };
  if (options.where !== undefined) await filtered("self", published.a, comparing);
  const chosen = await selected(comparing);
  const isThere = (name: string) => published.a.has(name) || published.b.has(name);
  const there = chosen.names.filter(isThere);
  const models: ModelDiff[] = [];
  for (const [i, name] of there.entries()) {
    options.onProgress?.({ name, position: i + 1, total: there.length });
    models.push(await diffModel(name, comparing));
  }
  const missing = chosen.asked ? chosen.names.filter((name) => !isThere(name)) : [];
  return { a, b, models, missing };
}

/** Models to compare: those selected, and those an environment still has of an older project. */
async function selected({
  session,
  graph,
  published,
  options,
}: Comparing): Promise<{ readonly names: readonly string[]; readonly asked: boolean }> {
  const gone = [...new Set([...published.a.keys(), ...published.b.keys()])]
    .filter((name) => !graph.nodes.has(name))
    .sort();
  const { select = [], exclude = [] } = options;
  const specs = select.filter((spec) => !gone.includes(spec));
  const wanted = gone.filter((name) => select.length === 0 || select.includes(name));
  const kept = wanted.filter((name) => !exclude.includes(name));
  const asked = select.length > 0;
  if (asked && specs.length === 0) return { names: kept, asked };
  const selection = { select: specs, exclude };
  const basis: SelectionBasis | undefined = uses(selection, "state:")
    ? {
        fingerprints: (await judgeErrors(session)).fingerprints,
        state: await session.state.read(session.project.environment),
      }
    : undefined;
  const found = await selectModels(session, selection, basis);
  const built = found.filter((name) => hasRelation(graph, name));
  return { names: [...built, ...kept], asked };
}

async function diffModel(name: string, comparing: Comparing): Promise<ModelDiff> {
  const { published, options } = comparing;
  const [a, b] = [published.a.get(name), published.b.get(name)];
  if (!a || !b) return { name, status: a ? "only_a" : "only_b" };
  if (a.physical === b.physical) return { name, status: "shared" };
  try {
    const diff = await compare({ a, b }, comparing);
    if (isDifferent(diff)) return { name, status: "different", diff };
    return { name, status: options.schemaOnly === true ? "same_columns" : "identical", diff };
  } catch (error) {
    if (!isSluiceError(error) || error.code === "INTERNAL.BUG" || options.signal?.aborted === true)
      throw error;
    // Places in SQL that Sluice wrote would only mislead.
    return { name, status: "error", error: { ...toDiagnostic(error), where: { model: name } } };
  }
}

async function compare(
  models: { readonly a: PublishedModel; readonly b: PublishedModel },
  comparing: Comparing,
): Promise<RelationDiff> {
  const { session, graph, warehouse, options } = comparing;
  const model = graph.nodes.get(models.a.model)?.model;
  const side = (key: "a" | "b") => comparedSide(models[key], key, comparing);
  return diffRelations(
    { a: await side("a"), b: await side("b") },
    {
      on: options.on,
      model,
      tolerance: options.tolerance,
      limit: options.limit ?? SAMPLE,
      // Nobody can say any more which columns of a model that is gone hold personal data.
      masked: model ? personalColumns(model) : "all",
      columnsOnly: options.schemaOnly,
      dialect: session.project.target.engine.dialect,
    },
    { runner: warehouse, signal: options.signal },
  );
}

async function comparedSide(
  model: PublishedModel,
  key: "a" | "b",
  comparing: Comparing,
): Promise<ComparedRelation> {
  const { session, warehouse, environments, published, options } = comparing;
  const ref = physicalRef(model.physical);
  const info = await warehouse.describe(ref, { signal: options.signal });
  if (!info) {
    const scope = { ...session.project, environment: environments[key] };
    throw new SluiceError({
      code: "STATE.NOT_BUILT",
      message: `What \`${environments[key]}\` shows of ${model.model} is gone from the warehouse.`,
      hints: [
        `Run \`${warehouseCommand(["doctor"], scope)}\`, then \`${commandLine(["build"], scope)}\`.`,
      ],
    });
  }
  const relation = session.project.target.engine.dialect.relation(ref);
  return {
    relation:
      options.where === undefined ? relation : await filtered(relation, published[key], comparing),
    columns: info.columns,
  };
}

/** The rows of a relation that `where` lets through; other models it reads are those of the same environment. */
async function filtered(
  relation: string,
  published: Published,
  { session, graph, warehouse, options }: Comparing,
): Promise<string> {
  const { dialect } = session.project.target.engine;
  const parameters = runParameterValues(graph, "query");
  const shown = (name: string) => {
    const found = published.get(name);
    return found && physicalRef(found.physical);
  };
  const sql = `select * from self where (\n${options.where ?? "true"}\n)`;
  const common = { index: session.names, dialect, parser: warehouse, parameters, self: relation };
  const render = (columns?: RelationContext["columns"], named?: Set<string>) =>
    renderQuery(sql, {
      ...common,
      relation: (name) => {
        named?.add(name);
        const found = shown(name);
        if (found) return dialect.relation(found);
        return publishedSql(name, { graph, columns, parameters, shown });
      },
    });
  try {
    const named = new Set<string>();
    const rendered = await render(undefined, named);
    const columns = await fileColumns(named, session);
    return `(${(columns ? await render(columns) : rendered).text})`;
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const [first, ...others] = error.all.map((found) => ({ ...found, where: undefined }));
    throw first ? SluiceError.of([first, ...others]) : error;
  }
}
