import { isFromFile, type CheckSpec, type Model, type Source, type Workspace } from "@sluice/core";
import type { ColumnInfo } from "@sluice/core/adapter";
import type { DocumentBody } from "../../json/print-document.js";
import type { ListedModelDocument, ListedSourceDocument } from "./document.js";

export type ListDocument = DocumentBody<"ls">;

/** Models and sources that are listed. */
export interface Listed {
  readonly models: readonly Model[];
  readonly sources: readonly Source[];
}

/** The document of `ls`, with the columns that queries give. */
export async function listDocument(workspace: Workspace, listed: Listed): Promise<ListDocument> {
  const graph = await workspace.graph();
  const { columns } = await workspace.validate();
  const describeChecks = await checkNamer(workspace);
  const toModel = (model: Model): ListedModelDocument => ({
    name: model.name,
    kind: model.kind.type,
    ...described(model, columns.get(model.name)),
    depends_on: [...(graph.nodes.get(model.name)?.parents ?? [])],
    checks: model.checks.map((spec) => describeChecks(spec, model.name, columns.get(model.name))),
  });
  const toSource = (source: Source): ListedSourceDocument => ({
    name: source.name,
    ...described(source, columns.get(source.name)),
    checks: source.checks.map((spec) =>
      describeChecks(spec, source.name, columns.get(source.name)),
    ),
  });
  return {
    ok: true,
    models: listed.models.filter(({ kind }) => !isFromFile(kind)).map(toModel),
    seeds: listed.models.filter(({ kind }) => isFromFile(kind)).map(toModel),
    sources: listed.sources.map(toSource),
    exposures: [],
  };
}

function described(item: Model | Source, bound: readonly ColumnInfo[] | undefined) {
  const declared = new Map(item.columns.map((column) => [column.name.toLowerCase(), column]));
  const known = bound ?? item.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  return {
    path: item.path,
    description: item.description ?? null,
    tags: [...item.tags],
    columns: known.map(({ name, type, nullable }) => {
      const spec = declared.get(name.toLowerCase());
      return {
        name,
        type: type ?? null,
        nullable: nullable && (spec?.nullable ?? true),
        description: spec?.description ?? null,
      };
    }),
  };
}

type CheckNamer = (
  spec: CheckSpec,
  model: string,
  columns: readonly ColumnInfo[] | undefined,
) => ListedModelDocument["checks"][number];

/** Checks by the name and severity their results have; a spec that does not parse keeps its kind. */
async function checkNamer(workspace: Workspace): Promise<CheckNamer> {
  const engine = (await import("@sluice/dq")).createCheckEngine();
  const { dialect } = workspace.engine;
  return (spec, model, columns) => {
    const parsed = engine.parse(spec, { model, columns, dialect });
    return {
      name: parsed.ok ? parsed.check.name : spec.type,
      type: spec.type,
      column: spec.column ?? null,
      severity: parsed.ok ? parsed.check.severity : null,
    };
  };
}
