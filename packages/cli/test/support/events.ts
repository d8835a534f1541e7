import type {
  Batches,
  CheckResult,
  Diagnostic,
  NodeResult,
  RunEvent,
  RunSummary,
} from "@sluice/core";

const at = "2026-01-31T06:00:00.000Z";

export function result(name: string, more: Partial<NodeResult> = {}): NodeResult {
  return {
    name,
    kind: "table",
    status: "built",
    seconds: 0.42,
    version: "0a1b2c3d",
    checks: { passed: 0, warned: 0, failed: 0 },
    checkResults: [],
    ...more,
  };
}

export function summary(more: Partial<RunSummary> = {}): RunSummary {
  return {
    runId: "01hr",
    ok: true,
    seconds: 1.5,
    built: 0,
    reused: 0,
    failed: 0,
    skipped: 0,
    cancelled: 0,
    warnings: 0,
    published: true,
    ...more,
  };
}

export const event = {
  started: (nodes: number, toBuild: number): RunEvent => ({
    type: "run_started",
    at,
    runId: "01hr",
    command: "build",
    target: "dev",
    environment: "prod",
    nodes,
    toBuild,
  }),
  node: (node: string, kind: NodeResult["kind"] = "table"): RunEvent => ({
    type: "node_started",
    at,
    node,
    kind,
  }),
  rows: (node: string, rows: number, batches?: Batches): RunEvent => ({
    type: "node_progress",
    at,
    node,
    rows,
    batches,
  }),
  done: (name: string, more: Partial<NodeResult> = {}): RunEvent => ({
    type: "node_finished",
    at,
    result: result(name, more),
  }),
  finished: (more: Partial<RunSummary> = {}): RunEvent => ({
    type: "run_finished",
    at,
    summary: summary(more),
  }),
};

export const bindError: Diagnostic = {
  code: "SQL.BIND",
  message: 'There is no column "nam" in raw.orders.',
  where: {
    file: "models/staging/stg_orders.sql",
    line: 3,
    column: 8,
    model: "staging.stg_orders",
    frame: "3 | select nam from raw.orders\n           ^",
  },
  hints: ['Did you mean "name"?'],
  retryable: false,
  severity: "error",
};

export const checkFailed: Diagnostic = {
  code: "RUN.CHECK_FAILED",
  message: "A blocking check of marts.fct_orders failed.",
  hints: ["Readers still see the last good version."],
  retryable: false,
  severity: "error",
};

export const uniqueFailed: CheckResult = {
  model: "marts.fct_orders",
  check: "unique(order_id)",
  type: "unique",
  status: "failed",
  severity: "error",
  observed: 2,
  expected: "0 failing rows",
  failing: 2,
  rows: 12,
  sample: [
    { order_id: 7, status: "NULL", amount: "12.50", note: null },
    { order_id: 7, status: "注文済み", amount: "8.00", note: "a\nb\u001b[31m" },
  ],
  query: "select *\nfrom marts.fct_orders\nwhere status <> 'x'",
};

export const betweenWarned: CheckResult = {
  model: "marts.fct_orders",
  check: "between(profit)",
  type: "between",
  status: "warned",
  severity: "warn",
  observed: 1,
  expected: "at least 0",
  failing: 1,
  rows: 12,
};
