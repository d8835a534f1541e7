import { expect, it } from "vitest";
import { testProject } from "../../../test/project.js";
import type { StateTable } from "../../state/state-tables.js";
import type { CleanOptions } from "../environments/clean.js";

const DAY = 86_400_000;

/** Rows of each table of the state that retention has to remove. A table that is added needs a rule here. */
const stale: Readonly<Record<StateTable, string>> = {
  // A handful of keys, however long a warehouse is used.
  meta: "select * from _sluice.meta where key like '%\\_left' escape '\\'",
  model_versions: "select * from _sluice.model_versions where removed_at is not null",
  intervals:
    "select * from _sluice.intervals where physical not in (select physical from _sluice.model_versions)",
  input_hashes:
    "select * from _sluice.input_hashes where physical not in (select physical from _sluice.model_versions)",
  environments: "select * from _sluice.environments where environment <> 'prod'",
  promotions:
    "select * from _sluice.promotions where environment <> 'prod' or (physical is not null and physical not in (select physical from _sluice.model_versions))",
  environment_settings: "select * from _sluice.environment_settings where environment <> 'prod'",
  ticks: "select * from _sluice.ticks where environment <> 'prod'",
  runs: "select * from _sluice.runs where command <> 'clean'",
  node_results: "select * from _sluice.node_results",
  check_results: "select * from _sluice.check_results",
};

const files = (step: number) => ({
  "models/shop/orders.sql": `/* model\nkind: table\ncolumns: { v: { checks: [not_null] } }\n*/\nselect ${String(step)} as v, date '2024-01-02' as day`,
  "models/shop/daily.sql": `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01 }
cron: "0 2 * * *"
*/
select day, v + ${String(step)} as v from shop.orders where day >= $start and day < $end`,
});

const dayAt = (day: number) => new Date(Date.now() + day * DAY).toISOString();

it("every table of the state loses what its retention no longer keeps, and the next build reuses the rest", async () => {
  const project = testProject(files(1), { environments: { dev: { expires: "1d" } } });
  for (const step of [1, 2, 3, 4]) {
    project.write(files(step));
    expect((await project.build()).summary.ok).toBe(true);
  }
  project.write(files(9));
  await project.build({}, { environment: "dev" });
  project.write(files(4));
  const clean = (options: CleanOptions, now: string) =>
    project.with(async (workspace) => workspace.clean(await workspace.planClean(options)), { now });
  const all = { keep: 1, olderThanMs: DAY, historyMs: DAY };
  await clean(all, dayAt(10));
  await clean(all, dayAt(20));
  for (const [table, sql] of Object.entries(stale))
    expect({ table, rows: await project.rawRows(sql) }).toEqual({ table, rows: [] });
  expect((await project.build()).summary).toMatchObject({ built: 0, reused: 2 });
});

it("a table that is built again after its version was forgotten has a name of its own", async () => {
  const orders = (v: number) => ({
    "models/shop/orders.sql": `/* model\nkind: table\n*/\nselect ${String(v)} as v`,
  });
  const project = testProject(orders(1));
  const physical = async () => {
    const [row] = await project.rawRows(
      "select physical from _sluice.environments where model = 'shop.orders'",
    );
    return row?.["physical"] as string;
  };
  await project.build();
  const first = await physical();
  project.write(orders(2));
  await project.build();
  const kinds: string[] = [];
  for (const now of [dayAt(0), dayAt(10)])
    await project.with(
      async (workspace) => {
        const plan = await workspace.planClean({ keep: 1 });
        await workspace.clean(plan);
        kinds.push(...plan.items.map(({ kind }) => kind));
      },
      { now },
    );
  expect(kinds).toEqual(["version", "records"]);
  const known = await project.rawRows("select physical from _sluice.model_versions");
  expect(known.map((row) => row["physical"])).not.toContain(first);
  project.write(orders(1));
  await project.build();
  expect(await physical()).toBe(`${first}_2`);
  expect(await project.value("select v from shop.orders")).toBe(1);
});
