export { categorize } from "./categorize.js";
export type { CategorizeInput, ModelChange, ModelVersion, ModelVersions } from "./categorize.js";
export { compareQueries } from "./compare-queries.js";
export type { QueryChange } from "./compare-queries.js";
export type { QuerySide } from "./query-tree.js";
