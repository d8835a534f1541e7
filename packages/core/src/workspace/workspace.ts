import type { ApplyOptions, BuildOptions, DiffOptions, Selection } from "../session/options.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row } from "../warehouse/values.js";
import type { TargetEngine } from "../warehouse/warehouse-adapter.js";
import type { CheckResult } from "../model/check/check.js";
import type { EnvironmentDiff } from "../maintenance/diff/environment-diff.js";
import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { ColumnLineage } from "@sluice/sql/lineage";
import type { UnitTestResult } from "../testing/unit-test/unit-test-result.js";
import type { RunEvent } from "../state/events/event.js";
import type { Plan } from "../plan/plan.js";
import type { Project } from "../model/project/project.js";
import type { RunRecord } from "../state/run-record.js";
import type { Graph } from "../project/resolve/graph.js";
import type { CleanOptions, CleanPlan, CleanRun } from "../maintenance/environments/clean.js";
import type { EnvironmentInfo, Expired, Expiry } from "../maintenance/environments/environments.js";
import type { PromotionRecord } from "../maintenance/environments/promotions.js";
import type { Rollback } from "../maintenance/environments/rollback.js";
import type { DueReport, DueRound } from "./schedule/due-models.js";
import type { PlanReview } from "./planning/plan-review.js";
import type { Compacted, CompactRequest } from "../maintenance/copies/compact.js";
import type { BackupManifest } from "../maintenance/copies/backup-manifest.js";
import type {
  Backup,
  BackupRequest,
  Restored,
  RestoreRequest,
} from "../maintenance/copies/backup-request.js";

/** What validation found. */
export interface Validation {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Columns with types of every model and source that could be bound. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly models: number;
}

/** Result of the checks of one relation. */
export interface CheckReport {
  readonly ok: boolean;
  readonly results: readonly CheckResult[];
  /** Selected models that are not built yet. */
  readonly missing: readonly string[];
  /** Why selected sources could not be read. */
  readonly unreadable: readonly Diagnostic[];
}

/** A query's result, streamed. */
export interface QueryResult<TRow = Row> {
  readonly columns: readonly ColumnInfo[];
  readonly rows: AsyncIterable<TRow>;
}

/**
 * The rows of every model by full name. Empty here; the declaration file that `sluice types` writes
 * fills it for a project.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface ProjectRows {}

/** Everything a program or the command line does with a project. Open with `openWorkspace`, close when done. */
export interface Workspace {
  readonly project: Project;
  readonly engine: TargetEngine;
  /** Parses and binds names. Raises one SluiceError that carries every diagnostic. */
  graph(): Promise<Graph>;
  /** Binds every (selected) model in the engine; collects, never throws for a user's mistake. */
  validate(): Promise<Validation>;
  /** Names chosen, in graph order. Raises `CLI.SELECTION_*`. */
  select(selection: Selection): Promise<readonly string[]>;
  plan(options?: BuildOptions): Promise<Plan>;
  /** What people want to know of a plan: what readers see instead of it now, edited queries, rows to expect; reads only. */
  review(plan: Plan): Promise<PlanReview>;
  /** Names of the environments that show anything, in order. */
  environments(): Promise<readonly string[]>;
  /** Validates, plans, builds, checks and publishes. The last event is `run_finished`; failures are events, not exceptions. */
  build(options?: BuildOptions): AsyncIterable<RunEvent>;
  /**
   * Executes a plan: one this workspace made, or one that was saved. A saved one is made again first; raises
   * `STATE.MOVED` or `RUN.PLAN_STALE` where it would not be the same, before anything is written.
   */
  apply(plan: Plan, options?: ApplyOptions): AsyncIterable<RunEvent>;
  /** What the crons of the environment's models ask for as of `$now`. Raises `STATE.NOT_BUILT` where nothing was applied. */
  due(): Promise<DueReport>;
  /**
   * Runs a round that `due` gave, and nothing else. Open the workspace with the round's time as its clock. The last event
   * is `run_finished`.
   */
  run(round: DueRound, options?: ApplyOptions): AsyncIterable<RunEvent>;
  /** Data checks on what readers see now. */
  check(options?: Selection & { readonly signal?: AbortSignal }): Promise<CheckReport>;
  /** Unit tests of `tests/*.test.yaml`; `models` and `names` limit them. */
  test(options?: {
    readonly models?: readonly string[];
    readonly names?: readonly string[];
    readonly signal?: AbortSignal;
  }): AsyncIterable<UnitTestResult>;
  /** All rows of a model, typed by the file that `sluice types` writes. */
  query<TName extends keyof ProjectRows>(
    model: TName,
    options?: { readonly signal?: AbortSignal },
  ): Promise<QueryResult<ProjectRows[TName]>>;
  /**
   * Rows of a model (by full name) or of a query in the project's plain names; reads only (`SQL.NOT_READ_ONLY`).
   * `$name` parameters as in models. Raises `STATE.NOT_BUILT` for models nobody built yet.
   */
  query(sql: string, options?: { readonly signal?: AbortSignal }): Promise<QueryResult>;
  /** SQL of a model. `names`: `plain` as written (parameters filled in), `physical` as it runs. */
  render(model: string, options?: { readonly names?: "plain" | "physical" }): Promise<string>;
  /** Column lineage of all models that can be analysed. */
  columnLineage(): Promise<readonly ColumnLineage[]>;
  /** TypeScript declarations of the rows of every model. */
  rowTypes(): Promise<string>;
  /**
   * What readers of two environments see differently, model by model; reads only. Models that both show from the same
   * table are equal without a look. Raises `STATE.UNKNOWN_ENVIRONMENT`, `CLI.SELECTION_*`, `SQL.*` for a faulty `where`.
   */
  diff(a: string, b: string, options?: DiffOptions): Promise<EnvironmentDiff>;
  /** Latest runs first. @default limit 20 */
  history(options?: { readonly limit?: number }): Promise<readonly RunRecord[]>;
  /**
   * Copies the whole warehouse, state included, to a file with a manifest. Raises `STATE.BACKUP_EXISTS`, and
   * `CAPABILITY.UNSUPPORTED` where the warehouse is no file.
   */
  backup(request: BackupRequest): Promise<Backup>;
  /** What the manifest of a backup says. Raises `STATE.BACKUP_INVALID`. */
  inspectBackup(file: string): Promise<BackupManifest>;
  /**
   * Puts a backup in the place of the warehouse, which is kept beside it. Raises `STATE.BACKUP_INVALID` and `STATE.NEWER`
   * before anything is replaced.
   */
  restore(request: RestoreRequest): Promise<Restored>;
  /** Promotions of the workspace's environment, newest first. Raises `STATE.UNKNOWN_ENVIRONMENT`. */
  promotions(): Promise<readonly PromotionRecord[]>;
  /**
   * Points the views of the workspace's environment to what they showed after an earlier promotion: by its number or the
   * first characters of its run's id; the one before the last when absent. Nothing is built, no row is changed. Raises
   * `STATE.ROLLBACK_IMPOSSIBLE` where tables of then are gone, `STATE.FOREIGN_RELATION`, `CLI.SELECTION_EMPTY`.
   */
  rollback(to?: string): Promise<Rollback>;
  /** Decides what no environment and no retention rule needs; changes nothing. */
  planClean(options?: CleanOptions): Promise<CleanPlan>;
  /** Removes what the plan says. Raises `STATE.MOVED` when the warehouse has changed since. */
  clean(plan: CleanPlan, run?: CleanRun): Promise<void>;
  /**
   * Rewrites the file of the warehouse without the space that it does not use, in one step; readers keep the file that they
   * have open. Raises `CAPABILITY.UNSUPPORTED` for a warehouse that is no file.
   */
  compact(request?: CompactRequest): Promise<Compacted>;
  /** Environments of the warehouse with their times, `prod` first. */
  listEnvironments(): Promise<readonly EnvironmentInfo[]>;
  /** Raises `STATE.UNKNOWN_ENVIRONMENT` where the warehouse does not have the workspace's environment; `prod` always is. */
  requireEnvironment(): Promise<void>;
  /** Sets when an environment expires, or removes it at once. Raises `STATE.UNKNOWN_ENVIRONMENT`. */
  expireEnvironment(name: string, expiry: Expiry): Promise<Expired>;
  /** Findings about project, machine, warehouse and state. */
  doctor(options?: DoctorOptions): Promise<readonly DoctorFinding[]>;
  close(): Promise<void>;
}

/** How trouble is looked for. */
export interface DoctorOptions {
  /** Mend what needs no building: views that are gone or show something else, a state of an older layout. @default false */
  readonly fix?: boolean | undefined;
}

/** One line of `sluice doctor`. */
export interface DoctorFinding {
  readonly check: string;
  readonly status: "ok" | "warning" | "error";
  readonly detail: string;
  readonly hint?: string | undefined;
}
