export { isSluiceError, SluiceError, diagnostic } from "../errors/sluice-error.js";
export type { Diagnostic, DiagnosticInput, Place } from "../errors/sluice-error.js";
export { replaceFile } from "../files/replace-file.js";
export type { ReplaceOptions } from "../files/replace-file.js";
export { readableIdentifier } from "../render/readable-name.js";
export { columnNamed, foldName, sameName } from "./name.js";
export { suggest } from "../select/suggest.js";
export type { ErrorCode } from "../errors/error-table.js";
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
export type { ColumnInfo } from "./column-info.js";
export type {
  ParameterReference,
  ParsedQuery,
  ParseResult,
  TableReference,
  UnstableCall,
  ValueUse,
} from "./parsing.js";
export type { Span } from "./span.js";
export type { FunctionCatalogue } from "./function-catalogue.js";
export type { KeywordRules, Lexis, OperatorRun, QuoteRule } from "./lexis.js";
export type { SqlLanguage } from "./sql-language.js";
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
export type { SyntaxTree, TreeResult } from "../tree/syntax-tree.js";
export type { Column, Literal, Parameter, Position } from "../tree/leaves.js";
export type {
  Call,
  Case,
  Cast,
  Collate,
  Cte,
  Derived,
  Distinct,
  Expression,
  Join,
  Lambda,
  Operation,
  OrderItem,
  Pivot,
  PivotColumn,
  PivotEntry,
  Query,
  Recursion,
  Relation,
  Select,
  SetOperation,
  Star,
  Subquery,
  Summary,
  Table,
  TableFunction,
  Unpivot,
  UnpivotColumns,
  Values,
  WindowCall,
} from "../tree/nodes.js";
