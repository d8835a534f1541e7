import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { SYSTEM_SCHEMA } from "../../model/names.js";
import type { PlanInput } from "../../plan/plan-input.js";
import { viewRef } from "../../plan/view-ref.js";
import type { Graph } from "../../project/resolve/graph.js";
import type { StateSnapshot } from "../../state/state-store.js";

/**
 * Relations that exist in the system schema and in the schemas that readers of the environment use, in one call; and in
 * those that they used before the configuration named others, in one more.
 */
export async function existingRelations(
  { nodes, project }: Graph,
  warehouse: WarehouseAdapter,
  state: Promise<Pick<StateSnapshot, "published">>,
): Promise<PlanInput["existing"]> {
  const schemas = new Set([SYSTEM_SCHEMA]);
  for (const { model } of nodes.values()) schemas.add(viewRef(model, project).schema);
  const now = listed([...schemas], warehouse);
  const [{ physical, views }, { published }] = await Promise.all([now, state]);
  const others = new Set([...published.values()].map(({ schema }) => schema));
  for (const schema of schemas) others.delete(schema);
  if (others.size === 0) return { physical, views };
  const before = await listed([...others], warehouse);
  return { physical, views: new Map([...before.views, ...views]) };
}

async function listed(
  schemas: readonly string[],
  warehouse: WarehouseAdapter,
): Promise<PlanInput["existing"]> {
  const physical = new Set<string>();
  const views = new Map<string, "table" | "view">();
  for (const relation of await warehouse.list(schemas, { columns: false })) {
    if (relation.schema.toLowerCase() === SYSTEM_SCHEMA) physical.add(relation.name.toLowerCase());
    else views.set(`${relation.schema}.${relation.name}`.toLowerCase(), relation.type);
  }
  return { physical, views };
}
