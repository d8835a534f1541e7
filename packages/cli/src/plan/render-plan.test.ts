import { stripVTControlCharacters } from "node:util";
import {
  diagnostic,
  type NodeBase,
  type NodeReview,
  type Plan,
  type PlanChange,
  type PlanNode,
} from "@sluice/core";
import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.js";
import { renderPlan } from "./render-plan.js";
import { reviewedPlan } from "./reviewed-plan.js";

function base(name: string, more: Partial<NodeBase> = {}): NodeBase {
  return {
    name,
    kind: "table",
    reason: "definition changed",
    fingerprint: "",
    version: "0a1b2c3d",
    metadataFingerprint: "",
    physical: name.replace(".", "__"),
    generation: 1,
    after: [],
    definition: "",
    inputs: "",
    reads: [],
    sources: [],
    dataVersion: "",
    ...more,
  };
}

function built(name: string, more?: Partial<NodeBase>): PlanNode {
  return { ...base(name, more), action: "build" };
}

function reused(name: string, more?: Partial<NodeBase>): PlanNode {
  return { ...base(name, { reason: "unchanged", ...more }), action: "reuse" };
}

function reviewOf(name: string, more: Partial<NodeReview> = {}): NodeReview {
  return { name, isPromoted: true, isSeenByProduction: false, restatedFor: [], ...more };
}

const done = { revision: 2, done: [] };
const live = base("marts.live", { kind: "incremental_by_key", reason: "data changed" });
const fork: PlanNode = {
  ...live,
  action: "copy",
  update: done,
  copy: { from: "marts__live__1a2b3c4d", isIsolated: true },
};
const nodes: readonly PlanNode[] = [
  built("staging.orders", { kind: "view" }),
  {
    ...base("marts.fct_orders", { kind: "incremental_by_time" }),
    action: "copy",
    copy: { from: "marts__fct_orders__11111111", added: ["note"] },
    update: {
      ...done,
      intervals: [{ start: "2024-01-01T00:00:00.000Z", end: "2024-02-01T00:00:00.000Z" }],
      batches: 4,
      grain: "day",
      grains: 31,
      destructive: ["the column `discount` is dropped, with what it holds"],
      partial: true,
    },
  },
  built("marts.by_country", { reason: "parent changed", reads: ["marts.fct_orders"] }),
  { ...live, action: "update", update: done, passed: false },
  reused("raw.orders", { kind: "seed" }),
  { ...reused("raw.countries", { kind: "seed" }), action: "recheck" },
];
const reviews = [
  reviewOf("staging.orders", {
    query: {
      before: "select id\nfrom raw.orders",
      after: `select\n    id, note,\n    ${"a_long_column, ".repeat(6)}last\nfrom raw.orders`,
    },
  }),
  reviewOf("marts.fct_orders", { estimatedRows: 1_204_000 }),
  reviewOf("marts.by_country", { estimatedRows: 1 }),
  reviewOf("marts.live", { isSeenByProduction: true }),
  reviewOf("raw.orders"),
  reviewOf("raw.countries", { isPromoted: false }),
];
function change(
  name: string,
  category: PlanChange["category"],
  more: Partial<PlanChange> = {},
): PlanChange {
  return {
    name,
    category,
    changed: [],
    added: [],
    removed: [],
    rows: false,
    because: "",
    rebuild: true,
    edited: true,
    ...more,
  };
}

const changes: readonly PlanChange[] = [
  change("staging.orders", "non-breaking", {
    because: "the column `note` is new: `note`",
    added: ["note"],
  }),
  change("marts.fct_orders", "breaking", {
    because:
      "the expression of `revenue` is `sum(price * quantity)`, was `sum(price * quantity * (1 - discount))`",
    changed: ["revenue", "profit"],
    removed: ["discount"],
  }),
  change("marts.by_country", "indirect", {
    because: "reads marts.fct_orders.revenue, which changed",
    changed: "all",
  }),
  change("marts.live", "unchanged", { because: "equal up to redundant parentheses" }),
  change("raw.countries", "metadata", { because: "its checks are others" }),
  change("marts.old", "removed", { because: "the project no longer has it", changed: "all" }),
];
const plan: Plan = {
  schema: 2,
  project: "shop",
  target: "warehouse",
  environment: "dev",
  now: "2024-03-01T00:00:00.000Z",
  nowPinned: false,
  options: {},
  nodes,
  reads: {},
  changes,
  removed: ["marts.old"],
  moved: [],
  stateVersion: 3,
  before: { published: {}, production: {}, relations: {}, intervals: {} },
};
const reviewed = reviewedPlan(plan, { isNew: false, nodes: reviews });

function shown(width: number | undefined, more: { explain?: boolean } = {}): string[] {
  const { io } = fakeIo({ tty: true });
  const layout = { colours: io.out, width, verbose: false, explain: false, ...more };
  return renderPlan(reviewed, layout);
}

test("the tree by category, the work, what is only promoted, what is lost: at 80 cells", () => {
  const lines = shown(80).map(stripVTControlCharacters);
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "Plan for environment dev on target warehouse

    Breaking
      marts.fct_orders
        the expression of \`revenue\` is \`sum(price * quantity)\`, was \`sum(price *
        quantity * (1 - discount))\`
        columns: revenue and profit may differ, discount is gone

    Non-breaking
      staging.orders
        the column \`note\` is new: \`note\`
        columns: note is new
          - select id
          + select
          +     id, note,
          +     a_long_column, a_long_column, a_long_column, a_long_column,
          +       a_long_column, a_long_column, last
            from raw.orders

    Indirect
      marts.by_country
        reads marts.fct_orders.revenue, which changed

    Removed
      marts.old
        the project no longer has it

    Metadata only
      raw.countries
        its checks are others

    Edited without effect
      marts.live
        equal up to redundant parentheses

    To build: 4 models
      staging.orders                                           definition changed
      marts.fct_orders  31 days in 4 batches  ~1,204,000 rows  definition changed
          begins as a copy of _sluice.marts__fct_orders__11111111, with its rows
          gets note; null in the rows there are
          2024-01-01 until 2024-02-01
          other time stays missing; readers of dev keep what they have, if it is
          more
      marts.by_country                                 ~1 row  parent changed
      marts.live        what is new                            data changed
          prod shows this very table, and sees the change

    To check again: 1 model
      raw.countries

    Only promoted, copies nothing: 1 model
      raw.orders

    Destructive
      marts.fct_orders: the column \`discount\` is dropped, with what it holds
      marts.old: the project no longer has it; its view in dev is removed

    4 to build, 1 only promoted, 1 kept as is, 1 to remove."
  `);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines).toContain("      +     id, note,");
});

test("a table that an environment goes on with for itself, and why", () => {
  const { io } = fakeIo({ tty: true });
  const layout = { colours: io.out, width: 120, verbose: false, explain: false };
  const one = reviewedPlan({ ...plan, nodes: [fork] }, { isNew: false, nodes: [] });
  expect(renderPlan(one, layout).map((line) => stripVTControlCharacters(line).trim())).toContain(
    "begins as a copy of _sluice.marts__live__1a2b3c4d, with its rows: prod shows that one, and reads other data",
  );
});

test("a reused table that is filled by time is not said to have the same inputs", () => {
  const update = { revision: 2, done: [], grain: "day" };
  const filled: PlanNode = { ...base("raw.orders"), reason: "unchanged", action: "reuse", update };
  const { io } = fakeIo({ tty: true });
  const layout = { colours: io.out, width: 200, verbose: false, explain: true };
  const one = reviewedPlan({ ...plan, nodes: [filled] }, { isNew: false, nodes: [] });
  const lines = renderPlan(one, layout).map((line) => stripVTControlCharacters(line).trim());
  expect(lines).toContain(
    "all of its time is computed; rows that came late into it count once it is restated",
  );
});

test("models that are published together, and the copy that keeps their rows from readers", () => {
  const group = "marts.live";
  const pair = [{ ...fork, group }, reused("raw.orders", { kind: "seed", group })];
  const { io } = fakeIo({ tty: true });
  const layout = { colours: io.out, width: 200, verbose: false, explain: true };
  const both = reviewedPlan({ ...plan, nodes: pair }, { isNew: false, nodes: [] });
  const lines = renderPlan(both, layout).map((line) => stripVTControlCharacters(line).trim());
  expect(lines.filter((line) => / together | copy of /.test(line))).toMatchInlineSnapshot(`
    [
      "begins as a copy of _sluice.marts__live__1a2b3c4d, with its rows: readers see new rows when the checks of all that it is published with have passed",
      "what it reads may have changed without a trace; published together with raw.orders or not at all",
      "the same version is built already, from the same inputs; published together with marts.live or not at all",
    ]
  `);
});

test("everybody who sees a restatement of a table that is shared", () => {
  const seenBy = (...restatedFor: readonly string[]) => {
    const review = reviewOf("marts.live", { isSeenByProduction: true, restatedFor });
    const { io } = fakeIo({ tty: true });
    const layout = { colours: io.out, width: 120, verbose: false, explain: false };
    const one = reviewedPlan(
      { ...plan, nodes: nodes.slice(3, 4) },
      { isNew: false, nodes: [review] },
    );
    return renderPlan(one, layout).map((line) => stripVTControlCharacters(line).trim());
  };
  expect(seenBy("prod")).toContain("prod shows this very table, and sees the change");
  expect(seenBy("prod", "qa")).toContain("prod and qa show this very table, and see the change");
});

test("at 120 cells, with the reason of every model", () => {
  const lines = shown(120, { explain: true }).map(stripVTControlCharacters);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
  const text = lines.join("\n");
  for (const { node: one } of reviewed.nodes) expect(text).toContain(`  ${one.name}  `);
  expect(text.slice(text.indexOf("Why"))).toMatchInlineSnapshot(`
    "Why
      build  staging.orders  view
             the column \`note\` is new: \`note\`
      build  marts.fct_orders  by time
             the expression of \`revenue\` is \`sum(price * quantity)\`, was \`sum(price * quantity * (1 - discount))\`
      build  marts.by_country  table
             reads marts.fct_orders.revenue, which changed
      build  marts.live  by key
             what it reads may have changed without a trace
      reuse  raw.orders  seed
             the same version is built already, from the same inputs; dev is only shown it
      reuse  raw.countries  seed
             its checks are others; what is built stays; its checks run again, since they or what they read changed

    4 to build, 1 only promoted, 1 kept as is, 1 to remove."
  `);
});

test("what is lost is red, on every line", () => {
  const lines = shown(80);
  const from = lines.findIndex((line) => stripVTControlCharacters(line) === "Destructive");
  const lost = lines.slice(from, lines.indexOf("", from));
  expect(lost.length).toBeGreaterThan(2);
  for (const line of lost) expect(line).toContain("\u001b[31m");
});

test("nothing to do is when readers see what the project says", () => {
  const idle = (
    one: PlanNode,
    more: Partial<NodeReview>,
    gone: readonly string[] = [],
    edits: readonly PlanChange[] = [],
  ) =>
    reviewedPlan(
      { ...plan, nodes: [one], changes: edits, removed: gone },
      { isNew: false, nodes: [reviewOf(one.name, more)] },
    ).isIdle;
  const kept = reused("a.b");
  expect(idle(kept, { isPromoted: false })).toBe(true);
  expect(idle(kept, { isPromoted: true })).toBe(false);
  expect(idle({ ...kept, action: "recheck" }, { isPromoted: false })).toBe(false);
  expect(idle(built("a.b"), { isPromoted: false })).toBe(false);
  expect(idle(kept, { isPromoted: false }, ["a.c"])).toBe(false);
  const edited = (category: PlanChange["category"]) =>
    idle(kept, { isPromoted: false }, [], [change("a.b", category)]);
  expect(edited("unchanged")).toBe(true);
  expect(edited("metadata")).toBe(false);
});

test("models that cannot be built are told once a fault, with what they stop, and are something to do", () => {
  const fault = diagnostic({
    code: "SOURCE.NOT_FOUND",
    message: "The file a.csv does not exist.",
    where: { file: "models/raw/a.source.yaml", model: "raw.a" },
    hints: ["Put it there."],
  });
  const blocked = { action: "blocked", blockedBy: "raw.a" } as const;
  const nodes: readonly PlanNode[] = [
    { ...base("marts.one", { reason: "refused" }), ...blocked, faults: [fault] },
    { ...base("marts.two", { reason: "refused" }), ...blocked, faults: [fault] },
    { ...base("marts.below", { reason: "parent refused" }), ...blocked },
  ];
  const quiet = { ...plan, nodes, changes: [], removed: [] };
  const review = nodes.map(({ name }) => reviewOf(name, { isPromoted: true }));
  const one = reviewedPlan(quiet, { isNew: false, nodes: review });
  expect(one.isIdle).toBe(false);
  const { io } = fakeIo();
  const layout = { colours: io.out, width: 80, verbose: false, explain: false };
  expect(renderPlan(one, layout).map(stripVTControlCharacters).slice(2)).toEqual([
    "Cannot be built: 3 models",
    "  error SOURCE.NOT_FOUND  models/raw/a.source.yaml (raw.a)",
    "    The file a.csv does not exist.",
    "    next: Put it there.",
    "  Stopped by raw.a, which they read:",
    "    marts.one, marts.two and marts.below",
    "",
    "3 cannot be built.",
  ]);
});

test("of very many models some are listed, all with --verbose", () => {
  const many = Array.from({ length: 250 }, (_, i) => built(`marts.m${String(i)}`));
  const review = { isNew: false, nodes: many.map(({ name }) => reviewOf(name)) };
  const both = many.map(({ name }) => change(name, "breaking", { because: "edited" }));
  const large = reviewedPlan({ ...plan, nodes: many, removed: [], changes: both }, review);
  const { io } = fakeIo();
  const lines = (verbose: boolean) =>
    renderPlan(large, { colours: io.out, width: 80, verbose, explain: false });
  const mentions = (name: string, verbose: boolean) =>
    lines(verbose).filter((line) => stripVTControlCharacters(line).trim().startsWith(`${name} `))
      .length;
  expect(lines(false).filter((line) => line === "  and 150 more: --verbose")).toHaveLength(2);
  expect(mentions("marts.m249", false)).toBe(0);
  expect(mentions("marts.m249", true)).toBeGreaterThan(0);
});

test("views that get another name are listed, and are something to do", () => {
  const moved = [{ name: "marts.live", from: "marts__dev.live", to: "dev_marts.live" }];
  const kept = [reused("marts.live")];
  const reviews = [reviewOf("marts.live", { isPromoted: false })];
  const quiet = { ...plan, nodes: kept, changes: [], removed: [] };
  expect(reviewedPlan(quiet, { isNew: false, nodes: reviews }).isIdle).toBe(true);
  const one = reviewedPlan({ ...quiet, moved }, { isNew: false, nodes: reviews });
  expect(one.isIdle).toBe(false);
  const { io } = fakeIo({ tty: true });
  const layout = { colours: io.out, width: 120, verbose: false, explain: false };
  expect(renderPlan(one, layout).map(stripVTControlCharacters).slice(1)).toEqual([
    "",
    "Shown under another name: 1 view",
    "  marts__dev.live -> dev_marts.live",
    "",
    "1 kept as is, 1 shown under another name.",
  ]);
});
