import { isInlined } from "../kinds/all-kinds.js";
import type { RelationRef } from "../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { SqlValue } from "../warehouse/values.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import { sourceRead } from "../project/files/file-read.js";
import { inUtf8 } from "../project/files/utf8-copies.js";
import { resolvedRead } from "../project/files/guessed-columns.js";
import { physicalRef, viewRef } from "../plan/view-ref.js";
import { renderModel } from "../project/render/render-model.js";
import type { Graph } from "../project/resolve/graph.js";
import type { PublishedModel } from "../state/state-store.js";

/** What relations are rendered with. */
export interface RelationContext {
  readonly graph: Graph;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Columns by relation, where they are known: sources of files are read with these types. */
  readonly columns?: ReadonlyMap<string, readonly ColumnInfo[]> | undefined;
  /** Where readers find a model, if that is known. @default where the configuration says */
  readonly shown?: ((model: string) => RelationRef | undefined) | undefined;
}

/** Where the state says that readers find a model. */
export function publishedView(published: PublishedModel | undefined): RelationRef | undefined {
  return published && { schema: published.schema, name: published.view };
}

/** SQL text of what readers of the environment query for a model, to stand after `from`; sources as they are. */
export function publishedSql(name: string, context: RelationContext): string {
  const { project } = context.graph;
  const { dialect } = project.target.engine;
  const model = project.models.get(name);
  if (!model) return sourceSql(name, context);
  if (isInlined(model.kind)) {
    return inlineSql(name, context, (other) => publishedSql(other, context));
  }
  return dialect.relation(context.shown?.(name) ?? viewRef(model, project));
}

/** SQL texts of the physical relations of a plan, by model; sources as they are. */
export function physicalSql(
  physical: ReadonlyMap<string, string>,
  context: RelationContext,
): (name: string) => string {
  const { project, nodes } = context.graph;
  const relation = (name: string): string => {
    const known = physical.get(name);
    if (known !== undefined) return project.target.engine.dialect.relation(physicalRef(known));
    return nodes.has(name) ? inlineSql(name, context, relation) : sourceSql(name, context);
  };
  return relation;
}

/** An ephemeral model as a subquery. */
function inlineSql(
  name: string,
  context: RelationContext,
  relation: (name: string) => string,
): string {
  const node = context.graph.nodes.get(name);
  if (!node) throw new SluiceError({ code: "INTERNAL.BUG", message: `${name} is no model.` });
  const { dialect } = context.graph.project.target.engine;
  const { parameters } = context;
  return `(\n${renderModel(node, context.graph, { dialect, relation, parameters }).text}\n)`;
}

function sourceSql(name: string, { graph: { project }, columns }: RelationContext): string {
  const source = project.sources.get(name);
  const { dialect } = project.target.engine;
  if (!source) throw new SluiceError({ code: "INTERNAL.BUG", message: `${name} is no source.` });
  const { location } = source;
  if (location.type === "table") return dialect.relation(location);
  const read = inUtf8(sourceRead(source, project), source);
  const known = columns?.get(name);
  return `(select * from ${dialect.readFiles(known ? resolvedRead(read, known) : read)})`;
}
