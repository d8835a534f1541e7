import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const users = (...rows: readonly string[]) => ({
  "models/raw/users.seed.yaml": `file: data/users.csv
columns:
  id: { type: integer }
  name: { type: varchar }
  seen: { type: timestamp }
`,
  "data/users.csv": ["id,name,seen", ...rows, ""].join("\n"),
});

const model = (kind: string, query: string) => ({
  "models/marts/users.sql": `/* model\nkind: ${kind}\n*/\n${query}`,
});
const content = "select id, name from marts.users order by all";
const at = (now: string) => ({ now });

describe("a build of a table kept by key", () => {
  it("refuses `$since` where missing rows are deleted: all but the newest would be", async () => {
    const [found] = await findings(
      testProject({
        ...users(),
        ...model(
          "{ type: incremental_by_key, key: id, updated_at: seen, deletes: missing }",
          "select * from raw.users where seen >= $since",
        ),
      }),
    );
    expect(found).toMatchObject({ code: "REF.PARAMETER_UNKNOWN" });
  });

  it("keeps the table when the source comes empty, until a full refresh says it is meant", async () => {
    const project = testProject({
      ...users("1,ada,2024-01-01", "2,bob,2024-01-01"),
      ...model(
        "{ type: incremental_by_key, key: id, deletes: missing }",
        "select * from raw.users",
      ),
    });
    await project.build();
    project.write(users());
    const { nodes } = await project.build();
    expect(nodes["marts.users"]?.error).toMatchObject({ code: "RUN.SOURCE_EMPTY" });
    expect(await project.rows(content)).toHaveLength(2);
    const forced = await project.build({ rebuild: true });
    expect(forced.summary.ok).toBe(true);
    expect(await project.rows(content)).toEqual([]);
  });

  it("finds rows that come late at exactly `$since`, and reads no older ones", async () => {
    const project = testProject({
      ...users("1,ada,2024-01-01", "2,bob,2024-01-05"),
      ...model(
        "{ type: incremental_by_key, key: id, updated_at: seen }",
        "select * from raw.users where seen >= $since",
      ),
    });
    await project.build({}, at("2024-02-01"));
    project.write(
      users("1,changed without a date,2024-01-01", "2,bob,2024-01-05", "3,eve,2024-01-05"),
    );
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.users"]).toMatchObject({ status: "built", rows: 1 });
    expect(await project.rows(content)).toEqual([
      { id: 1, name: "ada" },
      { id: 2, name: "bob" },
      { id: 3, name: "eve" },
    ]);
  });
});

describe("a build of a table that is appended to", () => {
  it("adds each row once, late ones at the greatest time too", async () => {
    const project = testProject({
      ...users("1,ada,2024-01-01", "2,bob,2024-01-05"),
      ...model("{ type: append, time: seen }", "select * from raw.users where seen >= $since"),
    });
    await project.build({}, at("2024-02-01"));
    project.write(users("1,ada,2024-01-01", "2,bob,2024-01-05", "3,eve,2024-01-05"));
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.users"]).toMatchObject({ status: "built", rows: 1 });
    expect(await project.rows(content)).toHaveLength(3);
  });
});

describe("an edit that keeps the rows", () => {
  const kind = (more: string) =>
    `{ type: incremental_by_key, key: id, updated_at: seen, forward_only: true${more} }`;
  const first = users("1,ada,2024-01-01 00:00:00", "2,bob,2024-01-05 00:00:00");

  it("adds columns, null in the rows there are, and gives new rows values", async () => {
    const query = "select id, name, seen from raw.users where seen >= $since";
    const project = testProject({ ...first, ...model(kind(""), query) });
    await project.build({}, at("2024-02-01"));
    project.write({
      ...users("1,ada,2024-01-01", "2,bob,2024-01-05", "3,eve,2024-01-06"),
      ...model(kind(""), query.replace("seen from", "seen, length(name) as size from")),
    });
    const { summary } = await project.build({}, at("2024-02-02"));
    expect(summary.ok).toBe(true);
    expect(await project.rows("select id, size::int as size from marts.users order by 1")).toEqual([
      { id: 1, size: null },
      { id: 2, size: 3 },
      { id: 3, size: 3 },
    ]);
  });

  it("refuses a narrower type that would change a value, and leaves readers what they had", async () => {
    const query = "select id, name, seen from raw.users";
    const project = testProject({ ...first, ...model(kind(", on_schema_change: sync"), query) });
    await project.build({}, at("2024-02-01"));
    project.write(
      model(
        kind(", on_schema_change: sync"),
        "select id, try_cast(name as integer) as name, seen from raw.users",
      ),
    );
    const { nodes } = await project.build({}, at("2024-02-02"));
    expect(nodes["marts.users"]?.error).toMatchObject({ code: "RUN.SCHEMA_CHANGED" });
    expect(nodes["marts.users"]?.error?.why).toContain("2 values of `name` (VARCHAR to INTEGER)");
    expect(await project.rows(content)).toHaveLength(2);
  });
});
