import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";
import type {
  CallOptions,
  SqlRunner,
  TargetEngine,
  WarehouseAdapter,
} from "../warehouse/warehouse-adapter.js";

/** Per physical table without its version: whether its transaction had the hint. */
type Hints = Map<string, boolean>;

/** DuckDB, noting for each created relation and each statement on it whether the hint was given. */
function watched(hints: Hints, checks: Hints): TargetEngine {
  const engine = duckdb({ path: "shop.duckdb", threads: 2 });
  return { ...engine, open: async (open) => watch(await engine.open(open), { hints, checks }) };
}

function watch(
  warehouse: WarehouseAdapter,
  { hints, checks }: { readonly hints: Hints; readonly checks: Hints },
): WarehouseAdapter {
  const note = (to: Hints, sql: string, options: CallOptions | undefined) => {
    const name = /"_sluice"\."(\w+?)__[0-9a-f]{8}/.exec(sql)?.[1];
    if (name !== undefined) to.set(name, options?.fewRows === true);
  };
  const noting = (tx: SqlRunner, options: CallOptions | undefined): SqlRunner => ({
    query: (sql, own) => tx.query(sql, own),
    load: (target, rows, own) => tx.load(target, rows, own),
    execute: (sql, own) => {
      if (/^create (or replace )?(table|view) "_sluice"/.test(sql)) note(hints, sql, options);
      return tx.execute(sql, own);
    },
  });
  return new Proxy(warehouse, {
    get: (target, key) => {
      if (key === "transaction")
        return (body: (tx: SqlRunner) => Promise<unknown>, options?: CallOptions) =>
          target.transaction((tx) => body(noting(tx, options)), options);
      if (key === "query")
        return (sql: string, options?: CallOptions) => {
          note(checks, sql, options);
          return target.query(sql, options);
        };
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

const table = (query: string, header = "") => `/* model\nkind: table\n${header}*/\n${query}`;
const check = "checks:\n  - expression: i >= 0\n";

const files = (dir: string) => ({
  "data/few.csv": "i\n1\n2\n",
  "models/a/few_rows.seed.yaml": "file: data/few.csv\ncolumns: { i: { type: bigint } }\n",
  "models/a/from_nothing.sql": table("select i from range(10) r(i)", check),
  "models/a/many.sql": table("select i from range(10001) r(i)", check),
  "models/b/of_few.sql": table("select i from a.from_nothing", check),
  "models/b/of_seed.sql": table("select i from a.few_rows"),
  "models/b/of_many.sql": table("select i from a.many limit 3"),
  "models/b/of_both.sql": table("select i from a.many join a.from_nothing using (i)"),
  "models/b/of_file.sql": table(
    `select i from a.from_nothing union all select i from read_csv('${dir}/data/few.csv')`,
  ),
  "models/c/few_view.sql": "select i from b.of_few",
  "models/c/many_view.sql": "select * from a.many join b.of_few using (i)",
  "models/c/file_view.sql": `select f.i from a.from_nothing join read_csv('${dir}/data/few.csv') f using (i)`,
  "models/c/inlined.sql": `/* model\nkind: ephemeral\n*/\nselect f.i from a.from_nothing join read_csv('${dir}/data/few.csv') f using (i)`,
  "models/d/of_few_view.sql": table("select i from c.few_view"),
  "models/d/of_many_view.sql": table("select i from c.many_view"),
  "models/d/of_file_view.sql": table("select i from c.file_view"),
  "models/d/of_inlined.sql": table("select i from c.inlined"),
});

function project() {
  const made = testProject({});
  made.write(files(made.dir));
  return made;
}

/** Models whose query is known to read at most 10,000 rows; a view is made without reading any. */
const expected = {
  a__few_rows: false,
  a__from_nothing: false,
  a__many: false,
  b__of_few: true,
  b__of_seed: true,
  b__of_many: false,
  b__of_both: false,
  b__of_file: false,
  c__few_view: true,
  c__many_view: true,
  c__file_view: true,
  d__of_few_view: true,
  d__of_many_view: false,
  d__of_file_view: false,
  d__of_inlined: false,
};

async function hintedBuild(built: ReturnType<typeof testProject>) {
  const hints: Hints = new Map();
  const checks: Hints = new Map();
  built.define({ targets: { dev: watched(hints, checks) } });
  const { summary } = await built.build();
  expect(summary.ok).toBe(true);
  return { hints: Object.fromEntries(hints), checks: Object.fromEntries(checks) };
}

describe("the hint that a model reads few rows", () => {
  it("is given where every table under the query is known to be small", async () => {
    const { hints } = await hintedBuild(project());
    expect(hints).toEqual(expected);
  });

  it("is given to the checks of a small table", async () => {
    const { checks } = await hintedBuild(project());
    expect(checks).toMatchObject({ a__from_nothing: true, b__of_few: true, a__many: false });
  });

  it("counts the rows of tables that the build reuses", async () => {
    const changed = project();
    await hintedBuild(changed);
    changed.write({
      "models/b/of_few.sql": table("select i + 1 as i from a.from_nothing"),
      "models/b/of_many.sql": table("select i + 1 as i from a.many limit 3"),
    });
    const { hints } = await hintedBuild(changed);
    expect(hints).toMatchObject({ b__of_few: true, b__of_many: false, d__of_few_view: true });
  });

  it("is not given for an incremental table, whose rows the state does not count", async () => {
    const growing = testProject({
      "models/a/events.sql":
        "/* model\nkind: { type: incremental_by_key, key: i }\n*/\nselect i from range(10) r(i)",
      "models/a/of_events.sql": table("select i from a.events"),
    });
    const { hints } = await hintedBuild(growing);
    expect(hints).toMatchObject({ a__of_events: false });
  });
});
