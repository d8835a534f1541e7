import { cpSync, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import type { KillPoint } from "../process/protocol.js";
import { startWorker } from "../process/run-worker.js";
import { finish, testProject, type TestProject } from "../project.js";
import type { RunRecord } from "../../src/state/run-record.js";
import { readersContent, warehouseContent, type WarehouseContent } from "./warehouse-content.js";

/**
 * Builds that die by SIGKILL in a process of their own. Afterwards readers must see the old or the new publication,
 * nothing between, and a second build must leave what an undisturbed one leaves.
 *
 * SLUICE_KILLS sets how many kills at random points there are; SLUICE_KILL_SEED repeats a series.
 */
const randomKills = Number(process.env["SLUICE_KILLS"] ?? 8);
const seed = Number(process.env["SLUICE_KILL_SEED"] ?? 20_240_229);

const rowsModel = `
const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ id: z.int(), note: z.string() }),
  rows: async function* () {
    for (let id = 0; id < 900; id += 1) {
      if (id % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      yield { id, note: "note " + id };
    }
  },
});
`;

const orders = (from: number) =>
  `id,user_id,amount\n${Array.from({ length: 300 }, (_, i) => `${i},${i % 7},${(from + i) % 97}`).join("\n")}\n`;

const first = {
  "seeds/orders.csv": orders(0),
  "models/raw/orders.seed.yaml": "file: seeds/orders.csv\n",
  "models/raw/notes.ts": rowsModel,
  "models/staging/orders.sql": "select id, user_id, amount from raw.orders where amount > 3",
  "models/staging/noted.sql":
    "/* model\nkind: ephemeral\n*/\nselect o.*, n.note from staging.orders o join raw.notes n using (id)",
  "models/marts/users.sql":
    "/* model\nkind: table\ncolumns:\n  user_id: { checks: [unique, not_null] }\n*/\nselect user_id, sum(amount) as total, max(note) as note from staging.noted group by all",
  "models/marts/spread.sql":
    "/* model\nkind: table\n*/\nselect u.user_id, u.total + r.range as value from marts.users u, range(40) r",
  "models/marts/gone.sql": "/* model\nkind: table\n*/\nselect count(*) as n from raw.notes",
};

/** An edit of everything at once: other data, another expression, a model more and one less. */
function edit(project: TestProject): void {
  project.write({
    "seeds/orders.csv": orders(31),
    "models/marts/spread.sql":
      "/* model\nkind: table\n*/\nselect u.user_id, u.total - r.range as value from marts.users u, range(30) r",
    "models/marts/best.sql": "select * from marts.users order by total desc limit 3",
  });
  project.remove("models/marts/gone.sql");
}

interface Scenario {
  /** A project as the killed build finds it. */
  readonly prepare: () => TestProject;
  readonly before: WarehouseContent["relations"];
  readonly after: WarehouseContent["relations"];
  readonly undisturbed: WarehouseContent;
  /** Calls that write and milliseconds of an undisturbed build. */
  readonly writes: number;
  readonly events: number;
  readonly millis: number;
}

let worker = "";
let scenarios: Readonly<Record<"first" | "second", Scenario>>;
let kills = 0;

beforeAll(async () => {
  worker = await bundleWorker();
  const built = testProject(first);
  await built.build();
  scenarios = {
    first: await scenario(() => testProject(first)),
    second: await scenario(() => {
      const project = testProject(first);
      copyWarehouse(built, project);
      edit(project);
      return project;
    }),
  };
}, 60_000);

function copyWarehouse(from: TestProject, to: TestProject): void {
  for (const name of ["shop.duckdb", "shop.duckdb.wal"])
    if (existsSync(path.join(from.dir, name)))
      cpSync(path.join(from.dir, name), path.join(to.dir, name));
}

async function scenario(prepare: () => TestProject): Promise<Scenario> {
  const project = prepare();
  const before = await readersContent(project);
  const started = performance.now();
  const { messages, code, stderr } = await startWorker(worker, { dir: project.dir }).ended;
  const millis = performance.now() - started;
  expect({ code, stderr, last: messages.at(-1) }).toEqual({
    code: 0,
    stderr: "",
    last: { type: "done", ok: true },
  });
  const undisturbed = await warehouseContent(project);
  return {
    prepare,
    before,
    after: await readersContent(project),
    undisturbed,
    writes: messages.filter((message) => message.type === "write").length,
    events: messages.filter((message) => message.type === "event").length,
    millis,
  };
}

/** Kills one build and checks what it left, then what the next build makes of it. */
async function killAndRecover(
  { prepare, before, after, undisturbed }: Scenario,
  kill: KillPoint | { readonly at: "millisecond"; readonly after: number },
  withoutTransactions = false,
): Promise<void> {
  const project = prepare();
  const { dir } = project;
  const point = kill.at === "millisecond" ? undefined : kill;
  const process = startWorker(worker, { dir, kill: point, withoutTransactions });
  const timer =
    kill.at === "millisecond" ? setTimeout(() => process.kill(), kill.after) : undefined;
  const { killed, stderr } = await process.ended;
  clearTimeout(timer);
  const label = JSON.stringify(kill);
  if (kill.at !== "millisecond") expect(killed, `${label} ${stderr}`).toBe(true);
  if (killed && !withoutTransactions) kills += 1;

  const seen = await readersContent(project);
  const isOld = Object.keys(seen).join() === Object.keys(before).join();
  expect(seen, `readers after ${label}`).toEqual(isOld ? before : after);

  const { summary, runs } = await project.with(async (workspace) => {
    const again = await finish(workspace.build());
    return { summary: again.summary, runs: await workspace.history() };
  });
  expect(summary, label).toMatchObject({ ok: true, failed: 0, skipped: 0 });
  expectHistory(runs, killed);
  const content = await warehouseContent(project);
  expect(content, `second build after ${label}`).toEqual(undisturbed);
  rmSync(project.dir, { recursive: true });
}

/** The killed run is called interrupted if it came to say that it runs; it never counts as running still. */
function expectHistory(runs: readonly RunRecord[], killed: boolean): void {
  expect(runs[0]?.status).toBe("succeeded");
  const others = runs.slice(1).map((run) => run.status);
  expect(killed ? ["succeeded", "interrupted"] : ["succeeded"]).toEqual(
    expect.arrayContaining(others),
  );
}

/** A small generator of numbers (mulberry32), so that a failing series can be repeated. */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe.each(["first", "second"] as const)("a %s build killed", (name) => {
  it.each(["run_started", "node_started", "node_finished", "promoted", "run_finished"] as const)(
    "at %s",
    (event) => killAndRecover(scenarios[name], { at: "event type", event }),
    60_000,
  );

  it.each(["before", "during", "after"] as const)(
    "%s writes spread over the whole build",
    async (moment) => {
      const { writes } = scenarios[name];
      expect(writes).toBeGreaterThan(10);
      for (let part = 0; part < 3; part += 1) {
        const index = Math.round((part / 2) * (writes - 1));
        await killAndRecover(scenarios[name], { at: "write", index, moment });
      }
    },
  );

  it(
    "at random events, writes and times",
    async () => {
      const next = random(seed + name.length);
      for (let i = 0; i < randomKills / 2; i += 1) {
        const { events, writes, millis } = scenarios[name];
        const moments = ["before", "during", "after"] as const;
        const points = [
          { at: "event", index: Math.floor(next() * events) },
          {
            at: "write",
            index: Math.floor(next() * writes),
            moment: moments[Math.floor(next() * 3)] ?? "during",
          },
          { at: "millisecond", after: millis * (0.2 + 0.7 * next()) },
        ] as const;
        await killAndRecover(scenarios[name], points[i % 3] ?? points[0]);
      }
    },
    60_000 + randomKills * 10_000,
  );
});

it("would notice a warehouse whose transactions do not hold together", async () => {
  const noticed: unknown[] = [];
  const { second } = scenarios;
  for (let index = 2; index < second.writes && noticed.length === 0; index += 1) {
    const kill = { at: "write", index, moment: "after" } as const;
    await killAndRecover(second, kill, true).catch((error: unknown) => noticed.push(error));
  }
  expect(String(noticed[0])).toMatch(/ok: true|second build after|readers after/);
});

it("would notice one value that differs", async () => {
  const { prepare, undisturbed } = scenarios.first;
  const project = prepare();
  await project.build();
  expect(await warehouseContent(project)).toEqual(undisturbed);
  const users = Object.keys(undisturbed.relations).find((name) => name.includes("marts__users"));
  await project.execute(`update ${users ?? ""} set total = total + 1 where user_id = 3`);
  expect(await warehouseContent(project)).not.toEqual(undisturbed);
});

it("has killed often enough", () => {
  expect(kills).toBeGreaterThanOrEqual(30);
});
