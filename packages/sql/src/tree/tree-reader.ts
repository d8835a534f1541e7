import type { SqlLanguage } from "../text/sql-language.js";
import type { TreeResult } from "./syntax-tree.js";

/** Reads the trees of queries, in order. */
export type TreeReader = (texts: readonly string[]) => Promise<readonly TreeResult[]>;

/** Reads queries of one engine. */
export interface QueryReader {
  readonly language: SqlLanguage;
  readonly read: TreeReader;
}
