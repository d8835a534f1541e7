import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const rows = (...days: readonly number[]) =>
  `id,ts,n\n${days.map((day) => `${String(day)},2024-01-0${String(day)} 10:00:00,${String(day)}`).join("\n")}\n`;

const early = "2024-01-04T00:00:00Z";
const late = "2024-01-10T00:00:00Z";

/** Every kind of table that is kept, and what of its query reads new rows. */
const kinds = {
  incremental_by_time: ["time: ts, start: 2024-01-01", "where ts >= $start and ts < $end"],
  incremental_by_key: ["key: id", ""],
  append: ["time: ts", ""],
  snapshot: ["key: id", ""],
} as const;

type Kind = keyof typeof kinds;

/** A table that is kept, on a circle: itself checked (`first`), between, or read by the check (`last`). */
function circle(kind: Kind, position: "first" | "between" | "last") {
  const [options, where] = kinds[kind];
  const check = "checks: [{ relationships: { column: id, to: marts.last } }]";
  const at = (name: string, read: string, header = "") => {
    const own = name === position;
    const type = own ? `kind: { type: ${kind}, ${options} }` : "kind: table";
    const sql = `select id, ts, n from ${read}${own && where !== "" ? ` ${where}` : ""}`;
    return model(`${type}${header === "" ? "" : `\n${header}`}`, sql);
  };
  return {
    "models/raw/rows.seed.yaml": "file: data/rows.csv\n",
    "models/raw/known.seed.yaml": "file: data/known.csv\n",
    "data/rows.csv": rows(1, 2),
    "data/known.csv": rows(1, 2),
    "models/marts/first.sql": at("first", "raw.rows", check),
    "models/marts/between.sql": at("between", "marts.first"),
    "models/marts/known.sql": "select id from raw.known",
    "models/marts/last.sql": at("last", "marts.between").replace(
      "from marts.between",
      "from (select b.* from marts.between b semi join marts.known k using (id))",
    ),
  };
}

async function seen(project: TestProject): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (const name of ["first", "between", "last"]) {
    const found = await project.rawRows(
      `select string_agg(id::text, ' ' order by id) as ids from marts.${name}`,
    );
    all.push(found[0]?.["ids"]);
  }
  return all;
}

const positions = ["first", "between", "last"] as const;
const cases = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
  positions.map((position) => [kind, position] as const),
);

describe.each(cases)("%s on a circle of checks, %s", (kind, position) => {
  it("shows no row before the late check has passed, and goes on from what is shown", async () => {
    const project = testProject(circle(kind, position));
    expect((await project.build({}, { clock: early })).summary.ok).toBe(true);
    expect(await seen(project)).toEqual(["1 2", "1 2", "1 2"]);

    project.write({ "data/rows.csv": rows(1, 2, 5) });
    for (const _ of [1, 2]) {
      const { nodes } = await project.build({}, { clock: late });
      expect(nodes["marts.first"]?.status).toBe("failed");
      expect(nodes["marts.last"]?.status).toBe("skipped");
      expect(await seen(project)).toEqual(["1 2", "1 2", "1 2"]);
    }

    project.write({ "data/known.csv": rows(1, 2, 5) });
    const mended = await project.build({}, { clock: late });
    expect(mended.summary).toMatchObject({ ok: true });
    expect(await seen(project)).toEqual(["1 2 5", "1 2 5", "1 2 5"]);
    expect(await project.plan({}, { clock: late })).toEqual({});
  });
});

it("a snapshot keeps its history over a refused version and what follows", async () => {
  const project = testProject(circle("snapshot", "first"));
  const values = (...of: readonly string[]) => `id,ts,n\n${of.join("\n")}\n`;
  await project.build({}, { clock: "2024-01-03T00:00:00Z" });
  project.write({ "data/rows.csv": values("1,2024-01-01 10:00:00,7", "9,2024-01-02 10:00:00,2") });
  await project.build({}, { clock: "2024-01-04T00:00:00Z" });
  project.write({ "data/rows.csv": values("1,2024-01-01 10:00:00,8", "2,2024-01-02 10:00:00,2") });
  const done = await project.build({}, { clock: "2024-01-05T00:00:00Z" });
  expect(done.summary.ok).toBe(true);
  expect(
    await project.rawRows(
      "select id::int as id, n::int as n, valid_from::date::text as since, valid_to is null as open from marts.first order by all",
    ),
  ).toEqual([
    { id: 1, n: 1, since: "2024-01-03", open: false },
    { id: 1, n: 8, since: "2024-01-05", open: true },
    { id: 2, n: 2, since: "2024-01-03", open: true },
  ]);
});

it("a table that is kept, with a check of what is built before it, is changed in place", async () => {
  const project = testProject({
    "models/raw/rows.seed.yaml": "file: data/rows.csv\n",
    "models/raw/known.seed.yaml": "file: data/known.csv\n",
    "data/rows.csv": rows(1, 2),
    "data/known.csv": rows(1, 2, 3),
    "models/marts/kept.sql": model(
      "kind: { type: incremental_by_key, key: id }\nchecks: [{ relationships: { column: id, to: raw.known } }]",
      "select id, n from raw.rows",
    ),
  });
  const first = await project.build();
  project.write({ "data/rows.csv": rows(1, 2, 3) });
  const second = await project.build();
  expect(second.nodes["marts.kept"]?.physical).toBe(first.nodes["marts.kept"]?.physical);
  project.write({ "data/known.csv": rows(1, 2) });
  expect(await project.plan()).toMatchObject({ "marts.kept": "recheck" });
  expect((await project.build()).nodes["marts.kept"]?.status).toBe("failed");
});
