import { expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const clock = "2024-01-03T00:00:00Z";
const kinds = {
  by_time: "{ type: incremental_by_time, time: day, start: 2024-01-01 }",
  by_key: "{ type: incremental_by_key, key: id }",
  log: "append",
  total: "table",
} as const;
const names = Object.keys(kinds) as (keyof typeof kinds)[];

interface Texts {
  /** Columns of the ephemeral model beside those that are read. */
  readonly inner?: string;
  /** How the tables read the ephemeral model. */
  readonly from?: string;
}

function files({ inner = "", from = "stg.inner" }: Texts, ...days: readonly number[]) {
  const tables = names.map((name) => {
    const filter = name === "by_time" ? " where day >= $start and day < $end" : "";
    return [
      `models/m/${name}.sql`,
      `/* model\nkind: ${kinds[name]}\n*/\nselect id, day from ${from}${filter}`,
    ] as const;
  });
  return {
    "models/raw/e.seed.yaml": "file: data/e.csv\n",
    "data/e.csv": `id,day\n${days.map((day) => `${day},2024-01-0${day}\n`).join("")}`,
    "models/stg/inner.sql": `/* model\nkind: ephemeral\n*/\nselect id, day${inner} from raw.e`,
    ...Object.fromEntries(tables),
  };
}

const extra = ", id + 1 as extra";
const cte = "(select id, day, id * 2 as twice from stg.inner)";

it.each<readonly [string, Texts, Texts]>([
  ["an added column of an ephemeral model", {}, { inner: extra }],
  ["an added column of an ephemeral model and an alias", {}, { inner: extra, from: "stg.inner e" }],
  [
    "a removed column of an ephemeral model and an alias",
    { inner: extra },
    { from: "stg.inner e" },
  ],
  [
    "an edited column of an ephemeral model and an alias",
    { inner: extra },
    { inner: ", 7 as extra", from: "stg.inner e" },
  ],
  ["an added column of a subquery", { from: "(select id, day from stg.inner)" }, { from: cte }],
  ["an edited column of a subquery", { from: cte }, { from: cte.replace("* 2", "* 3") }],
])("%s that nothing reads builds no table and loses no row", async (_, before, after) => {
  const project = testProject(files(before, 1, 2));
  await project.build({}, { clock });
  project.write(files(after, 1, 2));
  expect(await project.plan({}, { clock })).toEqual({});
  project.write(files(after, 2));
  await project.build({}, { clock });
  const selects = names.map(
    (name) => `select '${name}' as name, string_agg(id, ' ' order by id) as ids from m.${name}`,
  );
  const found = await project.rawRows(selects.join(" union all "));
  expect(Object.fromEntries(found.map(({ name, ids }) => [name as string, ids]))).toEqual({
    by_time: "1 2",
    by_key: "1 2",
    log: "1 2 2",
    total: "2",
  });
});
