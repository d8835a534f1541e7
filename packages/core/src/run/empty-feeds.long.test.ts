import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const kinds: Readonly<Record<string, string>> = {
  by_key: "type: incremental_by_key, key: id",
  append: "type: append",
  snapshot: "type: snapshot, key: id",
};
const policies = ["append", "sync", "rebuild", "fail"] as const;
const feeds: Readonly<Record<string, string>> = {
  "only a header": "id,price,day\n",
  "only nulls beside a key": "id,price,day\n1,,\n2,,\n",
};

function feedProject(kind: string, policy: string, feed: string): TestProject {
  return testProject({
    "models/raw/feed.source.yaml": "file: feed.csv\n",
    "feed.csv": feed,
    "models/a/m.sql": `/* model\nkind: { ${kind}, on_schema_change: ${policy} }\n*/\nselect id, price, day from raw.feed`,
  });
}

const full = "id,price,day\n1,20.5,2024-01-31\n3,7,2024-02-01\n";

describe.each(Object.entries(feeds))("a first feed of %s", (_, first) => {
  it.each(Object.keys(kinds).flatMap((kind) => policies.map((policy) => [kind, policy] as const)))(
    "leaves the types of its columns to the next feed: %s, %s",
    async (kind, policy) => {
      const project = feedProject(kinds[kind] ?? "", policy, first);
      expect((await project.build({}, { now: "2024-02-02" })).summary.ok).toBe(true);
      project.write({ "feed.csv": full });
      const { nodes } = await project.build({}, { now: "2024-02-03" });
      expect(nodes["a.m"]?.error).toBeUndefined();
      expect(
        await project.rows(
          "select id, price, day::varchar as day, typeof(price) as p, typeof(day) as d from a.m where price is not null order by id",
        ),
      ).toEqual([
        { id: 1n, price: 20.5, day: "2024-01-31", p: "DOUBLE", d: "DATE" },
        { id: 3n, price: 7, day: "2024-02-01", p: "DOUBLE", d: "DATE" },
      ]);
      const again = await project.build({}, { now: "2024-02-04" });
      // A model that appends without a key takes the rows of each feed again.
      expect(again.nodes["a.m"]?.rows).toBe(kind === "append" ? 2 : 0);
    },
  );
});

it("a column with a value keeps its type against a guess of another", async () => {
  const project = feedProject(kinds["by_key"] ?? "", "append", "id,price,day\n1,x,\n");
  await project.build();
  project.write({ "feed.csv": full });
  const { nodes } = await project.build();
  expect(
    nodes["a.m"]?.error?.message ?? (await project.value("select typeof(price) from a.m")),
  ).toMatch(/VARCHAR/);
});
