export { analyzeQuery } from "./analyze-query.js";
export type { Analysis, ReadingOptions } from "./analyze-query.js";
export { columnLineage } from "./column-lineage.js";
export type { ColumnLineage } from "./column-lineage.js";
export { columnsRead } from "./columns-read.js";
export type { ColumnsRead } from "./columns-read.js";
export type { LineageInput } from "./lineage-input.js";
export { renamedColumn } from "./renamed-columns.js";
export type { RenamedColumn } from "./renamed-columns.js";
