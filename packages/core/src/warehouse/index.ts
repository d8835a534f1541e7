export { isSluiceError, SluiceError, diagnostic } from "../base/errors/sluice-error.js";
export type { Diagnostic, DiagnosticInput, Place } from "../base/errors/sluice-error.js";
export { replaceFile } from "../base/replace-file.js";
export type { ReplaceOptions } from "../base/replace-file.js";
export { systemError } from "../base/errors/system-error.js";
export {
  type ColumnInfo,
  columnNamed,
  foldName,
  type FunctionCatalogue,
  type KeywordRules,
  type Lexis,
  type OperatorRun,
  type QuoteRule,
  readableIdentifier,
  sameName,
  type Span,
  type SqlLanguage,
} from "@sluice/sql/text";
export { suggest } from "../base/suggest.js";
export type { ErrorCode } from "../base/errors/error-table.js";
export type {
  Dialect,
  FileColumn,
  FileFormat,
  FileRead,
  RelationRef,
  RowsHash,
  TypeInfo,
  TypeKind,
  TypeProblem,
} from "./dialect.js";
export type { Assignments, DmlDialect, RowMatch, RowMerge } from "./dml.js";
export type {
  ParameterReference,
  ParsedQuery,
  ParseResult,
  TableReference,
  UnstableCall,
  ValueUse,
} from "./parsing.js";
export type { Row, SqlInterval, SqlValue } from "./values.js";
export type {
  AdapterCapabilities,
  BackupOptions,
  CallOptions,
  CloseOptions,
  CompactOptions,
  ExecuteOptions,
  DryRunResult,
  ExecuteResult,
  ListOptions,
  OpenOptions,
  PublishedCopy,
  RelationInfo,
  RestoreOptions,
  SqlRunner,
  TargetEngine,
  WarehouseAdapter,
  WarehouseFiles,
  WarehouseSpace,
} from "./warehouse-adapter.js";
export type {
  Call,
  Case,
  Cast,
  Collate,
  Column,
  Cte,
  Derived,
  Distinct,
  Expression,
  Join,
  Lambda,
  Literal,
  Operation,
  OrderItem,
  Parameter,
  Pivot,
  PivotColumn,
  PivotEntry,
  Position,
  Query,
  Recursion,
  Relation,
  Select,
  SetOperation,
  Star,
  Subquery,
  Summary,
  SyntaxTree,
  Table,
  TableFunction,
  TreeResult,
  Unpivot,
  UnpivotColumns,
  Values,
  WindowCall,
} from "@sluice/sql/tree";
export { hasNumberFormat, numberForm, type NumberFormat } from "./number-form.js";
