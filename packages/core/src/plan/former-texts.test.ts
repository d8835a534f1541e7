import { expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const HEAD = "id,day,v";
const clock = "2024-01-03T00:00:00Z";
const model = (kind: string, sql: string) => `/* model\nkind: ${kind}\n*/\n${sql}`;

interface Texts {
  readonly above?: string;
  readonly own: string;
}

function models({ above = "v", own }: Texts) {
  return {
    "models/stg/e.sql": `select id, day, ${above} as v from raw.e`,
    "models/m/by_time.sql": model(
      "{ type: incremental_by_time, time: day, start: 2024-01-01 }",
      `select id, day, ${own} as v from stg.e where day >= $start and day < $end`,
    ),
    "models/m/by_key.sql": model(
      "{ type: incremental_by_key, key: id }",
      `select id, day, ${own} as v from stg.e`,
    ),
  };
}

const seed = (...rows: readonly string[]) => ({
  "models/raw/e.seed.yaml": "file: data/e.csv\n",
  "data/e.csv": [HEAD, ...rows, ""].join("\n"),
});

/** A project that is built with each of some texts in turn, each with the rows of its seed. */
async function builtWith(steps: readonly (readonly [Texts, ...(readonly string[])])[]) {
  const [[first, ...rows] = [{ own: "v" }]] = steps;
  const project = testProject({ ...models(first), ...seed(...rows) });
  for (const [texts, ...given] of steps) {
    project.write({ ...models(texts), ...seed(...given) });
    await project.build({}, { clock });
  }
  const rowsOf = (name: string) =>
    project.value(`select string_agg(concat(id, ':', v), ' ' order by id) from m.${name}`);
  return { project, by_time: await rowsOf("by_time"), by_key: await rowsOf("by_key") };
}

const [first, second] = ["1,2024-01-01,1", "2,2024-01-02,2"];

it("an edit above that comes with another spelling of the query is an edit above alone", async () => {
  const { by_key } = await builtWith([
    [{ own: "v" }, first],
    [{ own: "(v)", above: "v * 10" }, second],
  ]);
  expect(by_key).toBe("1:1 2:20");
});

it("a former spelling of the query goes on with the published table, not with the one it had", async () => {
  const { by_key, by_time, project } = await builtWith([
    [{ own: "v" }, first],
    [{ own: "v * 10" }, second],
    [{ own: "(v)" }, second],
    [{ own: "v" }, first],
  ]);
  expect(by_key).toBe("1:1 2:2");
  expect(by_time).toBe("2:2");
  expect(await project.plan({}, { clock })).toEqual({});
});

it("an edit that is taken back to a text of two tables goes on with the one that was published last", async () => {
  const { by_key, by_time } = await builtWith([
    [{ own: "v" }, first],
    [{ own: "v * 10" }, second],
    [{ own: "(v)" }, second],
    [{ own: "v" }, second],
    [{ own: "v * 10" }, second],
    [{ own: "v" }, second],
  ]);
  expect(by_key).toBe("2:2");
  expect(by_time).toBe("2:2");
});
