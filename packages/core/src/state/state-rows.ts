import type { Row, SqlValue } from "../warehouse/values.js";
import type { ComparedInputs, LateInput } from "./input-hash.js";
import type { CheckResult } from "../model/check/check.js";
import type { RunRecord } from "./run-record.js";
import type { ModelVersion, PublishedModel, RunEnd, VersionText } from "./state-store.js";
import type { StateColumn } from "./state-tables.js";

/** A text column; empty where it is null. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : "";
}

/** A UTC timestamp column in ISO form. */
function isoTime(value: SqlValue | undefined): string | undefined {
  return typeof value === "string" ? `${value.replace(" ", "T")}Z` : undefined;
}

/** What planning reads of `model_versions`: of thousands of rows, every column counts. */
export const versionColumns = [
  "model",
  "fingerprint",
  "definition_fingerprint",
  "metadata_fingerprint",
  "generation",
  "physical",
  "relation",
  "status",
  "row_count",
  "run_day",
  "inputs",
  "revision",
  "origin",
  "due_at",
  "compared_inputs",
  "late_inputs",
] as const satisfies readonly StateColumn<"model_versions">[];

/**
 * Stands for the hash of the inputs while a restatement has not come to its end: it is of no inputs, and whoever records
 * that the work is done takes its place.
 */
export const RESTATING = "restating";

function inputsOf(inputs: string): Pick<ModelVersion, "inputs" | "restating"> {
  return inputs === RESTATING ? { inputs: "", restating: true } : { inputs };
}

/** A row of `model_versions`. */
export function toVersion(row: Row): ModelVersion {
  const rows = row["row_count"];
  return {
    model: text(row, "model"),
    fingerprint: text(row, "fingerprint"),
    definition: text(row, "definition_fingerprint"),
    metadata: text(row, "metadata_fingerprint"),
    generation: Number(row["generation"]),
    physical: text(row, "physical"),
    relation: row["relation"] === "view" ? "view" : "table",
    status: versionStatus(text(row, "status")),
    rows: rows === null || rows === undefined ? undefined : Number(rows),
    day: text(row, "run_day"),
    ...inputsOf(text(row, "inputs")),
    revision: Number(row["revision"] ?? 0),
    origin: text(row, "origin") || undefined,
    dueAt: text(row, "due_at") === "" ? undefined : instant(row, "due_at"),
    ...comparedOf(row),
  };
}

function comparedOf(row: Row): Pick<ModelVersion, "comparedInputs" | "lateInputs"> {
  const [compared, late] = [text(row, "compared_inputs"), text(row, "late_inputs")];
  return {
    ...(compared !== "" && { comparedInputs: JSON.parse(compared) as ComparedInputs }),
    ...(late !== "" && { lateInputs: JSON.parse(late) as readonly LateInput[] }),
  };
}

/** A version as a row of `model_versions`, built now. */
export function versionRow(version: ModelVersion & Partial<VersionText>, runId: string) {
  return {
    model: version.model,
    fingerprint: version.fingerprint,
    definition_fingerprint: version.definition,
    metadata_fingerprint: version.metadata,
    generation: version.generation,
    physical: version.physical,
    relation: version.relation,
    status: version.status,
    row_count: version.rows ?? null,
    run_day: version.day,
    inputs: version.restating === true ? RESTATING : version.inputs,
    run_id: runId,
    built_at: new Date(),
    revision: version.revision,
    origin: version.origin ?? null,
    columns: version.columns ? toJson(version.columns) : null,
    query: version.query ?? null,
    options_fingerprint: version.options ?? null,
    reads: version.reads ? toJson(version.reads) : null,
    changed_at: null,
    due_at: version.dueAt === undefined ? null : new Date(version.dueAt),
    removed_at: null,
    compared_inputs: version.comparedInputs ? toJson(version.comparedInputs) : null,
    late_inputs: version.lateInputs ? toJson(version.lateInputs) : null,
  };
}

/** An instant of a UTC timestamp column, in milliseconds. */
export function instant(row: Row, column: string): number {
  return Date.parse(isoTime(row[column]) ?? "");
}

/** What is not known to be good is not reused. */
function versionStatus(status: string): ModelVersion["status"] {
  return status === "built" || status === "failed" ? status : "unchecked";
}

/** What planning reads of `environments`. */
export const publishedColumns = [
  "environment",
  "model",
  "view_schema",
  "view_name",
  "physical",
  "fingerprint",
  "metadata_fingerprint",
] as const satisfies readonly StateColumn<"environments">[];

/** A row of `environments`. */
export function toPublished(row: Row): PublishedModel {
  return {
    model: text(row, "model"),
    schema: text(row, "view_schema"),
    view: text(row, "view_name"),
    physical: text(row, "physical"),
    fingerprint: text(row, "fingerprint"),
    metadata: text(row, "metadata_fingerprint"),
  };
}

/** A row of `runs`, still without its nodes. */
export function toRun(row: Row): RunRecord {
  const status = text(row, "status");
  const summary = text(row, "summary");
  return {
    runId: text(row, "run_id"),
    command: text(row, "command"),
    environment: text(row, "environment"),
    startedAt: isoTime(row["started_at"]) ?? "",
    finishedAt: isoTime(row["finished_at"]),
    // A run that never said how it ended was killed: nobody else can be running while we hold the warehouse.
    status: status === "running" ? "interrupted" : (status as RunRecord["status"]),
    summary:
      summary === "" || summary === "null"
        ? undefined
        : (JSON.parse(summary) as RunRecord["summary"]),
    nodes: [],
  };
}

/** A check's result as a row of `check_results`. */
export function checkRow(check: CheckResult, run: RunEnd["run"], at: Date) {
  return {
    run_id: run.runId,
    environment: run.environment,
    model: check.model,
    check_name: check.check,
    check_type: check.type,
    status: check.status,
    severity: check.severity,
    observed:
      check.observed === undefined || check.observed === null ? null : String(check.observed),
    failing: check.failing ?? null,
    checked_rows: check.rows ?? null,
    result: toJson(check),
    checked_at: at,
  };
}

/** JSON text of any value a state row holds. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === "bigint") return v.toString();
    if (v instanceof Map) return [...v] as unknown;
    if (v instanceof Uint8Array) return `\\x${Buffer.from(v).toString("hex")}`;
    return v;
  });
}
