import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { layoutOneContent, stateRelations, toLayoutOne } from "../layout-one.js";
import { bundleWorker } from "../process/bundle.js";
import type { WorkerOptions } from "../process/protocol.js";
import { startWorker } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import { readersContent } from "./warehouse-content.js";

/** Commands that die by SIGKILL in a process of their own: state, views and tables must agree afterwards. */

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;

const files = (step: number) => ({
  "models/shop/orders.sql": table(`select ${String(step)} as v`),
  "models/shop/shown.sql": "select v from shop.orders",
  "models/marts/totals.sql": table("select sum(v)::int as v from shop.shown"),
});

let worker = "";
let built: TestProject;
let kills = 0;

/** Three promotions of prod and a dev beside it. */
beforeAll(async () => {
  worker = await bundleWorker();
  built = testProject(files(1));
  await built.build();
  for (const step of [2, 3]) {
    built.write(files(step));
    await built.build();
  }
  built.write(files(9));
  await built.build({}, { environment: "dev" });
  built.write(files(3));
}, 60_000);

function copied(from = built): TestProject {
  const project = testProject(files(3));
  cpSync(path.join(from.dir, "shop.duckdb"), path.join(project.dir, "shop.duckdb"));
  return project;
}

/** Kills the work at calls that write, spread over all of it, and lets `check` look at what is left. */
async function killed(
  work: WorkerOptions["work"],
  {
    check,
    from = built,
    most = 6,
    until = Infinity,
    withoutTransactions,
  }: {
    readonly check: (project: TestProject, label: string) => Promise<void>;
    readonly from?: TestProject;
    readonly most?: number;
    readonly until?: number;
    readonly withoutTransactions?: boolean;
  },
): Promise<void> {
  const whole = await startWorker(worker, { dir: copied(from).dir, work, withoutTransactions })
    .ended;
  expect(whole).toMatchObject({ code: 0, stderr: "" });
  const said = whole.messages.filter((message) => message.type === "write").length;
  const writes = Math.min(said, until);
  expect(writes).toBeGreaterThan(2);
  const moments = ["before", "during", "after"] as const;
  for (let i = 0; i < most; i += 1) {
    const index = Math.round((i / (most - 1)) * (writes - 1));
    const moment = moments[i % 3] ?? "during";
    const project = copied(from);
    const kill = { at: "write", index, moment } as const;
    const ended = await startWorker(worker, { dir: project.dir, work, kill, withoutTransactions })
      .ended;
    if (moment !== "during") expect(ended.killed, ended.stderr).toBe(true);
    if (ended.killed && withoutTransactions !== true) kills += 1;
    await check(project, `${work ?? "build"} killed ${moment} write ${String(index)}`);
    rmSync(project.dir, { recursive: true });
  }
}

async function isWell(project: TestProject, label: string): Promise<void> {
  const found = await project.with((workspace) => workspace.doctor(), { readOnly: true });
  expect(
    found.filter(({ status }) => status !== "ok"),
    label,
  ).toEqual([]);
}

const shownSql =
  "select model, physical from _sluice.environments where environment = 'prod' order by all";

/** What the log says that readers see. */
const loggedSql =
  "select model, arg_max(physical, sequence) as physical from _sluice.promotions where environment = 'prod' group by model order by all";

/** Readers see the second promotion or the third, and nothing between. */
async function isEither(project: TestProject, label: string): Promise<void> {
  await isWell(project, label);
  expect(await project.rawRows(shownSql), label).toEqual(await project.rawRows(loggedSql));
  expect(await project.rawRows(shownSql), label).toHaveLength(3);
  const seen = await readersContent(project);
  const v = seen["shop.orders"]?.[0]?.["v"] === 3 ? 3 : 2;
  const views = { "shop.orders": [{ v }], "shop.shown": [{ v }], "marts.totals": [{ v }] };
  expect(seen, label).toEqual({ ...(await readersContent(built)), ...views });
}

it("a rollback has moved all views, or none", async () => {
  await killed("rollback", { check: isEither });
}, 120_000);

it("would be noticed to move views without the state", async () => {
  const careless = killed("rollback", { check: isEither, withoutTransactions: true });
  await expect(careless).rejects.toThrow(/rollback killed/);
}, 120_000);

it("an environment is gone as a whole, or is there as a whole", async () => {
  const before = await readersContent(built);
  await killed("expire", {
    check: async (project, label) => {
      await isWell(project, label);
      const seen = await readersContent(project);
      const isGone = !("shop__dev.orders" in seen);
      const left = Object.entries(before).filter(([name]) => !isGone || !name.includes("__dev"));
      expect(seen, label).toEqual(Object.fromEntries(left));
    },
  });
}, 120_000);

it("a clean leaves nothing half removed, and the next one goes on", async () => {
  const undisturbed = copied();
  await undisturbed.with(async (workspace) =>
    workspace.clean(await workspace.planClean({ keep: 1, olderThanMs: 0 })),
  );
  const before = await readersContent(built);
  const names = (project: TestProject) =>
    project.rawRows("select table_schema, table_name from information_schema.tables order by all");
  const wanted = await names(undisturbed);
  await killed("clean", {
    most: 7,
    check: async (project, label) => {
      await isWell(project, label);
      expect(await readersContent(project).then((seen) => pick(seen, before)), label).toEqual(
        before,
      );
      await project.with(async (workspace) =>
        workspace.clean(await workspace.planClean({ keep: 1, olderThanMs: 0 })),
      );
      expect(await names(project), label).toEqual(wanted);
    },
  });
}, 180_000);

function pick<T>(all: Readonly<Record<string, T>>, like: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in like));
}

it("a migration leaves layout 1 as it was, or layout 2 with all that was built", async () => {
  const old = copied();
  await toLayoutOne(old);
  const before = await layoutOneContent(old);
  const tables = await stateRelations(old);
  let intact = 0;
  await killed(undefined, {
    from: old,
    most: 6,
    // What comes later is a build like any other.
    until: 18,
    check: async (project, label) => {
      const [{ value } = {}] = await project.rawRows(
        "select value from _sluice.meta where key = 'schema_version'",
      );
      if (value === "1") {
        intact += 1;
        expect(await layoutOneContent(project), label).toEqual(before);
        expect(await stateRelations(project), label).toEqual(tables);
      }
      const { summary } = await project.build();
      expect(summary, label).toMatchObject({ ok: true, built: 0, reused: 3 });
      expect(await stateRelations(project), label).toContain("state_1__model_versions");
      await isWell(project, label);
    },
  });
  expect(intact).toBeGreaterThan(2);
}, 180_000);

it("has killed often enough", () => {
  expect(kills).toBeGreaterThanOrEqual(18);
});
