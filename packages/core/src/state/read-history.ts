import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { CheckResult } from "../model/check/check.js";
import type { NodeResult } from "./events/event.js";
import type { RunRecord } from "./run-record.js";
import { text, toRun } from "./state-rows.js";
import { stateRelation, type StateTable } from "./state-tables.js";

type StoredNode = Omit<NodeResult, "checkResults">;

/** The latest runs with their nodes and checks, in three queries. */
export async function readHistory(
  runner: SqlRunner,
  { dialect, limit }: { readonly dialect: Dialect; readonly limit: number },
): Promise<readonly RunRecord[]> {
  const table = (name: StateTable) => dialect.relation(stateRelation(name));
  const runs: RunRecord[] = [];
  for await (const row of runner.query(
    `select * from ${table("runs")} order by started_at desc, run_id desc limit ${String(Math.floor(limit))}`,
  )) {
    runs.push(toRun(row));
  }
  if (runs.length === 0) return [];
  const ofRuns = `run_id in (${runs.map((run) => dialect.literal(run.runId)).join(", ")})`;
  const checks = new Map<string, CheckResult[]>();
  for await (const row of runner.query(
    `select run_id, model, result from ${table("check_results")} where ${ofRuns}`,
  )) {
    append(checks, key(text(row, "run_id"), text(row, "model")), parse<CheckResult>(row));
  }
  const nodes = new Map<string, NodeResult[]>();
  for await (const row of runner.query(`select * from ${table("node_results")} where ${ofRuns}`)) {
    const runId = text(row, "run_id");
    const node = parse<StoredNode>(row);
    append(nodes, runId, { ...node, checkResults: checks.get(key(runId, node.name)) ?? [] });
  }
  return runs.map((run) => ({ ...run, nodes: nodes.get(run.runId) ?? [] }));
}

function parse<T>(row: Parameters<typeof text>[0]): T {
  return JSON.parse(text(row, "result")) as T;
}

function key(runId: string, model: string): string {
  return JSON.stringify([runId, model]);
}

function append<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}
