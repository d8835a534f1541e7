import type { FunctionCatalogue } from "./function-catalogue.js";
import type { Lexis } from "./lexis.js";

/** How queries of one engine are read, apart from its parser. */
export interface SqlLanguage {
  /** Name as SQL tools know it (`duckdb`, `bigquery`): for file names and third-party parsers, never to branch on. */
  readonly name: string;
  readonly lexis: Lexis;
  readonly functions: FunctionCatalogue;
}
