import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testProject } from "../../test/project.js";

const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const csv = (...ids: readonly number[]) =>
  `id,ts\n${ids.map((id) => `${String(id)},2024-01-0${String(id)}`).join("\n")}\n`;

/** A table whose check reads `marts.read`; each case has another relation behind that name, and changes what it holds. */
const base = {
  "models/raw/own.seed.yaml": "file: data/own.csv\n",
  "data/own.csv": csv(1, 2),
  "models/raw/other.seed.yaml": "file: data/other.csv\n",
  "data/other.csv": csv(1, 2),
  "models/marts/checked.sql": model(
    'kind: table\nchecks: [{ custom_sql: "select * from self where id not in (select id from marts.read)" }]',
    "select id from raw.own",
  ),
};

const loses = { "data/other.csv": csv(1) };
const edited = (header: string, sql: string) => ({
  "models/marts/read.sql": model(header, `${sql} where id < 2`),
});

const reads: Readonly<
  Record<
    string,
    {
      readonly files: Readonly<Record<string, string>>;
      readonly change: Readonly<Record<string, string>>;
    }
  >
> = {
  "a table whose file changes": {
    files: { "models/marts/read.sql": model("kind: table", "select id from raw.other") },
    change: loses,
  },
  "a table that is edited": {
    files: { "models/marts/read.sql": model("kind: table", "select id from raw.other") },
    change: edited("kind: table", "select id from raw.other"),
  },
  "a view that is edited": {
    files: { "models/marts/read.sql": "select id from raw.other" },
    change: edited("kind: view", "select id from raw.other"),
  },
  "a view of a file that changes": {
    files: { "models/marts/read.sql": "select id from raw.other" },
    change: loses,
  },
  "an ephemeral model that is edited": {
    files: { "models/marts/read.sql": model("kind: ephemeral", "select id from raw.other") },
    change: edited("kind: ephemeral", "select id from raw.other"),
  },
  "an ephemeral model of a file that changes": {
    files: { "models/marts/read.sql": model("kind: ephemeral", "select id from raw.other") },
    change: loses,
  },
  "a table that is merged by key": {
    files: {
      "models/marts/read.sql": model(
        "kind: { type: incremental_by_key, key: id, deletes: missing }",
        "select id from raw.other",
      ),
    },
    change: loses,
  },
  "a view of a table that is merged by key": {
    files: {
      "models/marts/merged.sql": model(
        "kind: { type: incremental_by_key, key: id, deletes: missing }",
        "select id from raw.other",
      ),
      "models/marts/read.sql": "select id from marts.merged",
    },
    change: loses,
  },
  "a source of a file": {
    files: { "models/marts/read.source.yaml": "file: data/other.csv\n" },
    change: loses,
  },
  "a column that the model itself does not read": {
    files: {
      "models/marts/read.sql": model("kind: table", "select id, id as shown from raw.other"),
      "models/marts/checked.sql": model(
        'kind: table\nchecks: [{ custom_sql: "select * from self where id not in (select id from marts.read)" }]',
        "select shown as id from marts.read",
      ),
    },
    change: {
      "models/marts/read.sql": model(
        "kind: table",
        "select id + 5 as id, id as shown from raw.other",
      ),
    },
  },
};

describe.each(Object.entries(reads))("a check that reads %s", (_, { files, change }) => {
  it("runs again when that changes, and at no other time", async () => {
    const project = testProject({ ...base, ...files });
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.plan()).toEqual({});
    project.write(change);
    expect(await project.plan()).toMatchObject({ "marts.checked": "recheck" });
    const changed = await project.build();
    expect(changed.nodes["marts.checked"]?.status).toBe("failed");
    const fresh = testProject({ ...base, ...files, ...change });
    expect((await fresh.build()).nodes["marts.checked"]?.status).toBe("failed");
  });

  it("runs once after a change that it passes", async () => {
    const project = testProject({ ...base, ...files });
    await project.build();
    project.write({ "data/other.csv": csv(1, 2, 3) });
    const again = await project.build();
    expect(again.summary.ok).toBe(true);
    expect(await project.plan()).toEqual({});
  });
});

it("a check that reads a table which Sluice does not build runs with each build", async () => {
  const project = testProject({
    ...base,
    "models/marts/read.source.yaml": "table: outside.known\n",
  });
  await project.execute(
    "create schema outside; create table outside.known as select 1 as id union all select 2",
  );
  expect((await project.build()).summary.ok).toBe(true);
  await project.execute("delete from outside.known where id = 2");
  expect((await project.build()).nodes["marts.checked"]?.status).toBe("failed");
});

describe("the value of a variable", () => {
  const files = (sql: string, checks: string) => ({
    ...base,
    "models/marts/checked.sql": model(`kind: table\nchecks: [${checks}]`, sql),
  });
  const limited = 'custom_sql: "select * from self where id > $most"';
  const definition = (most: number) => ({
    vars: z.object({ most: z.number().default(most), other: z.number().default(most) }),
  });

  it("is part of the checks that use it: they run again when it changes", async () => {
    const project = testProject(files("select id from raw.own", `{ ${limited} }`), definition(5));
    await project.build();
    project.define(definition(1));
    expect(await project.plan()).toEqual({ "marts.checked": "recheck" });
    expect((await project.build()).nodes["marts.checked"]?.status).toBe("failed");
  });

  it("is no part of checks that do not use it", async () => {
    const project = testProject(
      files("select id from raw.own", "{ expression: id > 0 }"),
      definition(5),
    );
    await project.build();
    project.define(definition(1));
    expect(await project.plan()).toEqual({});
  });
});

it("state:modified leaves out a model whose check only reads something else now", async () => {
  const project = testProject({
    ...base,
    "models/marts/read.sql": model("kind: table", "select id from raw.other"),
  });
  await project.build();
  const modified = () =>
    project.with((workspace) => workspace.select({ select: ["state:modified"] }));
  expect(await modified()).toEqual([]);
  project.write(loses);
  expect(await modified()).toEqual(["raw.other"]);
});
