import { describe, expect, it } from "vitest";
import { lackingEngine, type Use } from "../../test/lacking-engine.js";
import { collect, findings, testProject, type TestProject } from "../../test/project.js";
import { isSluiceError, type Diagnostic } from "../base/errors/sluice-error.js";
import type { AdapterCapabilities } from "../warehouse/warehouse-adapter.js";

const models = {
  "models/marts/numbers.sql": "/* model\nkind: table\n*/\nselect 1 as n",
  "models/marts/shown.sql": "select n from marts.numbers",
};

const files = {
  ...models,
  "models/raw/orders.seed.yaml": "file: data/orders.csv\n",
  "data/orders.csv": "id\n1\n",
  "models/raw/events.source.yaml": "file: data/events.ndjson\n",
  "data/events.ndjson": '{"id": 1}\n',
  "models/marts/of_orders.sql": "select id from raw.orders",
};

const on = (
  claimed: Partial<AdapterCapabilities>,
  forbidden: readonly Use[],
  content: Readonly<Record<string, string>> = models,
) => testProject(content, { targets: { dev: lackingEngine(claimed, forbidden) } });

async function refusals(work: Promise<unknown>): Promise<readonly Diagnostic[]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isSluiceError(error)) expect.fail(`No SluiceError, but ${String(error)}`);
  return error.all;
}

const verbs: Readonly<Record<string, (project: TestProject) => Promise<unknown>>> = {
  validate: (project) => project.with((workspace) => workspace.validate()),
  plan: (project) => project.plan(),
  build: (project) => project.build(),
  test: (project) => project.test(),
};

describe("an engine without a scratch warehouse", () => {
  for (const [verb, run] of Object.entries(verbs).filter(([name]) => name !== "test")) {
    it(`is refused by ${verb}, before its scratch warehouse is asked for`, async () => {
      const found = await refusals(run(on({ scratch: false }, ["openScratch"])));
      expect(found).toMatchObject([{ code: "CAPABILITY.UNSUPPORTED" }]);
      expect(found[0]?.message).toMatch(/^duckdb \S+ has no private warehouse in memory/u);
      expect(found[0]?.hints[0]).toContain("capability `scratch`");
    });
  }

  it("is refused by unit tests", async () => {
    const project = on({ scratch: false }, ["openScratch"], {
      ...models,
      "tests/numbers.test.yaml":
        "- { name: one, model: marts.shown, given: { marts.numbers: [{ n: 1 }] }, expect: [{ n: 1 }] }\n",
    });
    expect(await refusals(project.test())).toMatchObject([{ code: "CAPABILITY.UNSUPPORTED" }]);
  });
});

describe("an engine without a dry run", () => {
  for (const verb of ["validate", "plan", "build"]) {
    it(`is refused by ${verb}, before a query is bound`, async () => {
      const found = await refusals(verbs[verb]!(on({ dryRun: false }, ["dryRun"])));
      expect(found).toMatchObject([{ code: "CAPABILITY.UNSUPPORTED" }]);
      expect(found[0]?.hints[0]).toContain("capability `dryRun`");
    });
  }
});

for (const transactions of ["dml", "none"] as const) {
  describe(`an engine with transactions: ${transactions}`, () => {
    it("validates a project without a transaction", async () => {
      expect(await findings(on({ transactions }, ["transaction"]))).toEqual([]);
    });

    it("is refused by a build, before its warehouse is opened for writing", async () => {
      const found = await refusals(on({ transactions }, ["openForWriting"]).build());
      expect(found).toMatchObject([{ code: "CAPABILITY.UNSUPPORTED" }]);
      expect(found[0]?.hints[0]).toContain("capability `transactions");
    });

    it("answers queries about what is there", async () => {
      const project = testProject(models);
      await project.build();
      project.define({ targets: { dev: lackingEngine({ transactions }, ["transaction"]) } });
      const rows = await project.with(
        async (workspace) => collect((await workspace.query("select n from marts.shown")).rows),
        { readOnly: true },
      );
      expect(rows).toEqual([{ n: 1 }]);
    });
  });
}

describe("an engine that reads no files", () => {
  const project = () => on({ readsFiles: false }, ["readFiles"], files);

  it("has every seed and file source refused at its own file", async () => {
    const found = await findings(project());
    const refused = found.filter(({ code }) => code === "CAPABILITY.UNSUPPORTED");
    expect(refused.map(({ message, where }) => [where?.file, message])).toEqual([
      [
        "models/raw/events.source.yaml",
        expect.stringContaining("raw.events reads data/events.ndjson"),
      ],
      ["models/raw/orders.seed.yaml", expect.stringContaining("raw.orders reads data/orders.csv")],
    ]);
    expect(found).toHaveLength(refused.length);
  });

  it("is refused by a build of a project with a seed", async () => {
    const codes = (await refusals(project().build())).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["CAPABILITY.UNSUPPORTED"]));
  });

  it("builds a project without files", async () => {
    const { built } = await on({ readsFiles: false }, ["readFiles"]).build();
    expect(built).toEqual(["marts.numbers", "marts.shown"]);
  });
});

describe("an engine with short identifiers", () => {
  const long = "n".repeat(40);

  it("has the names of views refused that are longer, in the environment that is built", async () => {
    const project = on({ maxIdentifier: 39 }, [], {
      [`models/marts/${long}.sql`]: "select 1 as n",
      [`models/${long}/t.sql`]: "select 1 as n",
      "models/marts/inlined.sql": `/* model\nkind: ephemeral\nname: marts.${long}_inlined\n*/\nselect 1 as n`,
    });
    const found = await findings(project);
    expect(found.map(({ code, where }) => [code, where?.file])).toEqual([
      ["CAPABILITY.UNSUPPORTED", `models/marts/${long}.sql`],
      ["CAPABILITY.UNSUPPORTED", `models/${long}/t.sql`],
    ]);
    expect(found[0]?.message).toMatch(/has 40 characters; duckdb \S+ takes 39\.$/u);
  });

  it("gets physical tables whose names, staging tables included, fit and stay apart", async () => {
    const project = on({ maxIdentifier: 63 }, [], {
      [`models/marts/${long}_one.sql`]: "/* model\nkind: table\n*/\nselect 1 as n",
      [`models/marts/${long}_two.sql`]: "/* model\nkind: table\n*/\nselect 1 as n",
    });
    await project.build();
    expect((await project.build()).built).toEqual([]);
    const tables = await project.rawRows(
      "select table_name as name from information_schema.tables where table_schema = '_sluice' and table_name like 'marts%'",
    );
    const names = tables.map(({ name }) => name as string);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(63 - 20);
    expect(await project.value(`select n from marts.${long}_two`)).toBe(1);
  });
});
