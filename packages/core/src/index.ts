export { isSluiceError, SluiceError, diagnostic } from "./base/errors/sluice-error.js";
export type { Diagnostic, DiagnosticInput, Place } from "./base/errors/sluice-error.js";
export { errorTable } from "./base/errors/error-table.js";
export type { ErrorCode, ErrorEntry } from "./base/errors/error-table.js";
export type {
  Check,
  CheckContext,
  CheckEngine,
  CheckNames,
  CheckParseResult,
  CheckResult,
  CheckRun,
  CheckTime,
  LastOfTime,
  CheckSpec,
  Severity,
  TypedCheckSpec,
} from "./model/check/check.js";
export { callTimes } from "./time/cron/call-times.js";
export type { CallTimes } from "./time/cron/call-times.js";
export { cronText, parseCron } from "./time/cron/cron-spec.js";
export type { CatchUp, CronDefinition, CronSpec } from "./time/cron/cron-spec.js";
export { localMoment } from "./time/zones/local-moment.js";
export type {
  AppendOptions,
  EvolvingOptions,
  SchemaChangeOptions,
  IncrementalByKeyOptions,
  IncrementalByTimeOptions,
  ModelKind,
  ModelKindName,
  QueryKind,
  RowsOptions,
  SeedOptions,
  FileOptions,
  ThousandsSeparator,
  FileEncoding,
  SnapshotOptions,
} from "./model/kind.js";
export type { ColumnSpec, Model, RowsContext, RowsFunction, Source } from "./model/model.js";
export type { SourceText } from "./model/source-text.js";
export type {
  Batches,
  NodeKindName,
  NodeResult,
  NodeStatus,
  RunEvent,
  RunSummary,
} from "./state/events/event.js";
export type { Row, SqlInterval, SqlValue } from "./warehouse/values.js";
export type { Project } from "./model/project/project.js";
export type { CheckInputs, Graph, ModelNode, ResolvedReference } from "./project/resolve/graph.js";
export { isFromFile, isInlined, keepsHistory } from "./kinds/all-kinds.js";
export { publishingGroups } from "./plan/check-reads.js";
export type { Plan, MovedView, PlanChange, PlanOptions, TimeRange } from "./plan/plan.js";
export { copyOf, isBuilt, isReused, updateOf } from "./plan/planned-node.js";
export type {
  BlockedNode,
  BuildNode,
  BuiltNode,
  CheckedRead,
  CopyNode,
  CreateNode,
  IncrementalNode,
  NodeBase,
  PlanCopy,
  PlanNode,
  RecheckNode,
  ReusedNode,
  ReuseNode,
  UpdateNode,
} from "./plan/planned-node.js";
export type { PlanState } from "./plan/state-before.js";
export type { PlanReason } from "./state/plan-reason.js";
export type { PlanUpdate } from "./plan/plan-update.js";
export type { PlanInterval, PlannedInput, PlannedLateInput } from "./plan/planned-inputs.js";
export type { NodeReview, PlanReview, QueryChange } from "./workspace/planning/plan-review.js";
export type { DueModel, DueReport, DueRound, LateModel } from "./workspace/schedule/due-models.js";
export { parsePlan, serializePlan } from "./workspace/planning/saved-plan.js";
export type {
  EnvironmentDiff,
  ModelDiff,
  ModelDiffStatus,
} from "./maintenance/diff/environment-diff.js";
export type {
  ColumnDiff,
  ColumnsDiff,
  DifferingValue,
  DiffKey,
  KeyedRowsDiff,
  RelationDiff,
  RepeatedKeys,
  RowsDiff,
  SurplusRow,
  WholeRowsDiff,
} from "./maintenance/diff/relation-diff.js";
export type {
  ApplyOptions,
  BuildOptions,
  DiffOptions,
  Selection,
  WorkspaceOptions,
} from "./session/options.js";
export type {
  CheckReport,
  DoctorFinding,
  DoctorOptions,
  ProjectRows,
  QueryResult,
  Validation,
  Workspace,
} from "./workspace/workspace.js";
export type { ColumnLineage } from "@sluice/sql/lineage";
export type { UnitTestResult } from "./testing/unit-test/unit-test-result.js";
export type { CleanOptions, CleanPlan, CleanRun } from "./maintenance/environments/clean.js";
export type { DroppedRelation, RetentionItem } from "./maintenance/retention/retention.js";
export type { EnvironmentInfo, Expired, Expiry } from "./maintenance/environments/environments.js";
export type { PromotionRecord } from "./maintenance/environments/promotions.js";
export type { Rollback } from "./maintenance/environments/rollback.js";
export type { RunRecord } from "./state/run-record.js";
export { defineProject } from "./model/project/define-project.js";
export type {
  DefinedProject,
  EnvironmentDefaults,
  FolderDefaults,
  ProjectDefinition,
} from "./model/project/define-project.js";
export { env } from "./model/project/env.js";
export { defineModel, defineRows, defineSeed, defineSource } from "./model/define.js";
export type {
  ColumnCheck,
  ColumnOptions,
  ColumnsByName,
  CommonDefinition,
  Defined,
  ModelDefinition,
  RefTarget,
  RowsDefinition,
  SeedDefinition,
  SourceDefinition,
  SqlContext,
} from "./model/define.js";
export { sql } from "./model/sql.js";
export type { SqlFragment, SqlIdentifier, SqlParameter, SqlPart, SqlRef } from "./model/sql.js";
export type {
  Backup,
  BackupRequest,
  Restored,
  RestoreRequest,
} from "./maintenance/copies/backup-request.js";
export type { Compacted, CompactRequest } from "./maintenance/copies/compact.js";
export type { BackupManifest } from "./maintenance/copies/backup-manifest.js";
export { openWorkspace } from "./workspace/open-workspace.js";
