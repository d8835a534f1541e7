import { beforeAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import { startWorker } from "../process/run-worker.js";
import { failure, finish, testProject, type TestProject } from "../project.js";

let worker = "";
beforeAll(async () => {
  worker = await bundleWorker();
});

/** A build that takes a while: the generator waits for a file. */
function slowProject(): TestProject {
  const project = testProject({
    "models/raw/slow.ts": `
const { defineRows, z } = globalThis.sluice;
import { existsSync } from "node:fs";
import path from "node:path";
export default defineRows({
  columns: z.object({ id: z.int() }),
  rows: async function* () {
    yield { id: 1 };
    while (!existsSync(path.join(import.meta.dirname, "go"))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    yield { id: 2 };
  },
});
`,
    "models/raw/copy.sql": "/* model\nkind: table\n*/\nselect * from raw.slow",
  });
  return project;
}

const command = "sluice build --select raw.slow";

async function holding(project: TestProject) {
  const process = startWorker(worker, { dir: project.dir, command });
  await process.said((message) => message.type === "event" && message.event === "node_started");
  return process;
}

describe("two processes at once", () => {
  it("the second is refused, with process and command of the first", async () => {
    const project = slowProject();
    const first = await holding(project);
    const error = await failure(project.build());
    expect(error).toMatchObject({ code: "ADAPTER.LOCKED", retryable: true });
    expect(error.message).toContain(`process ${String(first.pid)}`);
    expect(error.message).toContain(command);
    project.write({ "models/raw/go": "" });
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(await project.value("select count(*)::int from copy")).toBe(2);
  });

  it("the second waits as long as it is told to, says for whom, and succeeds", async () => {
    const project = slowProject();
    const first = await holding(project);
    const waited: string[] = [];
    const second = project.build(
      {},
      {
        lockTimeoutMs: 30_000,
        onLockWait: (holder) => {
          waited.push(holder);
          project.write({ "models/raw/go": "" });
        },
      },
    );
    expect((await first.ended).code).toBe(0);
    const { summary } = await second;
    expect(summary).toMatchObject({ ok: true, built: 0, reused: 2 });
    expect(waited).toHaveLength(1);
    expect(waited[0]).toContain(String(first.pid));
    expect(waited[0]).toContain(command);
  });

  it("a wait that is too short ends in the same refusal", async () => {
    const project = slowProject();
    const first = await holding(project);
    const error = await failure(project.build({}, { lockTimeoutMs: 150 }));
    expect(error.code).toBe("ADAPTER.LOCKED");
    expect(error.message).toContain(String(first.pid));
    first.kill();
    await first.ended;
  });

  it("both waiting for the same file end with one content", async () => {
    const project = slowProject();
    project.write({ "models/raw/go": "" });
    const options = { dir: project.dir, lockTimeoutMs: 30_000 };
    const both = [startWorker(worker, options), startWorker(worker, options)];
    const ended = await Promise.all(both.map((process) => process.ended));
    expect(ended.map(({ code, messages }) => [code, messages.at(-1)])).toEqual([
      [0, { type: "done", ok: true }],
      [0, { type: "done", ok: true }],
    ]);
    expect(await project.rows("select id from copy order by 1")).toEqual([{ id: 1n }, { id: 2n }]);
    const runs = await project.with((workspace) => workspace.history());
    expect(runs.map((run) => run.status)).toEqual(["succeeded", "succeeded"]);
  });

  it("what a killed process held is free at once", async () => {
    const project = slowProject();
    const first = await holding(project);
    first.kill();
    expect((await first.ended).killed).toBe(true);
    project.write({ "models/raw/go": "" });
    const { summary } = await project.with((workspace) => finish(workspace.build()));
    expect(summary.ok).toBe(true);
  });
});
