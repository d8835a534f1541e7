import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import { SYSTEM_SCHEMA } from "../load/names.js";
import type { PlanInput } from "../plan/plan-input.js";
import { viewRef } from "../plan/view-ref.js";
import type { Graph } from "../resolve/graph.js";

/** Relations that exist in the system schema and in the schemas readers use, in one call. */
export async function existingRelations(
  graph: Graph,
  warehouse: WarehouseAdapter,
): Promise<PlanInput["existing"]> {
  const schemas = new Set([SYSTEM_SCHEMA]);
  for (const { model } of graph.nodes.values())
    schemas.add(viewRef(model, graph.project.environment).schema);
  const physical = new Set<string>();
  const views = new Map<string, "table" | "view">();
  for (const relation of await warehouse.list([...schemas], { columns: false })) {
    if (relation.schema.toLowerCase() === SYSTEM_SCHEMA) physical.add(relation.name.toLowerCase());
    else views.set(`${relation.schema}.${relation.name}`.toLowerCase(), relation.type);
  }
  return { physical, views };
}
