import { expect, test } from "vitest";
import {
  betweenWarned,
  bindError,
  checkFailed,
  result,
  summary,
  uniqueFailed,
} from "../../test/support/events.js";
import { fakeIo } from "../../test/support/fake-io.js";
import { loadAdvice } from "./advice.js";
import { renderRunEnd } from "./final-report.js";
import { runExitCode } from "./run-exit-code.js";

const failedByCheck = result("marts.fct_orders", {
  status: "failed",
  error: checkFailed,
  checks: { passed: 1, warned: 1, failed: 1 },
  checkResults: [uniqueFailed, betweenWarned],
});
const failedBySql = result("staging.stg_orders", { status: "failed", error: bindError });

const advice = await loadAdvice();

function end(results: (typeof failedBySql)[], more = {}, options = {}) {
  const { io } = fakeIo();
  const told = summary(more);
  const { seconds } = told;
  return renderRunEnd(
    {
      ...{ results, warnings: [], summary: told, seconds, environment: "prod", advice },
      ...{ removed: [], outdated: [] },
    },
    io,
    options,
  ).join("\n");
}

test("every failure stands again at the end, whole", () => {
  const text = end([failedBySql, failedByCheck], {
    ok: false,
    built: 3,
    failed: 2,
    skipped: 1,
    published: false,
  });
  expect(text).toMatchInlineSnapshot(`
    "
    warned  marts.fct_orders  between(profit)
      expected at least 0, 1 of 12 rows fail

    error SQL.BIND  models/staging/stg_orders.sql:3:8 (staging.stg_orders)
      There is no column "nam" in raw.orders.
        3 | select nam from raw.orders
                   ^
      next: Did you mean "name"?

    error RUN.CHECK_FAILED  marts.fct_orders
      A blocking check of marts.fct_orders failed.
      next: Readers still see the last good version.

    failed  marts.fct_orders  unique(order_id)
      expected 0 failing rows, 2 of 12 rows fail
       order_id │ status   │ amount │ note
      ──────────┼──────────┼────────┼────────────────
              7 │ "NULL"   │  12.50 │ NULL
              7 │ 注文済み │   8.00 │ a\\nb\\u001b[31m
      all:  sluice show --limit none --sql 'select * from marts.fct_orders where status <> '\\''x'\\'''

    Failed after 1.50s: 3 built, 2 failed, 1 skipped.
    Nothing was published: readers of prod see what they saw before."
  `);
});

test("an error without a hint of its own is given the error table's", () => {
  const error = { ...bindError, code: "ADAPTER.OUT_OF_MEMORY" as const, hints: [] };
  expect(end([result("marts.t", { status: "failed", error })], { ok: false, failed: 1 })).toContain(
    "next: Raise `memory_limit`",
  );
  expect(end([failedBySql], { ok: false, failed: 1 })).toContain('next: Did you mean "name"?');
});

test("the query of all failing rows can be pasted: spaces in quotes stay as they are", () => {
  const query = "select *\n  from t\nwhere \"a  b\" = 'x  y'";
  const node = result("marts.t", {
    status: "failed",
    error: checkFailed,
    checks: { passed: 0, warned: 0, failed: 1 },
    checkResults: [{ ...uniqueFailed, query }],
  });
  expect(end([node], { ok: false, failed: 1 })).toContain(
    `--sql 'select * from t where "a  b" = '\\''x  y'\\'''`,
  );
});

test("success, with warnings and without anything to do", () => {
  expect(end([], { built: 5, reused: 18, warnings: 2 })).toMatchInlineSnapshot(`
    "
    Done in 1.50s: 5 built, 18 reused. Published to prod. 2 warnings."
  `);
  expect(end([], { reused: 23 })).toMatchInlineSnapshot(`
    "
    Nothing to build: 23 reused in 1.50s. Published to prod."
  `);
});

const row = (n: number) => ({ order_id: n, country: "US", profit: "-1.00" });
const warned = (name: string, more = {}) =>
  result(`marts.${name}`, {
    checks: { passed: 0, warned: 1, failed: 0 },
    checkResults: [
      {
        ...betweenWarned,
        model: `marts.${name}`,
        observed: 5,
        failing: 5,
        sample: [1, 2, 3, 4, 5].map(row),
        ...more,
      },
    ],
  });

test("few warnings are told with some rows, the column in question beside the key", () => {
  expect(end([warned("fct_orders")], { built: 1, warnings: 1 })).toMatchInlineSnapshot(`
    "
    warned  marts.fct_orders  between(profit)
      expected at least 0, 5 of 12 rows fail
       order_id │ profit │ country
      ──────────┼────────┼─────────
              1 │  -1.00 │ US
              2 │  -1.00 │ US
              3 │  -1.00 │ US

    Done in 1.50s: 1 built. Published to prod. 1 warning."
  `);
});

test("many warnings are a list, unless --verbose; a failure among them stays whole", () => {
  const stale = {
    type: "freshness",
    unit: "seconds",
    check: "freshness(at)",
    observed: 75_630_705,
    failing: undefined,
  };
  const results = [
    ...["a", "b", "c"].map((name) => warned(name)),
    warned("stale", { ...stale, sample: [] }),
    failedByCheck,
  ];
  const text = end(results, { ok: false, built: 4, failed: 1, warnings: 5 });
  expect(text.slice(0, text.indexOf("error RUN"))).toMatchInlineSnapshot(`
    "
    5 checks warned
      marts.a           5 of 12 rows fail  between(profit)
      marts.b           5 of 12 rows fail  between(profit)
      marts.c           5 of 12 rows fail  between(profit)
      marts.stale       observed 875d 8h   freshness(at)
      marts.fct_orders  1 of 12 rows fail  between(profit)
      next: \`sluice check\` shows the rows of each.

    "
  `);
  expect(text).toContain("failed  marts.fct_orders  unique(order_id)\n  expected 0 failing rows");
  const whole = end(results, { ok: false }, { verbose: true });
  expect(whole.match(/-1\.00/g)).toHaveLength(15);
  expect(whole).toContain("observed 875d 8h");
  expect(end(results, { ok: false }, { quiet: true })).not.toContain("warned");
});

test("an interrupted run says that it continues", () => {
  expect(end([], { ok: false, built: 2, cancelled: 3 })).toMatchInlineSnapshot(`
    "
    Interrupted after 1.50s: 2 built, 3 cancelled.
    What was built is kept; run the same command again to continue."
  `);
});

test("exit codes: checks alone 4, anything else 2, interrupted 130", () => {
  expect(runExitCode(summary(), [])).toBe(0);
  expect(runExitCode(summary({ warnings: 3 }), [])).toBe(0);
  expect(runExitCode(summary({ ok: false }), [failedByCheck])).toBe(4);
  expect(runExitCode(summary({ ok: false }), [failedBySql])).toBe(2);
  expect(runExitCode(summary({ ok: false }), [failedBySql, failedByCheck])).toBe(2);
  expect(runExitCode(summary({ ok: false, cancelled: 1 }), [failedByCheck])).toBe(130);
  expect(runExitCode(summary({ ok: false }), [])).toBe(2);
});
