import type { RelationRef } from "../../warehouse/dialect.js";
import { runParameterValues, renderModel } from "../../project/render/render-model.js";
import { renderQuery } from "../../project/render/render-query.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError, SluiceError, toDiagnostic } from "../../base/errors/sluice-error.js";
import { offsetOf, placeInFile } from "../../model/source-text.js";
import { commandLine } from "../../model/project/command-line.js";
import { namedViewRef } from "../../plan/view-ref.js";
import { readableName, type SplicedText } from "@sluice/sql/text";
import type { ModelNode } from "../../project/resolve/graph.js";
import { suggest } from "../../base/suggest.js";
import { planProject } from "../planning/plan-project.js";
import { fileColumns } from "../../session/file-columns.js";
import { physicalSql, publishedSql, publishedView } from "../../session/relation-sql.js";
import type { Session } from "../../session/session.js";
import type { QueryResult } from "../workspace.js";

/**
 * Runs a reading query in plain names, or reads a model given by its full name, on what readers see now.
 * Raises `STATE.NOT_BUILT` for models nobody built yet.
 */
export async function queryProject(
  session: Session,
  sqlOrModel: string,
  signal?: AbortSignal,
): Promise<QueryResult> {
  const graph = await session.graph();
  const { dialect } = session.project.target.engine;
  const sql = graph.nodes.has(sqlOrModel)
    ? `select * from ${readableName(sqlOrModel, dialect)}`
    : sqlOrModel;
  const parameters = runParameterValues(graph, "query");
  const warehouse = await session.warehouse();
  const render = (relation: (name: string) => string) =>
    renderQuery(sql, { index: session.names, dialect, parser: warehouse, parameters, relation });
  const named = new Set<string>();
  const read = new Set<string>();
  const expected = await render((name) => {
    named.add(name);
    return publishedSql(name, { graph, parameters, shown: (model) => void read.add(model) });
  });
  const columns = await fileColumns(named, session);
  const { places, isMoved } = await placesOf([...read], session);
  const shown = (name: string) => places.get(name);
  const rendered =
    isMoved || columns
      ? await render((name) => publishedSql(name, { graph, parameters, columns, shown }))
      : expected;
  try {
    const { columns: given } = await warehouse.dryRun(rendered.text, { signal });
    return { columns: given, rows: warehouse.query(rendered.text, { signal }) };
  } catch (error) {
    throw (await notBuilt(places, session, warehouse)) ?? atQueryPlace(error, sql, rendered);
  }
}

/** Where readers find models: not where the configuration says until the environment is built with it. */
async function placesOf(
  names: readonly string[],
  { project, state }: Session,
): Promise<{ readonly places: ReadonlyMap<string, RelationRef>; readonly isMoved: boolean }> {
  const published = await state.publishedViews(project.environment, names);
  const places = new Map<string, RelationRef>();
  let isMoved = false;
  for (const name of names) {
    const expected = namedViewRef(name, project);
    const shown = publishedView(published.get(name)) ?? expected;
    isMoved ||= shown.schema !== expected.schema;
    places.set(name, shown);
  }
  return { places, isMoved };
}

async function notBuilt(
  places: ReadonlyMap<string, RelationRef>,
  { project }: Session,
  warehouse: WarehouseAdapter,
): Promise<SluiceError | undefined> {
  for (const [name, place] of places) {
    if (await warehouse.describe(place)) continue;
    return new SluiceError({
      code: "STATE.NOT_BUILT",
      message: `${name} has not been built yet.`,
      where: { model: name },
      hints: [`Run \`${commandLine(["build", `+${name}`], project)}\`.`],
    });
  }
  return undefined;
}

/** The engine's error at the place in the query as it was given. */
function atQueryPlace(error: unknown, sql: string, rendered: SplicedText): unknown {
  if (!isSluiceError(error) || error.where?.line === undefined) return error;
  const offset = offsetOf(rendered.text, error.where.line, error.where.column ?? 1);
  const where = placeInFile({ file: "query", fileText: sql }, rendered.toOriginal(offset));
  return SluiceError.of([{ ...toDiagnostic(error), where }]);
}

/** SQL of a model with its parameters filled in. Raises `REF.UNKNOWN` for an unknown name. */
export async function renderProjectModel(
  session: Session,
  name: string,
  names: "plain" | "physical",
): Promise<string> {
  const graph = await session.graph();
  const node = await findModel(session, name);
  if (!node.model.sql) {
    throw new SluiceError({
      code: "MODEL.INVALID",
      message: `${node.model.name} is a ${node.model.kind.type} model and has no SQL.`,
      hints: [`See its rows with \`sluice show ${node.model.name}\`.`],
    });
  }
  const { dialect } = session.project.target.engine;
  const relation =
    names === "plain" ? (full: string) => readableName(full, dialect) : await plannedSql(session);
  const parameters = runParameterValues(graph, "render");
  return renderModel(node, graph, { dialect, relation, parameters }).text.trim();
}

async function plannedSql(session: Session): Promise<(name: string) => string> {
  const { plan } = await planProject(session, {});
  const graph = await session.graph();
  const physical = new Map(plan.nodes.map((node) => [node.name, node.physical]));
  const { columns } = await session.validation();
  return physicalSql(physical, { graph, columns, parameters: runParameterValues(graph, "render") });
}

/** A model by full or unambiguous short name. Raises `REF.UNKNOWN`, `REF.AMBIGUOUS`. */
export async function findModel(session: Session, name: string): Promise<ModelNode> {
  const { nodes } = await session.graph();
  const wanted = name.toLowerCase();
  const fits = [...nodes.values()].filter(
    ({ model }) => model.name.toLowerCase() === wanted || model.table.toLowerCase() === wanted,
  );
  const [first, ...others] = fits.some((n) => n.model.name.toLowerCase() === wanted)
    ? fits.filter((n) => n.model.name.toLowerCase() === wanted)
    : fits;
  if (first && others.length === 0) return first;
  const near = suggest(name, [...nodes.keys()]);
  throw new SluiceError({
    code: first ? "REF.AMBIGUOUS" : "REF.UNKNOWN",
    message: first ? `\`${name}\` fits several models.` : `The project has no model \`${name}\`.`,
    hints: [
      first
        ? `Write the schema: ${fits.map((n) => n.model.name).join(" or ")}.`
        : near.length > 0
          ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
          : "See `sluice ls` for the names.",
    ],
  });
}
