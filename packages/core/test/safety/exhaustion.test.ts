import { execFileSync } from "node:child_process";
import { rmSync, statfsSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import type { WorkerOptions } from "../process/protocol.js";
import { startWorker, type Ended } from "../process/run-worker.js";
import type { TestProject } from "../project.js";
import { faultRun, type FaultRun } from "./fault-run.js";
import { faultScenarios, type FaultScenario } from "./fault-scenarios.js";
import { model } from "./fault-project.js";

/**
 * Commands that run out of disk or memory, or may not write, somewhere on their way. They say so by a code, publish nothing
 * half, and come to the undisturbed end once there is room again.
 *
 * SLUICE_EXHAUSTIONS sets how many amounts of room are tried. Disks are small tmpfs, which only root can mount: without,
 * these tests are skipped.
 */
const amounts = Number(process.env["SLUICE_EXHAUSTIONS"] ?? 3);

vi.setConfig({ testTimeout: 400_000 + amounts * 40_000 });

/** Rows that need some room, in every kind that is kept, in tables and in views. */
const wide = "md5(range::varchar) || md5((range + 1)::varchar) as text";
const bulky: FaultScenario = {
  name: "many rows of every kept kind",
  files: {
    "models/raw/rows.sql": model(
      "kind: table",
      `select range as id, timestamp '2024-01-01' + to_hours((range // 75)::int) as ts, ${wide} from range(6000)`,
    ),
    "models/marts/daily.sql": model(
      "kind: { type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 1 }",
      "select ts, id, text from raw.rows where ts >= $start and ts < $end",
    ),
    "models/marts/latest.sql": model(
      "kind: { type: incremental_by_key, key: id, updated_at: ts }",
      "select id, ts, text from raw.rows where ts > $since",
    ),
    "models/marts/log.sql": model(
      "kind: { type: append, time: ts }",
      "select id, ts, text from raw.rows",
    ),
    "models/marts/history.sql": model(
      "kind: { type: snapshot, key: id }",
      "select id, text from raw.rows",
    ),
    "models/marts/total.sql": model(
      "kind: table",
      "select count(*)::int as n, max(text) as text from marts.daily",
    ),
    "models/marts/shown.sql": "select n from marts.total",
  },
  before: async (project) => {
    await project.build({}, { clock: "2024-01-03T00:00:00Z" });
    project.write({
      "models/raw/rows.sql": model(
        "kind: table",
        `select range as id, timestamp '2024-01-01' + to_hours((range // 75)::int) as ts, ${wide} from range(9000)`,
      ),
    });
  },
  action: { do: "build" },
  clock: "2024-01-06T00:00:00Z",
  parts: {
    "marts.daily": "ts",
    "marts.latest": "",
    "marts.log": "",
    "marts.history": "",
  },
  reaches: [],
};

const worker = await bundleWorker();
const small = faultScenarios.filter(({ name }) => /next day|merge|back-dated/.test(name));
const counted = new Map<string, number>();
const runs: FaultRun[] = [];
for (const scenario of [bulky, ...small]) runs.push(await faultRun(scenario, { worker, counted }));
const [big] = runs as [FaultRun];
const met = new Map<string, number>();

afterAll(() => {
  for (const { template } of runs) rmSync(template, { recursive: true, force: true });
});

/** How it ended: by a code that is in the reference, whichever part of the command met the trouble. */
function expectCoded({ messages, stderr, killed }: Ended, codes: RegExp, label: string): void {
  expect({ stderr, killed }, label).toEqual({ stderr: "", killed: false });
  const last = messages.at(-1);
  const found = messages.filter((m) => m.type === "error" || m.type === "failure");
  for (const { code, message } of found) {
    expect(code, `${label}: ${message}`).toMatch(codes);
    met.set(code, (met.get(code) ?? 0) + 1);
  }
  if (last?.type === "done" && last.ok) expect(found, label).toEqual([]);
  else expect(found, label).not.toEqual([]);
}

async function attempt(options: WorkerOptions, codes: RegExp, label: string): Promise<void> {
  expectCoded(await startWorker(worker, options).ended, codes, label);
}

const canMount = tryMount();

function tryMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const dir = path.join("/tmp", `sluice-mount-${String(process.pid)}`);
  try {
    execFileSync("mkdir", ["-p", dir]);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dir], { stdio: "ignore" });
    execFileSync("umount", [dir]);
    return true;
  } catch {
    return false;
  } finally {
    execFileSync("rm", ["-rf", dir]);
  }
}

/** A disk of its own under the folder of a project, while the work lasts. */
async function onDisk<T>(project: TestProject, size: string, work: () => Promise<T>): Promise<T> {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", project.dir]);
  try {
    return await work();
  } finally {
    execFileSync("umount", ["-l", project.dir]);
  }
}

/** Takes all room on a disk but so many bytes; gives back what frees it again. */
function fill(dir: string, room: number): () => void {
  const filler = path.join(dir, "filler");
  writeFileSync(filler, "");
  const { bavail, bsize } = statfsSync(dir);
  const bytes = Math.max(bavail * bsize - room, 0);
  writeFileSync(filler, Buffer.alloc(bytes));
  return () => truncateSync(filler, 0);
}

describe.skipIf(!canMount)("a disk", () => {
  it.each(runs)("that is full: $scenario.name", async (run) => {
    const most = run === big ? 12_000_000 : 1_500_000;
    for (let i = 0; i < amounts; i += 1) {
      const room = Math.round((most * i) / amounts);
      await run.disturb(
        async (project, options) => {
          const free = fill(project.dir, room);
          const label = `${run.scenario.name} with ${String(room)} bytes left`;
          await attempt(options, /^ADAPTER\.(DISK_FULL|READ_ONLY)$/, label);
          free();
        },
        (project, work) => onDisk(project, "64m", work),
      );
    }
  });

  it("that is full while a backup is made leaves no backup, and the one before it", async () => {
    for (let i = 0; i < amounts; i += 1)
      await big.disturb(
        async (project, { dir }) => {
          const to = path.join(dir, "copy");
          const backup = { dir, action: { do: "backup", to } } as const;
          await attempt(backup, /^$/, "backup with room");
          const before = await project.with((workspace) => workspace.inspectBackup(`${to}.duckdb`));
          const free = fill(dir, 300_000 * i);
          await attempt(backup, /^ADAPTER\.(DISK_FULL|READ_ONLY)$/, "backup");
          free();
          const after = await project.with((workspace) => workspace.inspectBackup(`${to}.duckdb`));
          expect(after).toEqual(before);
          await attempt(backup, /^$/, "backup with room again");
          await project.with((workspace) => workspace.restore({ from: `${to}.duckdb` }));
        },
        (project, work) => onDisk(project, "64m", work),
      );
  });

  it("that may only be read is refused", async () => {
    await big.disturb(
      async (project, options) => {
        execFileSync("mount", ["-o", "remount,ro", project.dir]);
        await attempt(options, /^ADAPTER\.READ_ONLY$/, "read-only folder");
        await attempt({ ...options, action: { do: "apply" } }, /^ADAPTER\.READ_ONLY$/, "apply");
        execFileSync("mount", ["-o", "remount,rw", project.dir]);
      },
      (project, work) => onDisk(project, "64m", work),
    );
  });

  it("has been full more than once", () => {
    expect(met.get("ADAPTER.DISK_FULL")).toBeGreaterThan(1);
  });
});

describe("memory", () => {
  it.each(runs)("that is too little: $scenario.name", async (run) => {
    for (let i = 0; i < amounts; i += 1) {
      const memoryLimit = `${String(1 + 2 * i)}MB`;
      await run.disturb(async (_, options) => {
        const label = `${run.scenario.name} with ${memoryLimit}`;
        await attempt({ ...options, memoryLimit }, /^ADAPTER\.OUT_OF_MEMORY$/, label);
      });
    }
  });

  it("has run out more than once", () => {
    expect(met.get("ADAPTER.OUT_OF_MEMORY")).toBeGreaterThan(1);
  });
});
