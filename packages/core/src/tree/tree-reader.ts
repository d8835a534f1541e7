import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import type { TreeResult } from "./syntax-tree.js";

/** Reads the trees of queries, in order. */
export type TreeReader = (texts: readonly string[]) => Promise<readonly TreeResult[]>;

/** The reader of an engine's own parser; where it has none, that of a parser of many dialects. */
export function treeReader(warehouse: () => Promise<WarehouseAdapter>): TreeReader {
  return async (texts) => {
    if (texts.length === 0) return [];
    const engine = await warehouse();
    if (engine.syntaxTrees !== undefined) return engine.syntaxTrees(texts);
    const { foreignTrees } = await import("./foreign/foreign-trees.js");
    return foreignTrees(texts, engine.dialect.name);
  };
}
