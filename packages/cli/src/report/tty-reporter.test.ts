import { expect, test } from "vitest";
import { event } from "../../test/support/events.js";
import { fakeIo } from "../../test/support/fake-io.js";
import { createTtyReporter } from "./tty-reporter.js";

const options = { verbose: false, quiet: false };

function started(columns = 80) {
  const fake = fakeIo({ tty: true, columns });
  return { ...fake, reporter: createTtyReporter(fake.io, options) };
}

test("shows what runs now with its time, above it what is done", () => {
  const { reporter, clock, terminal } = started();
  reporter.event(event.started(23, 3));
  reporter.event(event.node("staging.stg_orders", "view"));
  clock.pass(2000);
  reporter.event(event.done("staging.stg_orders", { kind: "view", seconds: 2 }));
  reporter.event(event.node("marts.fct_orders"));
  reporter.event(event.rows("marts.fct_orders", 1_204_000));
  clock.pass(65_000);
  expect(terminal.text()).toMatchInlineSnapshot(`
    "1/3 built     staging.stg_orders                2.00s
      marts.fct_orders  table     1m 05s  1,204,000 rows
    1/3 ━━━━━━━━──────────────── 1m 07s"
  `);
  expect(terminal.cursorVisible).toBe(false);
});

test("the region goes away at the end and gives the cursor back", () => {
  const { reporter, terminal, clock } = started();
  reporter.event(event.started(2, 2));
  reporter.event(event.node("a.one"));
  reporter.event(
    event.done("a.one", { rows: 12_345, checks: { passed: 3, warned: 0, failed: 0 } }),
  );
  reporter.event(
    event.done("a.two", { status: "failed", checks: { passed: 0, warned: 1, failed: 2 } }),
  );
  reporter.event(event.finished());
  reporter.close();
  expect(terminal.text()).toMatchInlineSnapshot(`
    "1/2 built     a.one             12,345 rows   0.42s  3 checks
    2/2 failed    a.two                           0.42s  3 checks  2 failed  1 warn"
  `);
  expect(terminal.cursorVisible).toBe(true);
  expect(clock.running).toBe(0);
});

test("reused nodes are silent, verbose names them", () => {
  const quiet = started();
  quiet.reporter.event(event.started(2, 0));
  quiet.reporter.event(event.done("a.one", { status: "reused" }));
  quiet.reporter.close();
  expect(quiet.terminal.text()).toBe("");
  const fake = fakeIo({ tty: true });
  const verbose = createTtyReporter(fake.io, { verbose: true, quiet: false });
  verbose.event(event.started(2, 0));
  verbose.event(event.done("a.one", { status: "reused" }));
  verbose.close();
  expect(fake.terminal.text()).toMatch(/reused +a\.one/);
});

test("nothing wraps on a narrow terminal, wide characters count two", () => {
  const { reporter, terminal, clock } = started(44);
  reporter.event(event.started(2, 2));
  reporter.event(event.node("売上.日次売上集計テーブル日次売上集計テーブル"));
  clock.pass(5000);
  reporter.event(
    event.done("marts.a_model_with_a_name_that_is_far_too_long_for_this", { rows: 5 }),
  );
  const lines = terminal.text().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain("…");
});

test("a remark stands above the region", () => {
  const { reporter, terminal } = started();
  reporter.event(event.started(1, 1));
  reporter.event(event.node("a.one"));
  reporter.note("Stopping; press Ctrl-C again to stop at once.");
  expect(terminal.text()).toMatchInlineSnapshot(`
    "Stopping; press Ctrl-C again to stop at once.
      a.one             table         0s
    0/1 ──────────────────────── 0s"
  `);
});

test("columns stand still when the names to come are known", () => {
  const { reporter, terminal } = started();
  reporter.expect?.(["a.one", "staging.stg_ecommerce__order_items"]);
  reporter.event(event.started(2, 2));
  const checks = { passed: 3, warned: 0, failed: 0 };
  reporter.event(event.done("a.one", { rows: 22, checks }));
  const warned = { passed: 3, warned: 1, failed: 0 };
  reporter.event(
    event.done("staging.stg_ecommerce__order_items", { rows: 12_345, checks: warned }),
  );
  reporter.close();
  expect(terminal.text()).toMatchInlineSnapshot(`
    "1/2 built     a.one                                   22 rows   0.42s  3 checks
    2/2 built     staging.stg_ecommerce__order_items  12,345 rows   0.42s  1 warn"
  `);
});

test("more running nodes than fit are counted", () => {
  const fake = fakeIo({ tty: true, rows: 6 });
  const reporter = createTtyReporter(fake.io, options);
  reporter.event(event.started(9, 9));
  for (let i = 0; i < 5; i += 1) reporter.event(event.node(`a.n${String(i)}`));
  expect(fake.terminal.text()).toContain("and 3 more");
});

test("the region shows which batch of a table filled by time is computed", () => {
  const { io, clock, terminal } = fakeIo({ tty: true });
  const reporter = createTtyReporter(io, { verbose: false, quiet: false });
  reporter.event(event.started(1, 1));
  reporter.event(event.node("marts.daily", "incremental_by_time"));
  reporter.event(event.rows("marts.daily", 1_204, { done: 2, of: 12 }));
  clock.pass(5_000);
  expect(terminal.text()).toMatchInlineSnapshot(`
    "  marts.daily       by time       5s  batch 3 of 12  1,204 rows
    0/1 ──────────────────────── 5s"
  `);
  reporter.close();
});

test("where there is little room, what failed is told before how long it took", () => {
  const name = "intermediate.int_order_items_allocated";
  const last = (more: object) => {
    const { reporter, terminal } = started(80);
    reporter.event(event.started(1, 1));
    reporter.event(event.node(name));
    reporter.event(event.done(name, { rows: 12_345, seconds: 62, ...more }));
    reporter.close();
    return terminal.text();
  };
  expect(last({ checks: { passed: 3, warned: 0, failed: 0 } })).toMatch(/12,345 rows {2}1m 02s$/);
  expect(last({ checks: { passed: 3, warned: 2, failed: 0 } })).toMatch(/12,345 rows {2}2 warn$/);
});
