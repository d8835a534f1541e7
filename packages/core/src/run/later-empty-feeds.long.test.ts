import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const kinds: Readonly<Record<string, string>> = {
  by_key: "type: incremental_by_key, key: id",
  append: "type: append",
  snapshot: "type: snapshot, key: id",
};
const policies = ["append", "sync", "rebuild", "fail"] as const;

/** Two feeds of one format: one with values, and one without a value beside the key. */
interface Feeds {
  readonly file: string;
  readonly full: string;
  readonly empty: string;
}

const json = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const full = [
  { id: 1, price: 20.5, units: 3, day: "2024-01-31", tags: ["a"] },
  { id: 2, price: 7, units: 4, day: "2024-02-01", tags: ["b"] },
];
const nulls = [5, 6].map((id) => ({ id, price: null, units: null, day: null, tags: null }));
const csvFull = "id,price,units,day\n1,20.5,3,2024-01-31\n2,7,4,2024-02-01\n";
const feeds: Readonly<Record<string, Feeds>> = {
  "CSV with only a header": { file: "feed.csv", full: csvFull, empty: "id,price,units,day\n" },
  "CSV with nulls": { file: "feed.csv", full: csvFull, empty: "id,price,units,day\n5,,,\n6,,,\n" },
  NDJSON: { file: "feed.ndjson", full: json(full), empty: json(nulls) },
  JSON: { file: "feed.json", full: JSON.stringify(full), empty: JSON.stringify(nulls) },
};

function project(kind: string, of: Feeds, files: Readonly<Record<string, string>> = {}) {
  return testProject({
    "models/raw/feed.source.yaml": `file: ${of.file}\n`,
    [of.file]: of.full,
    "models/a/m.sql": `/* model\nkind: { ${kind} }\n*/\nselect id, price, units, day from raw.feed`,
    ...files,
  });
}

const types = (of: TestProject) =>
  of.rows(
    "select distinct typeof(price) as price, typeof(units) as units, typeof(day) as day from a.m",
  );

const cases = Object.keys(feeds).flatMap((feed) =>
  Object.keys(kinds).flatMap((kind) =>
    // The policies of one feed stand for those of all.
    (feed === "CSV with nulls" ? policies : ["append" as const]).map(
      (policy) => [feed, kind, policy] as const,
    ),
  ),
);

it.each(cases)(
  "a later feed without values leaves the table's types: %s, %s, %s",
  async (name, kind, policy) => {
    const feed = feeds[name] as Feeds;
    const shop = project(`${kinds[kind]}, on_schema_change: ${policy}`, feed);
    await shop.build({}, { now: "2024-02-02" });
    const before = await types(shop);
    expect(before).toEqual([{ price: "DOUBLE", units: "BIGINT", day: "DATE" }]);
    for (const [content, now] of [
      [feed.empty, "2024-02-03"],
      [feed.full, "2024-02-04"],
    ] as const) {
      shop.write({ [feed.file]: content });
      const { nodes } = await shop.build({}, { now });
      expect(nodes["a.m"]?.error).toBeUndefined();
      expect(await types(shop)).toEqual(before);
    }
    expect(
      await shop.rows(
        "select distinct id, price, units, day::varchar as day from a.m where price is not null order by id",
      ),
    ).toEqual([
      { id: 1n, price: 20.5, units: 3n, day: "2024-01-31" },
      { id: 2n, price: 7, units: 4n, day: "2024-02-01" },
    ]);
  },
);

const csv = feeds["CSV with nulls"] as Feeds;
const byKey = "type: incremental_by_key, key: id";
const header = `/* model\nkind: { ${byKey} }\n*/\n`;

describe("the type of a later feed without values", () => {
  it.each([
    [
      "a view",
      {
        "models/a/v.sql": "/* model\nkind: view\n*/\nselect * from raw.feed",
        "models/a/m.sql": `${header}select * from a.v`,
      },
    ],
    [
      "an ephemeral model",
      {
        "models/a/v.sql":
          "/* model\nkind: ephemeral\n*/\nselect id, price as p, units, day from raw.feed",
        "models/a/m.sql": `${header}select id, p as price, units, day from a.v`,
      },
    ],
    [
      "a table",
      {
        "models/a/v.sql": "select * from raw.feed",
        "models/a/m.sql": `${header}select * from a.v`,
      },
    ],
    ["a CTE", { "models/a/m.sql": `${header}with f as (select * from raw.feed) select * from f` }],
    [
      "a join",
      {
        "models/a/m.sql": `${header}select f.id, f.price, f.units, g.day from raw.feed f left join raw.feed g on f.id = g.id`,
      },
    ],
    [
      "a coalesce",
      {
        "models/a/m.sql": `${header}select f.id, coalesce(f.price, g.price) as price, f.units, f.day from raw.feed f join raw.feed g on f.id = g.id`,
      },
    ],
    [
      "a seed",
      {
        "models/raw/feed.source.yaml": "file: other.csv\n",
        "other.csv": "x\n1\n",
        "models/seeds/feed.seed.yaml": "file: feed.csv\n",
        "models/a/m.sql": `${header}select * from seeds.feed`,
      },
    ],
  ])("is no other type through %s", async (_, files) => {
    const shop = project(byKey, csv, files);
    await shop.build();
    shop.write({ [csv.file]: csv.empty });
    const { nodes } = await shop.build();
    expect(nodes["a.m"]?.error).toBeUndefined();
    expect(await types(shop)).toEqual([{ price: "DOUBLE", units: "BIGINT", day: "DATE" }]);
  });

  it("beside a file with values is not the type of both", async () => {
    const shop = project(byKey, csv, {
      "models/raw/other.source.yaml": "file: other.csv\n",
      "other.csv": "id,price,units,day\n9,0.25,1,2024-03-01\n",
      "models/a/m.sql": `${header}select * from raw.feed union all select * from raw.other`,
    });
    await shop.build();
    shop.write({ [csv.file]: csv.empty });
    const { nodes } = await shop.build();
    expect(nodes["a.m"]?.error).toBeUndefined();
    expect(await types(shop)).toEqual([{ price: "DOUBLE", units: "BIGINT", day: "DATE" }]);
    expect(await shop.value("select price from a.m where id = 9")).toBe(0.25);
  });

  const forward = `${byKey}, forward_only: true`;
  it.each<[string, Readonly<Record<string, string>>]>([
    [
      "is declared",
      {
        "models/raw/feed.source.yaml": "file: feed.csv\ncolumns: { price: { type: varchar } }\n",
      },
    ],
    ["is that of all_text", { "models/raw/feed.source.yaml": "file: feed.csv\nall_text: true\n" }],
    [
      "is made by the query",
      {
        "models/a/m.sql": `/* model\nkind: { ${forward} }\n*/\nselect id, cast(id as varchar) as price, units, day from raw.feed`,
      },
    ],
    ["has values", { [csv.file]: "id,price,units,day\n1,cheap,3,2024-01-31\n" }],
  ])("is compared with the table's where it %s", async (_, files) => {
    const shop = project(forward, csv);
    await shop.build();
    shop.write({ [csv.file]: csv.empty, ...files });
    const { nodes } = await shop.build();
    expect(nodes["a.m"]?.error).toMatchObject({ code: "RUN.SCHEMA_CHANGED" });
    expect(nodes["a.m"]?.error?.message).toContain("`price` is VARCHAR, was DOUBLE");
  });
});
