import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failpoints, type Failpoint } from "../../src/failpoint/failpoint.js";
import { bundleWorker } from "../process/bundle.js";
import { startWorker } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import { readersContent, warehouseContent, type WarehouseContent } from "./warehouse-content.js";

/**
 * A process that dies by SIGKILL at every step of every kind of model. Afterwards readers see the publication before or
 * the one after, a second run finishes the work, and what it leaves is what an undisturbed run leaves, row by row.
 *
 * SLUICE_FAILPOINT_HITS sets how many times each step is hit; `all` kills at every single one.
 */
const asked = process.env["SLUICE_FAILPOINT_HITS"] ?? "2";
const mostHits = asked === "all" ? Infinity : Number(asked);

const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const csv = (...rows: readonly string[]) => `id,ts,amount\n${rows.join("\n")}\n`;
const firstRows = [
  "1,2024-01-01 10:00:00,5",
  "2,2024-01-02 11:00:00,7",
  "3,2024-01-02 23:59:59,1",
  "4,2024-01-03 12:00:00,2",
];

/** Every kind of model, each with checks where it may have them. */
const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": csv(...firstRows),
  "models/staging/events.sql": "select id, ts, amount from raw.events",
  "models/staging/big.sql": model(
    "kind: ephemeral",
    "select * from staging.events where amount > 1",
  ),
  "models/raw/days.ts": `const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ day: z.int() }),
  rows: function* () { for (let day = 1; day < 40; day += 1) yield { day }; },
});
`,
  "models/marts/total.sql": model(
    "kind: table\ncolumns: { total: { checks: [not_null] } }",
    "select sum(amount)::int as total, count(*)::int as n from staging.big",
  ),
  "models/marts/daily.sql": model(
    "kind: { type: incremental_by_time, time: day, start: 2024-01-01, batch_size: 1, batch_concurrency: 2 }\nchecks: [{ expression: 'n > 0' }]",
    "select cast(ts as date) as day, count(*)::int as n from staging.events where ts >= $start and ts < $end group by all",
  ),
  "models/marts/weekly.sql": model(
    "kind: { type: incremental_by_time, time: week, grain: week, start: 2024-01-01 }",
    "select date_trunc('week', day)::date as week, sum(n)::int as n from marts.daily where day >= $start and day < $end group by all",
  ),
  "models/marts/latest.sql": model(
    "kind: { type: incremental_by_key, key: id, updated_at: ts }\ncolumns: { id: { checks: [unique] } }",
    "select id, ts, amount from staging.events where ts > $since",
  ),
  "models/marts/log.sql": model(
    "kind: { type: append, time: ts }",
    "select id, ts from staging.events",
  ),
  "models/marts/history.sql": model(
    "kind: { type: snapshot, key: id }",
    "select id, amount from staging.events",
  ),
  "models/marts/summary.sql": model(
    "kind: table",
    "select (select sum(n) from marts.daily)::int as days, (select count(*) from marts.history)::int as versions, (select count(*) from raw.days)::int as r",
  ),
};

/** A day later: new and changed rows, an edit that keeps rows, one that builds anew, a model more and one less. */
function nextDay(project: TestProject): void {
  const rows = firstRows.map((row) => row.replace(",7", ",70"));
  project.write({
    "data/events.csv": csv(...rows, "5,2024-01-04 01:00:00,9", "6,2024-01-09 01:00:00,9"),
    "models/marts/history.sql": model(
      "kind: { type: snapshot, key: id }",
      "select id, amount, 'eur' as currency from staging.events",
    ),
    "models/marts/total.sql": model(
      "kind: table",
      "select max(amount)::int as total from staging.big",
    ),
    "models/marts/weekly.sql": files["models/marts/weekly.sql"]
      .replace("start: 2024-01-01", "start: 2024-01-01, forward_only: true")
      .replace("as n from", "as n, min(n) as least from"),
    "models/marts/more.sql": "select * from marts.total",
  });
  project.remove("models/marts/log.sql");
}

interface Scenario {
  readonly prepare: () => TestProject;
  readonly clock: string;
  readonly before: WarehouseContent["relations"];
  readonly after: WarehouseContent["relations"];
  readonly undisturbed: WarehouseContent;
}

let worker = "";
const scenarios = new Map<string, Scenario>();
const reached = new Set<Failpoint>();
let kills = 0;

beforeAll(async () => {
  worker = await bundleWorker();
  const clocks = { first: "2024-01-05T00:00:00Z", next: "2024-01-16T00:00:00Z" };
  const built = testProject(files);
  await built.build({}, { clock: clocks.first });
  scenarios.set("first", await scenario(() => testProject(files), clocks.first));
  const prepare = () => {
    const project = testProject(files);
    cpSync(path.join(built.dir, "shop.duckdb"), path.join(project.dir, "shop.duckdb"));
    nextDay(project);
    return project;
  };
  scenarios.set("next", await scenario(prepare, clocks.next));
}, 120_000);

afterAll(() => rmSync(path.dirname(worker), { recursive: true, force: true }));

async function scenario(prepare: () => TestProject, clock: string): Promise<Scenario> {
  const project = prepare();
  const before = await readersContent(project);
  const { summary } = await project.build({}, { clock });
  expect(summary).toMatchObject({ ok: true });
  const undisturbed = await warehouseContent(project);
  return { prepare, clock, before, after: await readersContent(project), undisturbed };
}

/** What a promotion shows. Tables that are kept under their name get each batch when it has passed its checks. */
function published(content: WarehouseContent["relations"]): WarehouseContent["relations"] {
  const kept = ["marts.daily", "marts.latest"];
  return Object.fromEntries(Object.entries(content).filter(([name]) => !kept.includes(name)));
}

/** Kills a run at the n-th time it comes to a step; false when it never does. */
async function killAt(name: string, step: Failpoint, hit: number): Promise<boolean> {
  const { prepare, clock, before, after, undisturbed } = scenarios.get(name) as Scenario;
  const project = prepare();
  const label = `${name} run, ${step}:${String(hit)}`;
  const failpoint = `${step}:${String(hit)}`;
  const { killed, stderr } = await startWorker(worker, { dir: project.dir, clock, failpoint })
    .ended;
  expect(stderr, label).toBe("");
  if (killed) {
    kills += 1;
    reached.add(step);
    const seen = published(await readersContent(project));
    const isOld = Object.keys(seen).join() === Object.keys(published(before)).join();
    expect(seen, `readers after ${label}`).toEqual(published(isOld ? before : after));
    const { summary } = await project.build({}, { clock });
    expect(summary, label).toMatchObject({ ok: true });
    expect(await project.plan({}, { clock }), `plan after ${label}`).toEqual({});
    expect(await warehouseContent(project), label).toEqual(undisturbed);
  }
  rmSync(project.dir, { recursive: true });
  return killed;
}

describe.each(["first", "next"])("a %s run killed at", (name) => {
  it.each(failpoints.map((step) => [step]))(
    "%s",
    async (step) => {
      for (let hit = 1; hit <= mostHits; hit += 1) if (!(await killAt(name, step, hit))) break;
    },
    Number.isFinite(mostHits) ? 120_000 : 1_200_000,
  );
});

it("has come to every step of a run, often enough", () => {
  const outside = ["state.migrated"];
  expect(failpoints.filter((step) => !reached.has(step))).toEqual(outside);
  expect(kills).toBeGreaterThanOrEqual(50);
});
