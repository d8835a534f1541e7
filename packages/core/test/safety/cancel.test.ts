import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/state/events/event.js";
import { finish, testProject, type TestProject } from "../project.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;

function files(step: number): Readonly<Record<string, string>> {
  return {
    "models/a/one.sql": table(`select ${String(step)} as v`),
    "models/a/two.sql": table("select v * 2 as v from a.one"),
    "models/a/three.sql": table("select v * 2 as v from a.two"),
  };
}

/** Builds and cancels as soon as an event fits. */
async function cancelledAt(
  project: TestProject,
  fits: (event: RunEvent) => boolean,
  extra: Readonly<Record<string, string>> = {},
) {
  project.write(extra);
  const controller = new AbortController();
  return project.with(async (workspace) => {
    async function* watched() {
      for await (const event of workspace.build({ signal: controller.signal })) {
        yield event;
        if (fits(event)) controller.abort();
      }
    }
    return finish(watched());
  });
}

const values = "select (select v from a.one) as one, (select v from a.two) as two";

describe("a cancelled build", () => {
  it("publishes nothing, keeps what was finished, and is in the history", async () => {
    const project = testProject(files(1));
    await project.build();
    project.write(files(2));
    const { summary, events, nodes } = await cancelledAt(
      project,
      (event) => event.type === "node_finished" && event.result.name === "a.one",
    );
    expect(summary).toMatchObject({ ok: false, published: false });
    expect(summary.cancelled).toBeGreaterThan(0);
    expect(events.map((event) => event.type)).not.toContain("promoted");
    expect(nodes["a.three"]?.status).toMatch(/cancelled|skipped/);
    expect(await project.rows(values)).toEqual([{ one: 1, two: 2 }]);
    const [run] = await project.with((workspace) => workspace.history());
    expect(run?.status).toBe("cancelled");

    const again = await project.build();
    expect(again.summary).toMatchObject({ ok: true, published: true });
    expect(again.nodes["a.one"]?.status).toBe("reused");
    expect(await project.rows(values)).toEqual([{ one: 2, two: 4 }]);
  });

  it("interrupts a query that would run for a long time", async () => {
    const project = testProject({
      "models/a/endless.sql": table(
        "select count(*) as n from range(10000000) x, range(10000000) y where x.range % 7 = y.range % 11",
      ),
    });
    const { summary, nodes } = await cancelledAt(project, (event) => event.type === "node_started");
    expect(summary).toMatchObject({ ok: false, cancelled: 1, published: false });
    expect(nodes["a.endless"]).toMatchObject({
      status: "cancelled",
      error: { code: "RUN.CANCELLED" },
    });
  });

  it("interrupts a generator that never ends, and closes it", async () => {
    const project = testProject({
      "models/a/endless.ts": `
const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ id: z.int() }),
  rows: async function* ({ signal }) {
    try {
      for (let id = 0; ; id += 1) {
        if (id % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
        yield { id };
      }
    } finally {
      globalThis.endless = { aborted: signal.aborted };
    }
  },
});
`,
    });
    const { summary } = await cancelledAt(project, (event) => event.type === "node_progress");
    expect(summary).toMatchObject({ cancelled: 1, published: false });
    expect(Reflect.get(globalThis, "endless")).toEqual({ aborted: true });
  });

  it("that was cancelled before it began builds nothing", async () => {
    const project = testProject(files(1));
    const { summary } = await project.build({ signal: AbortSignal.abort() }).catch(() => ({
      summary: { built: 0 },
    }));
    expect(summary.built).toBe(0);
    const views = "select 1 from information_schema.tables where table_schema = 'a'";
    expect(await project.rawRows(views)).toEqual([]);
  });
});
