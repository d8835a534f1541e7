import { expect, test } from "vitest";
import { bindError, event } from "../../test/support/events.js";
import { fakeIo } from "../../test/support/fake-io.js";
import { createPlainReporter } from "./plain-reporter.js";

test("plain lines, and a heartbeat after 30 silent seconds", () => {
  const { io, clock, written } = fakeIo();
  const reporter = createPlainReporter(io, { verbose: false, quiet: false });
  reporter.event(event.started(23, 3));
  reporter.event(event.node("staging.stg_orders", "view"));
  reporter.event(event.done("staging.stg_orders", { kind: "view", seconds: 0.02 }));
  reporter.event(event.node("marts.fct_orders"));
  reporter.event(event.node("marts.dim_customers"));
  clock.pass(65_000);
  reporter.event(
    event.done("marts.fct_orders", {
      rows: 1_234_567,
      seconds: 65,
      checks: { passed: 4, warned: 1, failed: 0 },
    }),
  );
  reporter.event(event.done("marts.dim_customers", { status: "cancelled", seconds: 65.2 }));
  reporter.event(event.finished());
  reporter.close();
  expect(written.stderr).toMatchInlineSnapshot(`
    "build environment prod on target dev: 3 of 23 to build
    1/3 built     staging.stg_orders  view                    0.02s
    1/3 after 30s, running: marts.fct_orders (30s) and marts.dim_customers (30s)
    1/3 after 1m 00s, running: marts.fct_orders (1m 00s) and marts.dim_customers (1m 00s)
    2/3 built     marts.fct_orders     table     1,234,567 rows  1m 05s  5 checks  1 warn
    3/3 cancelled marts.dim_customers  table     1m 05s
    "
  `);
  expect(written.stdout).toBe("");
  expect(clock.running).toBe(0);
});

test("a skipped node says because of what", () => {
  const { io, written } = fakeIo();
  const reporter = createPlainReporter(io, { verbose: false, quiet: false });
  reporter.event(event.started(2, 2));
  const error = {
    code: "RUN.SKIPPED",
    message: "staging.stg_orders failed.",
    hints: [],
    retryable: false,
    severity: "error",
  } as const;
  reporter.event(event.done("marts.fct_orders", { status: "skipped", seconds: 0, error }));
  expect(written.stderr).toMatch(/skipped .* staging\.stg_orders failed\./);
});

test("--verbose names what is reused, and says why the rest was built", () => {
  const { io, written } = fakeIo();
  const reporter = createPlainReporter(io, { verbose: true, quiet: false });
  reporter.event(event.done("raw.orders", { status: "reused", reason: "unchanged" }));
  reporter.event(event.done("staging.orders", { rows: 3, reason: "definition changed" }));
  const checks = { passed: 2, warned: 0, failed: 1 };
  reporter.event(
    event.done("marts.orders", { status: "failed", rows: 3, reason: "parent changed", checks }),
  );
  reporter.event(event.done("marts.daily", { status: "cancelled", reason: "new" }));
  expect(written.stderr).toMatchInlineSnapshot(`
    "    reused    raw.orders        table                   0.42s
    1/1 built     staging.orders    table          3 rows   0.42s  definition changed
    2/2 failed    marts.orders      table          3 rows   0.42s  3 checks  1 failed  parent changed
    3/3 cancelled marts.daily       table     0.42s
    "
  `);
});

test("quiet says nothing", () => {
  const { io, clock, written } = fakeIo();
  const reporter = createPlainReporter(io, { verbose: false, quiet: true });
  reporter.event(event.started(2, 2));
  reporter.event(event.node("a.one"));
  clock.pass(120_000);
  reporter.event(event.done("a.one"));
  expect(written.stderr).toBe("");
});

test("a table filled by time tells how many of its batches are done, and how many were", () => {
  const { io, clock, written } = fakeIo();
  const reporter = createPlainReporter(io, { verbose: false, quiet: false });
  reporter.event(event.started(2, 2));
  reporter.event(event.node("marts.daily", "incremental_by_time"));
  reporter.event(event.node("marts.hourly", "incremental_by_time"));
  reporter.event(event.rows("marts.daily", 20, { done: 2, of: 12 }));
  reporter.event(event.rows("marts.hourly", 20, { done: 1, of: 1 }));
  clock.pass(30_000);
  const kind = "incremental_by_time";
  const error = bindError;
  const batches = { done: 3, of: 12 };
  reporter.event(event.done("marts.daily", { kind, status: "failed", rows: 30, batches, error }));
  reporter.event(event.done("marts.hourly", { kind, rows: 20, batches: { done: 1, of: 1 } }));
  reporter.event(event.done("marts.weekly", { kind, rows: 9, batches: { done: 4, of: 4 } }));
  reporter.close();
  expect(written.stderr).toMatchInlineSnapshot(`
    "build environment prod on target dev: 2 of 2 to build
    0/2 after 30s, running: marts.daily (30s, batch 3 of 12) and marts.hourly (30s)
    1/2 failed    marts.daily       by time       30 rows   0.42s  3 of 12 batches
    2/2 built     marts.hourly      by time       20 rows   0.42s
    3/3 built     marts.weekly      by time        9 rows   0.42s  4 batches
    "
  `);
});
