import type { QueryReader, TreeReader } from "@sluice/sql/tree";
import type { TargetEngine, WarehouseAdapter } from "./warehouse-adapter.js";

/** The reader of queries of a target. */
export function queryReader(
  { dialect: language }: Pick<TargetEngine, "dialect">,
  warehouse: () => Promise<WarehouseAdapter>,
): QueryReader {
  return { language, read: treeReader(warehouse) };
}

/** The reader of an engine's own parser; where it has none, that of a parser of many dialects. */
export function treeReader(warehouse: () => Promise<WarehouseAdapter>): TreeReader {
  return async (texts) => {
    if (texts.length === 0) return [];
    const engine = await warehouse();
    if (engine.syntaxTrees !== undefined) return engine.syntaxTrees(texts);
    const { foreignTrees } = await import("@sluice/sql/tree");
    return foreignTrees(texts, engine.dialect);
  };
}
