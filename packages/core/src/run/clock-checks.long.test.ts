import { describe, expect, it } from "vitest";
import { collect, finish, testProject, type TestProject } from "../../test/project.js";

const rows = "id,ts\n1,2024-01-01 09:00:00\n2,2024-01-01 10:00:00\n";
const columns = "columns: { id: { type: bigint }, ts: { type: timestamp } }\n";
const fresh = { clock: "2024-01-01T10:30:00Z" };
const late = { clock: "2024-01-03T00:00:00Z" };

/** A check of each way to follow from the time, as a header has it. */
const checks: Readonly<Record<string, string>> = {
  "a kind that follows from the time": "{ freshness: { column: ts, hours: 1 } }",
  "rows of a window": "{ window_rows: { column: ts, min: 1 } }",
  "a query that uses $now": `{ custom_sql: "select 1 from self having max(ts) < $now - interval 1 hour" }`,
  "a query that reads the clock": `{ custom_sql: "select 1 from self having max(ts) < now()::timestamp - interval 1 hour and '2024-01-02' < $now" }`,
};
const freshness = checks["a kind that follows from the time"] ?? "";

const seed = { "data/e.csv": rows, "models/raw/e.seed.yaml": `file: data/e.csv\n${columns}` };
const model = (kind: string, check: string, query: string) =>
  `/* model\nkind: ${kind}\nchecks:\n  - ${check}\n*/\n${query}`;
const append = "{ type: append, time: ts }";
const byTime =
  "{ type: incremental_by_time, time: ts, start: 2024-01-01, end: 2024-01-02, allow_partials: true }";

/** Projects in which the relation `shop.m` or the source `raw.s` has a check. */
const relations: Readonly<Record<string, (check: string) => Readonly<Record<string, string>>>> = {
  "a seed": (check) => ({
    "data/e.csv": rows,
    "models/shop/m.seed.yaml": `file: data/e.csv\n${columns}checks:\n  - ${check}\n`,
  }),
  "a source": (check) => ({
    "data/e.csv": rows,
    "models/raw/s.source.yaml": `file: data/e.csv\n${columns}checks:\n  - ${check}\n`,
    "models/shop/m.sql": "select * from raw.s",
  }),
  "a view": (check) => ({
    ...seed,
    "models/shop/m.sql": model("view", check, "select * from raw.e"),
  }),
  "a table": (check) => ({
    ...seed,
    "models/shop/m.sql": model("table", check, "select * from raw.e"),
  }),
  "an append": (check) => ({
    ...seed,
    "models/shop/m.sql": model(append, check, "select * from raw.e where ts >= $since"),
  }),
  "a table by key": (check) => ({
    ...seed,
    "models/shop/m.sql": model(
      "{ type: incremental_by_key, key: id, updated_at: ts }",
      check,
      "select * from raw.e where ts >= $since",
    ),
  }),
  "a snapshot": (check) => ({
    ...seed,
    "models/shop/m.sql": model(
      "{ type: snapshot, key: id, updated_at: ts }",
      check,
      "select * from raw.e",
    ),
  }),
  "a table by time": (check) => ({
    ...seed,
    "models/shop/m.sql": model(
      byTime,
      check,
      "select * from raw.e where ts >= $start and ts < $end",
    ),
  }),
};

const ids = async (project: TestProject) =>
  (await project.rawRows("select id::int as id from shop.m order by 1")).map(({ id }) => id);

describe("a check that follows from the run's time", () => {
  const kind = "a kind that follows from the time";
  const cases = [
    ...Object.keys(relations).map((of) => [of, kind] as const),
    ...["a seed", "a source"].flatMap((of) =>
      Object.keys(checks).flatMap((check) => (check === kind ? [] : [[of, check] as const])),
    ),
  ];

  it.each(cases)(
    "of %s, %s: fails at a build that builds nothing, and leaves what is published",
    async (of, check) => {
      const project = testProject(relations[of]?.(checks[check] ?? "") ?? {});
      expect((await project.build({}, fresh)).summary.ok).toBe(true);
      const { summary, nodes } = await project.build({}, late);
      const judged = of === "a source" ? "raw.s" : "shop.m";
      expect(summary).toMatchObject({ ok: false, built: 0, failed: 1, published: false });
      expect(nodes[judged]).toMatchObject({
        status: "failed",
        checks: { failed: 1 },
        error: { code: "RUN.CHECK_FAILED", where: { model: judged } },
      });
      expect(await ids(project)).toEqual([1, 2]);
      const [run] = await project.with((workspace) => workspace.history({ limit: 1 }));
      expect(run).toMatchObject({ status: "failed" });
      expect(run?.nodes.find(({ name }) => name === judged)?.checkResults).toMatchObject([
        { status: "failed" },
      ]);
      const report = await project.with((workspace) => workspace.check(), late);
      expect(report).toMatchObject({ ok: false });
      expect((await project.build({}, fresh)).summary).toMatchObject({ ok: true, built: 0 });
    },
  );

  it.each(Object.keys(relations))(
    "of %s passes without a word, and the history has its result",
    async (of) => {
      const project = testProject(relations[of]?.(freshness) ?? {});
      await project.build({}, fresh);
      const { summary, nodes } = await project.build({}, fresh);
      expect(summary).toMatchObject({
        ok: true,
        built: 0,
        failed: 0,
        reused: of === "a seed" || of === "a source" ? 1 : 2,
      });
      const judged = nodes[of === "a source" ? "raw.s" : "shop.m"];
      expect(judged).toMatchObject({ status: "reused", checks: { passed: 1 } });
    },
  );

  it.each(["a seed", "a table", "an append", "a table by time"])(
    "of %s keeps a version unpublished that fails it when it is built",
    async (of) => {
      const project = testProject(relations[of]?.(freshness) ?? {});
      const { summary, nodes } = await project.build({}, late);
      expect(summary).toMatchObject({ ok: false, failed: 1 });
      expect(nodes["shop.m"]?.status).toBe("failed");
      await expect(ids(project)).rejects.toThrow();
    },
  );

  it("does not hold up the models that read late data", async () => {
    const project = testProject({
      ...relations["a seed"]?.(freshness),
      ...Object.fromEntries(
        Object.entries(relations["a source"]?.(freshness) ?? {}).filter(([name]) =>
          name.includes("raw/"),
        ),
      ),
      "models/shop/of_seed.sql": "/* model\nkind: table\n*/\nselect id from shop.m",
      "models/shop/of_source.sql": "/* model\nkind: table\n*/\nselect id from raw.s",
    });
    await project.build({}, fresh);
    project.write({
      "models/shop/of_seed.sql": "/* model\nkind: table\n*/\nselect id, 1 as x from shop.m",
      "models/shop/of_source.sql": "/* model\nkind: table\n*/\nselect id, 1 as x from raw.s",
    });
    const { nodes, summary } = await project.build({}, late);
    expect(summary).toMatchObject({ ok: false, built: 2, failed: 2, skipped: 0, published: true });
    expect(nodes["shop.of_seed"]?.status).toBe("built");
    expect(await project.rawRows("select x from shop.of_source limit 1")).toEqual([{ x: 1 }]);
  });

  it("is shown to a new environment, which sees what prod sees", async () => {
    const project = testProject(relations["a seed"]?.(freshness) ?? {});
    await project.build({}, fresh);
    const dev = await project.build({}, { ...late, environment: "dev" });
    expect(dev.summary).toMatchObject({ ok: false, failed: 1, published: true });
    expect(await project.rawRows("select count(*)::int as n from shop__dev.m")).toEqual([{ n: 2 }]);
    expect((await project.build({}, { ...fresh, environment: "dev" })).summary).toMatchObject({
      ok: true,
      built: 0,
      published: false,
    });
  });

  it("that only warns leaves the run ok", async () => {
    const project = testProject(
      relations["a seed"]?.("{ freshness: { column: ts, hours: 1, severity: warn } }") ?? {},
    );
    await project.build({}, fresh);
    expect((await project.build({}, late)).summary).toMatchObject({ ok: true, warnings: 1 });
  });

  it("is judged with the models that read it, directly or through others, and with no others", async () => {
    const project = testProject({
      ...relations["a seed"]?.(freshness),
      "models/raw/s.source.yaml": `file: data/e.csv\n${columns}checks:\n  - ${freshness}\n`,
      "models/shop/v.sql": "select m.id from shop.m join raw.s using (id)",
      "models/shop/t.sql": "/* model\nkind: table\n*/\nselect id from shop.v",
      "models/shop/other.sql": "select 1 as id",
    });
    await project.build({}, fresh);
    const judged = async (select: string) =>
      Object.values((await project.build({ select: [select] }, late)).nodes)
        .filter(({ status }) => status === "failed")
        .map(({ name }) => name)
        .sort();
    expect(await judged("shop.t")).toEqual(["raw.s", "shop.m"]);
    expect(await judged("shop.other")).toEqual([]);
  });

  it("waits for the last batch of a table that is filled by time", async () => {
    const project = testProject({
      "data/e.csv": "id,ts\n1,2024-01-01 09:00:00\n2,2024-01-02 09:00:00\n3,2024-01-03 09:00:00\n",
      "models/raw/e.seed.yaml": `file: data/e.csv\n${columns}`,
      "models/shop/m.sql": model(
        "{ type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 1, batch_concurrency: 2 }",
        "{ freshness: { column: ts, hours: 24 } }",
        "select * from raw.e where ts >= $start and ts < $end",
      ),
    });
    const { nodes } = await project.build({}, { clock: "2024-01-04T08:00:00Z" });
    expect(nodes["shop.m"]).toMatchObject({ status: "built", batches: { done: 3, of: 3 } });
  });

  it("is judged where an incremental table looked and found nothing new", async () => {
    const project = testProject({
      ...seed,
      "models/shop/m.sql": model(
        append,
        freshness,
        "select * from raw.e where ts >= $since and ts <= $now",
      ),
    });
    await project.build({}, fresh);
    const { nodes } = await project.build({}, late);
    expect(nodes["shop.m"]).toMatchObject({ status: "failed", reason: "reads the clock" });
    expect(await ids(project)).toEqual([1, 2]);
  });

  it.each(["a seed", "a view", "an append"])(
    "of %s is no reason to run its others again, nor to refuse a saved plan",
    async (of) => {
      const project = testProject(
        relations[of]?.(`${freshness}\n  - { unique: { column: id } }`) ?? {},
      );
      await project.build({}, fresh);
      const version = () =>
        project.with(async (workspace) => (await workspace.plan()).stateVersion);
      const before = await version();
      const results = (await project.build({}, late)).nodes["shop.m"]?.checkResults ?? [];
      expect(results.map(({ type }) => type)).toEqual(["freshness"]);
      expect(await project.plan({}, late)).toEqual({});
      expect(await version()).toBe(before);
    },
  );

  it("is judged by a scheduled run, of what the due models read too", async () => {
    const project = testProject({
      "data/e.csv": rows,
      "models/raw/f.seed.yaml": `file: data/e.csv\n${columns}checks:\n  - ${freshness}\n`,
      "models/raw/s.source.yaml": `file: data/e.csv\n${columns}checks:\n  - ${freshness}\n`,
      "models/shop/m.sql":
        '/* model\nkind: table\ncron: "0 * * * *"\n*/\nselect f.id from raw.f join raw.s using (id)',
    });
    await project.build({}, fresh);
    const { nodes, summary } = await project.with(async (workspace) => {
      const { rounds } = await workspace.due();
      const [round] = rounds;
      if (!round) throw new Error("nothing is due");
      return finish(workspace.run(round));
    }, late);
    expect(summary.ok).toBe(false);
    expect([nodes["raw.f"]?.status, nodes["raw.s"]?.status, nodes["shop.m"]?.status]).toEqual([
      "failed",
      "failed",
      "reused",
    ]);
  });

  it.each([
    ["without a cron", ""],
    ["whose cron is not due", 'cron: "0 0 1 1 *"\n'],
  ])("is judged by a scheduled run of which no model is due: a project %s", async (_, cron) => {
    const project = testProject({
      "data/e.csv": rows,
      "models/raw/f.seed.yaml": `file: data/e.csv\n${columns}checks:\n  - ${freshness}\n`,
      "models/raw/s.source.yaml": `file: data/e.csv\n${columns}checks:\n  - ${freshness}\n`,
      "models/shop/m.sql": `/* model\nkind: table\n${cron}*/\nselect id from raw.f`,
      "models/shop/n.sql": "select id from raw.s",
    });
    await project.build({}, fresh);
    // Neither an edit nor new data is taken by a run that has nothing to do.
    project.write({ "data/e.csv": `${rows}3,2024-01-01 10:00:00\n` });
    const judge = (at: typeof late) =>
      project.with((workspace) => finish(workspace.run({ at: at.clock, models: [] })), at);
    const { nodes, summary, built } = await judge(late);
    expect([nodes["raw.f"]?.status, nodes["raw.s"]?.status]).toEqual(["failed", "failed"]);
    expect(summary.ok).toBe(false);
    expect(built).toEqual([]);
    expect((await judge(fresh)).summary.ok).toBe(true);
    expect(await project.value("select count(*)::int from shop.m")).toBe(2);
  });

  it("is no run where no check follows from the time and no model is due", async () => {
    const project = testProject({ "models/shop/m.sql": "select 1 as id" });
    await project.build({}, fresh);
    const events = await project.with(
      (workspace) => collect(workspace.run({ at: late.clock, models: [] })),
      late,
    );
    expect(events).toEqual([]);
  });

  it("of a source whose file is gone says so", async () => {
    const project = testProject(relations["a source"]?.(freshness) ?? {});
    await project.build({}, fresh);
    project.remove("data/e.csv");
    const { nodes } = await project.build({}, late);
    const errors = Object.values(nodes).flatMap(({ error }) => error?.code ?? []);
    expect(errors).toEqual(["SOURCE.NOT_FOUND"]);
  });
});

describe("a model that has not met its sla", () => {
  it("is warned of at the end of a build that does not mend it", async () => {
    const project = testProject({
      "models/shop/m.sql": '/* model\nkind: table\ncron: "0 * * * *"\nsla: 30m\n*/\nselect 1 as id',
      "models/shop/other.sql": "select 1 as id",
    });
    await project.build({}, { clock: "2024-01-01T10:05:00Z" });
    const at = { clock: "2024-01-01T11:45:00Z" };
    const warnings = async (select?: readonly string[]) =>
      (await project.build(select ? { select } : {}, at)).events.flatMap((event) =>
        event.type === "warning"
          ? [`${event.diagnostic.code} ${event.diagnostic.where?.model ?? ""}`]
          : [],
      );
    expect(await warnings(["shop.other"])).toEqual(["RUN.LATE shop.m"]);
    expect(await warnings()).toEqual([]);
    expect(await warnings(["shop.other"])).toEqual([]);
  });
});
