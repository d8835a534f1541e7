import type { SqlLanguage } from "../adapter/sql-language.js";
import type { TargetEngine, WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import type { TreeResult } from "./syntax-tree.js";

/** Reads the trees of queries, in order. */
export type TreeReader = (texts: readonly string[]) => Promise<readonly TreeResult[]>;

/** Reads queries of one engine. */
export interface QueryReader {
  readonly language: SqlLanguage;
  readonly read: TreeReader;
}

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
    const { foreignTrees } = await import("./foreign/foreign-trees.js");
    return foreignTrees(texts, engine.dialect);
  };
}
