import type { TargetEngine } from "../warehouse/warehouse-adapter.js";
import type { EnvironmentDiff } from "../maintenance/diff/environment-diff.js";
import type { RunEvent } from "../state/events/event.js";
import type { Plan } from "../plan/plan.js";
import type { Project } from "../model/project/project.js";
import type { Graph } from "../project/resolve/graph.js";
import { applyPlan, buildProject } from "./planning/build-project.js";
import { backupProject } from "../maintenance/copies/backup.js";
import { readManifest, type BackupManifest } from "../maintenance/copies/backup-manifest.js";
import type {
  Backup,
  BackupRequest,
  Restored,
  RestoreRequest,
} from "../maintenance/copies/backup-request.js";
import { checkProject } from "./inspection/check-project.js";
import {
  clean,
  planClean,
  type CleanOptions,
  type CleanPlan,
  type CleanRun,
} from "../maintenance/environments/clean.js";
import { diagnose } from "./inspection/doctor.js";
import {
  expireEnvironment,
  listEnvironments,
  requireOwnEnvironment,
  type EnvironmentInfo,
  type Expired,
  type Expiry,
} from "../maintenance/environments/environments.js";
import { listPromotions, type PromotionRecord } from "../maintenance/environments/promotions.js";
import { rollBack, type Rollback } from "../maintenance/environments/rollback.js";
import { projectLineage, projectRowTypes } from "./inspection/describe-project.js";
import { diffEnvironments } from "../maintenance/environments/diff-environments.js";
import { judgeErrors } from "../session/judge-errors.js";
import { planProject } from "./planning/plan-project.js";
import { dueModels, type DueReport, type DueRound } from "./schedule/due-models.js";
import { queryProject, renderProjectModel } from "./inspection/query-project.js";
import { selectModels, uses } from "../session/select-models.js";
import { reviewPlan, type PlanReview } from "./planning/plan-review.js";
import { runDue } from "./schedule/run-due.js";
import { isSamePlan, refuseMovedState, replan } from "./planning/replan.js";
import {
  compactWarehouse,
  type Compacted,
  type CompactRequest,
} from "../maintenance/copies/compact.js";
import { restoreProject } from "../maintenance/copies/restore.js";
import { Session } from "../session/session.js";
import type { WarehouseOpening } from "../session/warehouse-opening.js";
import { testProject } from "./inspection/test-project.js";
import type {
  ApplyOptions,
  BuildOptions,
  DiffOptions,
  Selection,
  WorkspaceOptions,
} from "../session/options.js";
import type {
  CheckReport,
  DoctorFinding,
  DoctorOptions,
  QueryResult,
  Validation,
  Workspace,
} from "./workspace.js";
import type { ColumnLineage } from "@sluice/sql/lineage";
import type { UnitTestResult } from "../testing/unit-test/unit-test-result.js";
import type { RunRecord } from "../state/run-record.js";

/** The workspace of one project and target. */
export class ProjectWorkspace implements Workspace {
  readonly project: Project;
  readonly engine: TargetEngine;
  readonly #session: Session;
  /** Plans that this workspace made: they need not be made again before they are applied. */
  readonly #made: Plan[] = [];

  constructor(project: Project, options: WorkspaceOptions, opening?: WarehouseOpening) {
    this.project = project;
    this.engine = project.target.engine;
    this.#session = new Session(project, options, opening);
  }

  graph(): Promise<Graph> {
    return this.#session.graph();
  }

  async validate(): Promise<Validation> {
    const { columns, diagnostics, graph } = await this.#session.validation();
    const ok = !diagnostics.some((d) => d.severity === "error");
    return { ok, diagnostics, columns, models: graph.nodes.size };
  }

  async select(selection: Selection): Promise<readonly string[]> {
    if (!uses(selection, "state:")) return selectModels(this.#session, selection);
    const { state } = await planProject(this.#session, {});
    const { fingerprints } = await judgeErrors(this.#session);
    return selectModels(this.#session, selection, { fingerprints, state });
  }

  async plan(options: BuildOptions = {}): Promise<Plan> {
    const { plan } = await planProject(this.#session, options);
    this.#made.push(plan);
    return plan;
  }

  async review(plan: Plan): Promise<PlanReview> {
    return reviewPlan(this.#session, await this.#confirmed(plan));
  }

  async environments(): Promise<readonly string[]> {
    return this.#session.state.environments();
  }

  build(options: BuildOptions = {}): AsyncIterable<RunEvent> {
    return buildProject(this.#session, options);
  }

  async *apply(plan: Plan, options: ApplyOptions = {}): AsyncGenerator<RunEvent> {
    const confirmed = await this.#confirmed(plan);
    await refuseMovedState(this.#session, confirmed);
    yield* applyPlan(this.#session, confirmed, options);
  }

  /** A plan of this workspace as it is; one that was saved is made again and compared. */
  async #confirmed(plan: Plan): Promise<Plan> {
    const isMade = this.#made.some((made) => isSamePlan(made, plan));
    return isMade ? plan : replan(this.#session, plan);
  }

  due(): Promise<DueReport> {
    return dueModels(this.#session);
  }

  run(round: DueRound, options: ApplyOptions = {}): AsyncIterable<RunEvent> {
    return runDue(this.#session, round, options);
  }

  check(options: Selection & { readonly signal?: AbortSignal } = {}): Promise<CheckReport> {
    return checkProject(this.#session, options);
  }

  test(options: Parameters<Workspace["test"]>[0] = {}): AsyncIterable<UnitTestResult> {
    return testProject(this.#session, options);
  }

  async query(
    sqlOrModel: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<QueryResult<never>> {
    const result = await queryProject(this.#session, sqlOrModel, options.signal);
    return result as QueryResult<never>;
  }

  render(model: string, options: { readonly names?: "plain" | "physical" } = {}): Promise<string> {
    return renderProjectModel(this.#session, model, options.names ?? "plain");
  }

  columnLineage(): Promise<readonly ColumnLineage[]> {
    return projectLineage(this.#session);
  }

  rowTypes(): Promise<string> {
    return projectRowTypes(this.#session);
  }

  diff(a: string, b: string, options: DiffOptions = {}): Promise<EnvironmentDiff> {
    return diffEnvironments(this.#session, [a, b], options);
  }

  async history(options: { readonly limit?: number } = {}): Promise<readonly RunRecord[]> {
    return this.#session.state.history(options.limit ?? 20);
  }

  backup(request: BackupRequest): Promise<Backup> {
    return backupProject(this.#session, request);
  }

  inspectBackup(file: string): Promise<BackupManifest> {
    return readManifest(file);
  }

  restore(request: RestoreRequest): Promise<Restored> {
    return restoreProject(this.#session, request);
  }

  promotions(): Promise<readonly PromotionRecord[]> {
    return listPromotions(this.#session);
  }

  requireEnvironment(): Promise<void> {
    return requireOwnEnvironment(this.#session);
  }

  rollback(to?: string): Promise<Rollback> {
    return rollBack(this.#session, to);
  }

  planClean(options: CleanOptions = {}): Promise<CleanPlan> {
    return planClean(this.#session, options);
  }

  clean(plan: CleanPlan, run: CleanRun = {}): Promise<void> {
    return clean(this.#session, plan, run);
  }

  compact(request: CompactRequest = {}): Promise<Compacted> {
    return compactWarehouse(this.#session, request);
  }

  listEnvironments(): Promise<readonly EnvironmentInfo[]> {
    return listEnvironments(this.#session);
  }

  expireEnvironment(name: string, expiry: Expiry): Promise<Expired> {
    return expireEnvironment(this.#session, name, expiry);
  }

  doctor(options: DoctorOptions = {}): Promise<readonly DoctorFinding[]> {
    return diagnose(this.#session, options);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
