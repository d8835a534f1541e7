import { runParameterValues, renderModel } from "../render/render-model.js";
import { renderQuery } from "../render/render-query.js";
import { SluiceError } from "../errors/sluice-error.js";
import type { ModelNode } from "../resolve/graph.js";
import { suggest } from "../select/suggest.js";
import { planProject } from "./build-project.js";
import { physicalSql, publishedSql } from "./relation-sql.js";
import type { Session } from "./session.js";
import type { QueryResult } from "./workspace.js";

/** Runs a reading query in plain names on what readers see now. */
export async function queryProject(
  session: Session,
  sql: string,
  signal?: AbortSignal,
): Promise<QueryResult> {
  const { project } = session;
  const { dialect } = project.target.engine;
  const parameters = { ...project.vars, now: project.now.at, run_id: "query" };
  const warehouse = await session.warehouse();
  const rendered = await renderQuery(sql, {
    index: session.names,
    dialect,
    parser: warehouse,
    parameters,
    relation: (name) => publishedSql(name, project),
  });
  const { columns } = await warehouse.dryRun(rendered.text, { signal });
  return { columns, rows: warehouse.query(rendered.text, { signal }) };
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
  const plain = (full: string) =>
    full
      .split(".")
      .map((part) => dialect.quoteIdentifier(part))
      .join(".");
  const relation = names === "plain" ? plain : await plannedSql(session);
  const parameters = runParameterValues(graph, "render");
  return renderModel(node, graph, { dialect, relation, parameters }).text.trim();
}

async function plannedSql(session: Session): Promise<(name: string) => string> {
  const { plan } = await planProject(session, {});
  return physicalSql(
    new Map(plan.nodes.map((node) => [node.name, node.physical])),
    session.project,
  );
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
