export { isSluiceError, SluiceError, diagnostic } from "../errors/sluice-error.js";
export type { Diagnostic, DiagnosticInput, Place } from "../errors/sluice-error.js";
export { replaceFile } from "../files/replace-file.js";
export type { ReplaceOptions } from "../files/replace-file.js";
export { readableIdentifier } from "../render/readable-name.js";
export { columnNamed, foldName, sameName } from "./name.js";
export { suggest } from "../select/suggest.js";
export type { ErrorCode } from "../errors/error-table.js";
export type {
  ColumnInfo,
  Dialect,
  FileFormat,
  FileRead,
  RelationRef,
  TypeInfo,
  TypeKind,
  TypeProblem,
} from "./dialect.js";
export type {
  ParameterReference,
  ParsedQuery,
  ParseResult,
  Span,
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
} from "./warehouse-adapter.js";
export type {
  Call,
  Case,
  Cast,
  Collate,
  Column,
  Expression,
  Lambda,
  Literal,
  Operation,
  Parameter,
  Position,
  Star,
  Subquery,
  WindowCall,
} from "../tree/expression.js";
export type {
  Cte,
  Distinct,
  OrderItem,
  Query,
  Recursion,
  Select,
  SetOperation,
} from "../tree/query.js";
export type {
  Derived,
  Join,
  Pivot,
  PivotColumn,
  PivotEntry,
  Relation,
  Summary,
  Table,
  TableFunction,
  Unpivot,
  UnpivotColumns,
  Values,
} from "../tree/relation.js";
export type { SyntaxTree, TreeResult } from "../tree/syntax-tree.js";
