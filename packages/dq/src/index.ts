export { createCheckEngine } from "./run/create-check-engine.js";
export { acceptedValues } from "./kinds/accepted-values.js";
export type { AcceptedValuesOptions } from "./kinds/accepted-values.js";
export { aggregate } from "./kinds/aggregate.js";
export type { AggregateOptions } from "./kinds/aggregate.js";
export { between } from "./kinds/between.js";
export type { BetweenOptions } from "./kinds/between.js";
export { customSql } from "./kinds/custom-sql.js";
export type { CustomSqlOptions } from "./kinds/custom-sql.js";
export { expression } from "./kinds/expression.js";
export type { ExpressionOptions } from "./kinds/expression.js";
export { format } from "./kinds/format.js";
export type { FormatOptions } from "./kinds/format.js";
export type { FormatName } from "./kinds/format-patterns.js";
export { freshness } from "./kinds/freshness.js";
export type { FreshnessOptions } from "./kinds/freshness.js";
export { nonOverlapping } from "./kinds/non-overlapping.js";
export type { NonOverlappingOptions } from "./kinds/non-overlapping.js";
export { notNull } from "./kinds/not-null.js";
export type { NotNullOptions } from "./kinds/not-null.js";
export { regex } from "./kinds/regex.js";
export type { RegexOptions } from "./kinds/regex.js";
export { relationships } from "./kinds/relationships.js";
export type { RelationName, RelationshipsOptions } from "./kinds/relationships.js";
export { rowCount } from "./kinds/row-count.js";
export type { RowCountOptions } from "./kinds/row-count.js";
export { unique } from "./kinds/unique.js";
export type { UniqueOptions } from "./kinds/unique.js";
export type { Bound, BoundOptions } from "./spec/bounds.js";
export type {
  BandOptions,
  CommonOptions,
  FilterOptions,
  NullOptions,
  NullRule,
} from "./spec/options.js";
export type { ColumnsInput } from "./spec/typed-spec.js";
