import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findings, places, testProject } from "../../../test/project.js";

const source = {
  "models/raw/orders.sql":
    "/* model\nkind: table\n*/\nselect 1 as id, 10.5::decimal(9,2) as amount, date '2024-01-01' as day, 'x' as note",
};

/** The only finding of a project with one more model. */
async function only(sql: string, file = "models/marts/m.sql") {
  const found = await findings(testProject({ ...source, [file]: sql }));
  expect(found).toHaveLength(1);
  const [first] = found;
  return { place: places({ all: found })[0], frame: first?.where?.frame, ...first };
}

/** Where the caret of a frame points: the text that begins there. */
function atCaret(frame: string | undefined): string {
  const [text = "", pointer = ""] = (frame ?? "").split("\n");
  return text.slice(pointer.indexOf("^"));
}

describe("an error of the engine is shown where it was written", () => {
  it.each<readonly [string, string, string, string]>([
    ["in a select list", "select id, amont from raw.orders", "1:12", "amont from"],
    [
      "after a header",
      "/* model\nkind: table\n*/\n\nselect nope from raw.orders",
      "5:8",
      "nope from",
    ],
    [
      "behind names that were replaced",
      "select o.id, o.nope from raw.orders o join raw.orders p on o.id = p.id",
      "1:14",
      "o.nope",
    ],
    [
      "in a CTE on another line",
      "with q as (\n  select id,\n    nope\n  from raw.orders\n)\nselect id from q",
      "3:5",
      "nope",
    ],
    [
      "in a subquery",
      "select id from (select id from raw.orders where nope > 1) q",
      "1:49",
      "nope",
    ],
    ["behind a tab", "select id,\n\tnope\nfrom raw.orders", "2:2", "nope"],
    [
      "behind characters of two and four bytes",
      "select 'é😀ü' as t, nope from raw.orders",
      "1:21",
      "nope from",
    ],
    ["on a line that ends in CRLF", "select id,\r\n  nope\r\nfrom raw.orders", "2:3", "nope"],
    ["at a function", "select id, frobnicate(id) as x from raw.orders", "1:12", "frobnicate"],
    ["in where", "select id\nfrom raw.orders\nwhere amont > 1", "3:7", "amont"],
    ["behind a parameter", "select $now as now, nope from raw.orders", "1:21", "nope"],
  ])("%s", async (_, sql, at, text) => {
    const found = await only(sql);
    expect(found.place).toBe(`SQL.BIND models/marts/m.sql:${at}`);
    expect(atCaret(found.frame).startsWith(text)).toBe(true);
  });

  it("of syntax", async () => {
    const found = await only("select id,\n  amount,,\nfrom raw.orders");
    expect(found.place).toBe("SQL.SYNTAX models/marts/m.sql:2:10");
  });

  it("of something that is no query", async () => {
    expect((await only("create table x as select 1")).code).toBe("SQL.NOT_A_QUERY");
    expect((await only("select 1; select 2")).code).toBe("SQL.NOT_A_QUERY");
  });

  it("in a TypeScript model", async () => {
    const text = `const { defineModel, sql } = globalThis.sluice;
const limit = 3;
export default defineModel({
  refs: { orders: "raw.orders" },
  sql: ({ orders }) => sql\`
    select id, \${limit} as most,
           nope
    from \${orders}\`,
});
`;
    const found = await only(text, "models/marts/m.ts");
    expect(found.place).toBe("SQL.BIND models/marts/m.ts:7:12");
    expect(atCaret(found.frame)).toBe("nope");
  });

  it("suggests the column that was meant", async () => {
    const found = await only("select id, amont from raw.orders");
    expect([found.message, ...(found.hints ?? [])].join(" ")).toContain("amount");
  });

  it("of all models at once; readers of a broken one are not blamed", async () => {
    const project = testProject({
      ...source,
      "models/marts/one.sql": "select nope from raw.orders",
      "models/marts/two.sql": "select nada from raw.orders",
      "models/marts/three.sql": "select anything from marts.one",
    });
    expect(places({ all: await findings(project) })).toEqual([
      "SQL.BIND models/marts/one.sql:1:8",
      "SQL.BIND models/marts/two.sql:1:8",
    ]);
    await expect(project.build()).rejects.toMatchObject({ code: "SQL.BIND" });
    const made = "select 1 from information_schema.tables where table_schema in ('raw', 'marts')";
    expect(await project.rawRows(made)).toEqual([]);
  });
});

describe("a contract", () => {
  const header = (columns: string, more = "") =>
    `/* model\n${more}columns:\n${columns}*/\nselect id, amount, note from raw.orders`;

  it("that holds says nothing, whatever the spelling of types", async () => {
    const sql = header("  id: { type: INT }\n  AMOUNT: { type: 'numeric(9, 2)' }\n  note:\n");
    expect(await findings(testProject({ ...source, "models/marts/m.sql": sql }))).toEqual([]);
  });

  it("names a column that is missing, at its line", async () => {
    const found = await only(header("  id: { type: integer }\n  amounts: {}\n"));
    expect(found.place).toBe("CONTRACT.MISSING_COLUMN models/marts/m.sql:4:3");
    expect(found.hints).toEqual(["Did you mean `amount`?"]);
  });

  it("names a column that is too many, when it is exact", async () => {
    const found = await only(header("  id: {}\n  note: {}\n", "contract: exact\n"));
    expect(found.code).toBe("CONTRACT.EXTRA_COLUMN");
    expect(found.message).toContain("`amount` (DECIMAL(9,2))");
  });

  it("names a type that is another", async () => {
    const found = await only(header("  amount: { type: 'decimal(18,2)' }\n"));
    expect(found.place).toBe("CONTRACT.TYPE_MISMATCH models/marts/m.sql:3:3");
    expect(found.message).toContain("decimal(18,2)");
    expect(found.message).toContain("DECIMAL(9,2)");
  });

  it.each(["", "contract: exact\n"])(
    "of a snapshot may say what the columns mean that say when a version holds (%j)",
    async (exact) => {
      const model = (columns: string) => ({
        ...source,
        "models/marts/m.sql": `/* model\nkind: { type: snapshot, key: id }\n${exact}columns:\n  id: {}\n  note: {}\n${columns}*/\nselect id, note from raw.orders`,
      });
      const validity =
        "  valid_from: { type: timestamp, description: Since when. }\n  valid_to: { type: timestamp }\n";
      expect(await findings(testProject(model("")))).toEqual([]);
      expect(await findings(testProject(model(validity)))).toEqual([]);
      const wrong = places({
        all: await findings(testProject(model("  valid_to: { type: date }\n"))),
      });
      expect(wrong).toEqual([
        "CONTRACT.TYPE_MISMATCH models/marts/m.sql:" + (exact === "" ? "6" : "7") + ":3",
      ]);
    },
  );

  it("names everything at once", async () => {
    const sql = header("  id: { type: varchar }\n  gone: {}\n  note: {}\n", "contract: exact\n");
    const found = await findings(testProject({ ...source, "models/marts/m.sql": sql }));
    expect(found.map((d) => d.code).sort()).toEqual([
      "CONTRACT.EXTRA_COLUMN",
      "CONTRACT.MISSING_COLUMN",
      "CONTRACT.TYPE_MISMATCH",
    ]);
  });

  it("without nulls is checked when the model is built", async () => {
    const project = testProject({
      "models/a/m.sql":
        "/* model\nkind: table\ncolumns:\n  v: { nullable: false }\n*/\nselect null::int as v",
    });
    const { nodes, summary } = await project.build();
    expect(summary.ok).toBe(false);
    expect(nodes["a.m"]?.checkResults).toMatchObject([{ type: "not_null", status: "failed" }]);
  });

  it("of zod holds types, nulls and enums", async () => {
    const model = (columns: string, select: string) => ({
      "models/a/m.ts": `const { defineModel, sql, z } = globalThis.sluice;
export default defineModel({ kind: "table", columns: z.object({ ${columns} }), sql: () => sql\`${select}\` });`,
    });
    const good = model(
      "id: z.int(), at: z.date(), kind: z.enum(['a', 'b']).nullable(), tags: z.array(z.string())",
      "select 1::bigint as id, timestamp '2024-01-01 10:00:00' as at, 'a' as kind, ['x'] as tags",
    );
    const project = testProject(good);
    expect(await findings(project)).toEqual([]);
    const { nodes } = await project.build();
    expect(nodes["a.m"]?.checkResults.map((r) => [r.type, r.status]).sort()).toEqual([
      ["accepted_values", "passed"],
      ["not_null", "passed"],
      ["not_null", "passed"],
      ["not_null", "passed"],
    ]);
    const bad = await findings(testProject(model("id: z.int()", "select 'x' as id, 2 as more")));
    expect(bad.map((d) => d.code).sort()).toEqual([
      "CONTRACT.EXTRA_COLUMN",
      "CONTRACT.TYPE_MISMATCH",
    ]);
  });
});

describe("checks", () => {
  it("of a kind that does not exist are told at their place", async () => {
    const header = "columns:\n  id: { type: integer, checks: [unqiue] }\n";
    const found = await only(`/* model\n${header}*/\nselect id from raw.orders`);
    expect(found.place).toBe("DQ.CHECK_INVALID models/marts/m.sql:3:33");
  });

  it("on a column that does not exist are told at their place, with the contract's errors", async () => {
    const found = await findings(
      testProject({
        ...source,
        "models/marts/m.sql":
          "/* model\ncolumns:\n  id: { type: varchar }\nchecks:\n  - not_null: { column: nope }\n*/\nselect id from raw.orders",
      }),
    );
    expect(places({ all: found })).toEqual([
      "CONTRACT.TYPE_MISMATCH models/marts/m.sql:3:3",
      "DQ.CHECK_INVALID models/marts/m.sql:5:5",
    ]);
  });
});

describe("values of variables", () => {
  it("decide types: a cached result of one value is not taken for another", async () => {
    const files = { "models/a/m.sql": "select 10 + $step as v" };
    const vars = z.object({ step: z.union([z.number(), z.string()]).default(1) });
    const project = testProject(files, { vars });
    expect(await findings(project)).toEqual([]);
    const { diagnostics } = await project.with((workspace) => workspace.validate(), {
      vars: { step: "x" },
    });
    expect(places({ all: diagnostics })).toEqual(["SQL.BIND models/a/m.sql:1:11"]);
    expect(await findings(project)).toEqual([]);
  });
});

describe("all findings come at once", () => {
  it("whichever step finds them, those of the models below included", async () => {
    const project = testProject({
      ...source,
      "models/marts/a.sql": "select id from raw.order",
      "models/marts/b.sql": "select amont from raw.orders",
      "models/marts/c.sql": "select id from raw.orders where day > $since_when",
      "models/marts/d.sql": "select id from",
      // Unknown without its parent, so that nothing is told of it.
      "models/marts/e.sql": "select nope from marts.a",
      "models/marts/f.sql":
        "/* model\ncontract: exact\ncolumns: { id: { type: integer } }\n*/\nselect x as id from raw.order",
      "models/marts/g.sql": "select idd from marts.f",
      "models/marts/h.sql": "/* model\nkid: table\n*/\nselect amont from raw.orders",
      "models/raw/seed.seed.yaml": "fil: x.csv",
      "models/raw/ext.source.yaml": "tabel: x.y",
      // Of what cannot be known without them nothing is told.
      "models/marts/i.sql": "select nope from raw.seed join raw.ext using (id)",
    });
    expect([...places({ all: await findings(project) })].sort()).toEqual([
      "MODEL.HEADER_INVALID models/marts/h.sql:2:1",
      "MODEL.HEADER_INVALID models/raw/ext.source.yaml:1:1",
      // The key that is not known, and the one that is missing.
      "MODEL.HEADER_INVALID models/raw/seed.seed.yaml:1:1",
      "MODEL.HEADER_INVALID models/raw/seed.seed.yaml:1:1",
      "REF.PARAMETER_UNKNOWN models/marts/c.sql:1:39",
      "REF.UNKNOWN models/marts/a.sql:1:16",
      "REF.UNKNOWN models/marts/f.sql:5:21",
      "SQL.BIND models/marts/b.sql:1:8",
      "SQL.BIND models/marts/g.sql:1:8",
      "SQL.BIND models/marts/h.sql:4:8",
      "SQL.SYNTAX models/marts/d.sql:1:15",
    ]);
  });
});

describe("two columns of one name", () => {
  it.each([
    ["select 1 as a, 2 as a", "`a`"],
    ["select 1 as a, 2 as A", "`a` and `A`"],
    ["select * from raw.orders o join raw.orders p on o.id = p.id", "`id`"],
    ["/* model\nkind: ephemeral\n*/\nselect 1 as a, 2 as a", "`a`"],
    ["/* model\nkind: table\n*/\nselect id, amount as ID from raw.orders", "`id` and `ID`"],
  ])("of a query are refused: %s", async (sql, names) => {
    const found = await only(sql);
    expect(found).toMatchObject({
      code: "MODEL.COLUMN_DUPLICATE",
      where: { file: "models/marts/m.sql" },
    });
    expect(found.message).toContain(names);
  });

  it.each([
    "select 1 as id, 2 as id_1",
    "select o.* from raw.orders o join raw.orders p using (id)",
  ])("are not those of: %s", async (sql) => {
    expect(await findings(testProject({ ...source, "models/marts/m.sql": sql }))).toEqual([]);
  });
});
