import { describe, expect, it } from "vitest";
import { parsePlan, serializePlan } from "../../src/workspace/planning/saved-plan.js";
import { failure, finish, testProject, type TestProject } from "../project.js";

type Files = Readonly<Record<string, string>>;

/** Data that cannot be read or taken, injected into a project that was built. */
interface DataFault {
  readonly title: string;
  /** The seed or source `raw.feed`, beside its data. */
  readonly feed: Files;
  readonly break: (project: TestProject) => unknown;
  readonly mend: (project: TestProject) => unknown;
  readonly code: string;
  /** Status of the model that fails itself; all below it are skipped. */
  readonly failed: "raw.feed" | "marts.m";
  /** The fault is seen without loading or planning anything. */
  readonly isValidated?: boolean;
  /** The plan knows of it. */
  readonly isPlanned?: boolean;
  readonly kind?: string;
}

const good = "id,n\n1,1\n2,2\n";
const csv = (text: string): Files => ({ "data/feed.csv": text });
const typed = "columns:\n  id: { type: bigint }\n  n: { type: bigint, checks: [not_null] }\n";
const seed = { "models/raw/feed.seed.yaml": `file: data/feed.csv\n${typed}`, ...csv(good) };
const untypedSeed = { "models/raw/feed.seed.yaml": "file: data/feed.csv\n", ...csv(good) };
const source = { "models/raw/feed.source.yaml": `file: data/feed.csv\n${typed}`, ...csv(good) };
const table = { "models/raw/feed.source.yaml": `table: ext.feed\n${typed}` };
const fill =
  (columns = "id, n") =>
  (project: TestProject) =>
    project.execute(
      `create schema if not exists ext; create or replace table ext.feed as select * from (values (1::bigint, 1::bigint), (2::bigint, 2::bigint)) as t(${columns})`,
    );
const write = (text: string) => (project: TestProject) => project.write(csv(text));
const remove = (project: TestProject) => project.remove("data/feed.csv");

const known = { isValidated: true, isPlanned: true };
const faults: readonly DataFault[] = [
  {
    title: "a seed whose file is gone",
    feed: seed,
    break: remove,
    code: "SOURCE.NOT_FOUND",
    failed: "raw.feed",
    ...known,
  },
  {
    title: "a seed with a ragged line",
    feed: seed,
    break: write("id,n\n1,1,1\n"),
    code: "SOURCE.UNREADABLE",
    failed: "raw.feed",
    ...known,
  },
  {
    title: "an empty seed",
    feed: seed,
    break: write(""),
    code: "SOURCE.UNREADABLE",
    failed: "raw.feed",
    ...known,
  },
  {
    title: "a seed with a value of another type",
    feed: seed,
    break: write("id,n\n1,x\n"),
    code: "SOURCE.VALUE",
    failed: "raw.feed",
  },
  {
    title: "a seed without a column of its contract",
    feed: seed,
    break: write("id,other\n1,1\n"),
    code: "CONTRACT.MISSING_COLUMN",
    failed: "raw.feed",
    ...known,
  },
  {
    title: "a seed without a column that a model reads",
    feed: untypedSeed,
    break: write("id,other\n1,1\n"),
    code: "SQL.BIND",
    failed: "marts.m",
    ...known,
  },
  {
    title: "a source whose file is gone",
    feed: source,
    break: remove,
    code: "SOURCE.NOT_FOUND",
    failed: "marts.m",
    ...known,
  },
  {
    title: "a source without a column of its contract",
    feed: source,
    break: write("id,other\n1,1\n"),
    code: "CONTRACT.MISSING_COLUMN",
    failed: "marts.m",
    ...known,
  },
  {
    title: "a source with a value of another type",
    feed: source,
    break: write("id,n\n1,x\n"),
    code: "SOURCE.VALUE",
    failed: "marts.m",
  },
  {
    title: "a source whose table is gone",
    feed: table,
    break: (project: TestProject) => project.execute("drop table ext.feed"),
    mend: fill(),
    code: "SOURCE.NOT_FOUND",
    failed: "marts.m",
    ...known,
  },
  {
    title: "a source whose table lost a column",
    feed: table,
    break: fill("id, other"),
    mend: fill(),
    code: "CONTRACT.MISSING_COLUMN",
    failed: "marts.m",
    ...known,
  },
  {
    title: "a history that does not hold the new type",
    feed: untypedSeed,
    break: write("id,n\n1,x\n2,2\n"),
    code: "RUN.SCHEMA_CHANGED",
    failed: "marts.m",
    isPlanned: true,
    kind: "{ type: snapshot, key: id }",
  },
].map((fault) => ({ mend: write(good), ...fault }) as DataFault);

const hour = (h: number) => ({ clock: `2024-01-01T${String(h).padStart(2, "0")}:30:00Z` });
const goodRows = (n: number) => ({
  "data/good.csv": ["n", ...Array.from({ length: n }, (_, i) => i + 1), ""].join("\n"),
});

function project({ feed, kind = "table" }: DataFault): TestProject {
  const model = (header: string, query: string) =>
    `/* model\n${header}\ncron: "0 * * * *"\n*/\n${query}`;
  return testProject({
    ...feed,
    "models/raw/good.seed.yaml": "file: data/good.csv\n",
    ...goodRows(1),
    "models/marts/other.sql": model(
      "kind: table\nchecks: [{ expression: 'n > 0' }]",
      "select count(*) as n from raw.good",
    ),
    "models/marts/m.sql": model(
      `kind: ${kind}\nchecks: [{ not_null: { column: n } }]`,
      "select id, n from raw.feed",
    ),
    "models/marts/reader.sql": model("kind: table", "select count(*)::int as n from marts.m"),
    "tests/m.test.yaml": `- name: m\n  model: marts.m\n  given: { raw.feed: [{ id: 1, n: 1 }] }\n  expect: [{ id: 1, n: 1 }]\n`,
    "tests/other.test.yaml": `- name: other\n  model: marts.other\n  given: { raw.good: [{ n: 1 }] }\n  expect: [{ n: 1 }]\n`,
  });
}

/** Numbers that readers see: of the model beside the fault, and of the last of those below it. */
const seen = async (from: TestProject) =>
  (
    await from.rawRows(
      "select (select n from marts.other)::int as other, (select n from marts.reader) as reader",
    )
  )[0];

describe("a fault of data", () => {
  it.each(faults)(
    "stops what reads it and nothing else: $title",
    async (fault) => {
      const shop = project(fault);
      if (fault.feed === table) await fill()(shop);
      expect((await shop.build({}, hour(1))).summary.ok).toBe(true);
      await fault.break(shop);
      shop.write(goodRows(2));
      const below = fault.failed === "raw.feed" ? ["marts.m", "marts.reader"] : ["marts.reader"];
      const outcome = {
        [fault.failed]: { status: "failed", error: { code: fault.code } },
        ...Object.fromEntries(
          below.map((name) => [name, { status: "skipped", error: { code: "RUN.SKIPPED" } }]),
        ),
      };

      const validation = await shop.with((workspace) => workspace.validate());
      expect(validation.ok).toBe(fault.isValidated !== true);
      if (fault.isValidated === true)
        expect(validation.diagnostics.map(({ code }) => code)).toContain(fault.code);

      if (fault.code === "SQL.BIND") {
        // Unit tests know no warehouse that could tell that the text is what was built before.
        expect((await failure(shop.test())).code).toBe("SQL.BIND");
      } else {
        const tests = await shop.test();
        expect(tests["other"]?.status).toBe("passed");
        expect(tests["m"]?.status).toBe(fault.isValidated === true ? "error" : "passed");
      }

      const isSource = "models/raw/feed.source.yaml" in fault.feed;
      const report = await shop.with((workspace) => workspace.check());
      expect({
        ok: report.ok,
        missing: report.missing,
        unreadable: report.unreadable.length > 0,
      }).toEqual({
        ok: !isSource,
        missing: [],
        unreadable: isSource && fault.isValidated === true,
      });
      expect(report.results.map(({ model, status }) => `${model} ${status}`)).toContain(
        "marts.m passed",
      );

      const plan = await shop.with((workspace) => workspace.plan(), hour(2));
      const actions = Object.fromEntries(plan.nodes.map(({ name, action }) => [name, action]));
      expect(actions).toMatchObject({
        "marts.other": "build",
        ...(fault.isPlanned === true && { [fault.failed]: "blocked", "marts.reader": "blocked" }),
      });
      const applied = await shop.with(
        (workspace) => finish(workspace.apply(parsePlan(serializePlan(plan), "plan.json"))),
        hour(2),
      );
      expect(applied.summary.ok).toBe(false);
      expect(applied.nodes).toMatchObject({ ...outcome, "marts.other": { status: "built" } });
      expect(await seen(shop)).toEqual({ other: 2, reader: 2 });

      const again = await shop.build({}, hour(2));
      expect(again.summary.ok).toBe(false);
      expect(again.nodes).toMatchObject({ ...outcome, "marts.other": { status: "reused" } });

      shop.write(goodRows(3));
      const { rounds } = await shop.with((workspace) => workspace.due(), hour(3));
      const [round] = rounds;
      if (!round) throw new TypeError("nothing is due");
      const ran = await shop.with((workspace) => finish(workspace.run(round)), { clock: round.at });
      expect(ran.summary.ok).toBe(false);
      expect(ran.nodes).toMatchObject({ ...outcome, "marts.other": { status: "built" } });
      expect(await seen(shop)).toEqual({ other: 3, reader: 2 });
      const history = await shop.with((workspace) => workspace.history({ limit: 1 }));
      expect(history[0]?.nodes.find(({ name }) => name === fault.failed)?.error?.code).toBe(
        fault.code,
      );

      const selected = await shop.build({ select: ["marts.other"] }, hour(3));
      expect(selected.summary.ok).toBe(true);

      await fault.mend(shop);
      const mended = await shop.build({}, hour(3));
      expect({ ok: mended.summary.ok, failed: mended.summary.failed }).toEqual({
        ok: true,
        failed: 0,
      });
      const left = await shop.plan({}, hour(3));
      // Sluice cannot know whether a table of the warehouse has changed, so it plans a build again.
      expect(left).toEqual(
        fault.feed === table ? { "marts.m": "data changed", "marts.reader": "parent changed" } : {},
      );
    },
    120_000,
  );
});
