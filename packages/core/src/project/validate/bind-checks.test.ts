import { describe, expect, it, test } from "vitest";
import { findings, testProject, type TestProject } from "../../../test/project.js";

const orders =
  "/* model\nkind: table\n*/\nselect 1 as id, 10.5::decimal(9,2) as amount, date '2024-01-01' as day";

function header(checks: readonly string[], select = "select id from raw.orders"): string {
  return `/* model\nchecks:\n${checks.map((check) => `  - ${check}`).join("\n")}\n*/\n${select}`;
}

function project(checks: readonly string[], files: Readonly<Record<string, string>> = {}) {
  return testProject({
    "models/raw/orders.sql": orders,
    "models/marts/m.sql": header(checks),
    ...files,
  });
}

async function messages(of: TestProject) {
  const found = await findings(of);
  return found.map(({ code, message, where }) => ({
    at: `${code} ${where?.file ?? ""}:${String(where?.line)}`,
    message,
  }));
}

/** A model that has not been validated before, with its findings. */
async function only(checks: readonly string[], files?: Readonly<Record<string, string>>) {
  const found = await messages(project(checks, files));
  expect(found).toHaveLength(1);
  return found[0];
}

describe("validating finds a check that the engine cannot run", () => {
  it("at its line, each of several", async () => {
    const found = await messages(
      project(["expression: totl > 1", "expression: id > 0", "expression: frob(id)"]),
    );
    expect(found.map(({ at }) => at)).toEqual([
      "DQ.CHECK_INVALID models/marts/m.sql:3",
      "DQ.CHECK_INVALID models/marts/m.sql:5",
    ]);
  });

  test.each([
    ["a query of the author's", "custom_sql: select * from self where nope"],
    ["another model without the column", "custom_sql: select nope from raw.orders"],
    ["types that do not compare", "custom_sql: select 1 from raw.orders where day > 5"],
    ["an unknown parameter", "custom_sql: select * from self where id > $limit"],
  ])("in %s", async (_, check) => {
    expect((await only([check]))?.at).toBe("DQ.CHECK_INVALID models/marts/m.sql:3");
  });

  it("about a column that only a kind adds, and not about one that it does add", async () => {
    const snapshot = (name: string) =>
      `/* model\nkind: { type: snapshot, key: id, columns: all }\nchecks:\n  - expression: ${name} is not null\n*/\nselect id from raw.orders`;
    const files = (name: string) => ({ "models/marts/m.sql": snapshot(name) });
    expect((await only([], files("valid_form")))?.at).toBe("DQ.CHECK_INVALID models/marts/m.sql:4");
    expect(await messages(project([], files("valid_from")))).toEqual([]);
  });

  test.each([
    ["a seed", "models/raw/s.seed.yaml"],
    ["a source", "models/raw/s.source.yaml"],
  ])("of %s", async (_, file) => {
    const checked = `file: seeds/s.csv\nchecks:\n  - expression: nope > 1\n`;
    const seed = { [file]: checked, "seeds/s.csv": "a\n1\n" };
    expect((await only(["expression: id > 0"], seed))?.at).toBe(`DQ.CHECK_INVALID ${file}:3`);
  });

  it("of an ephemeral model", async () => {
    const file = "models/marts/e.sql";
    const text = "/* model\nkind: ephemeral\nchecks:\n  - expression: nope\n*/\nselect 1 as id";
    expect((await only([], { [file]: text, "models/marts/m.sql": "select 1 as a" }))?.at).toBe(
      `DQ.CHECK_INVALID ${file}:4`,
    );
  });
});

describe("validating reports one cause once", () => {
  test.each([
    ["a check whose text does not parse", "custom_sql: select from from", "SQL.SYNTAX"],
    ["a check that names no model", "custom_sql: select * from raw.ordrs", "REF.UNKNOWN"],
    ["a relationship to no model", "relationships: { to: raw.ordrs, column: id }", "REF.UNKNOWN"],
  ])("%s", async (_, check, code) => {
    expect((await only([check]))?.at).toContain(code);
  });

  it("a check that reads a model which cannot be bound", async () => {
    const broken = { "models/raw/bad.sql": "select nope from raw.orders" };
    expect((await only(["custom_sql: select any_value(x) from raw.bad"], broken))?.at).toContain(
      "SQL.BIND models/raw/bad.sql",
    );
  });
});

describe("a check that was bound", () => {
  it("is bound again when the columns that it reads change", async () => {
    const shop = project(["custom_sql: select * from raw.orders where amount < 0"]);
    expect(await messages(shop)).toEqual([]);
    shop.write({ "models/raw/orders.sql": orders.replace("as amount", "as price") });
    expect((await messages(shop)).map(({ at }) => at)).toEqual([
      "DQ.CHECK_INVALID models/marts/m.sql:3",
    ]);
  });

  it("is bound again when its own model's columns change", async () => {
    const shop = project(["expression: id > 0"]);
    expect(await messages(shop)).toEqual([]);
    shop.write({ "models/marts/m.sql": header(["expression: id > 0"], "select 'a' as idd") });
    expect(await messages(shop)).toHaveLength(1);
  });

  it("is bound again when it is edited", async () => {
    const shop = project(["expression: id > 0"]);
    expect(await messages(shop)).toEqual([]);
    shop.write({ "models/marts/m.sql": header(["expression: idd > 0"]) });
    expect(await messages(shop)).toHaveLength(1);
  });
});

describe("building", () => {
  it("stops before anything is built", async () => {
    const shop = project(["expression: nope > 0"]);
    await expect(shop.build()).rejects.toMatchObject({ code: "DQ.CHECK_INVALID" });
  });

  it("stops only the relation whose data lack the column of a check that passed before", async () => {
    const shop = testProject({
      "models/raw/s.seed.yaml": "file: seeds/s.csv\nchecks:\n  - expression: b > 0\n",
      "seeds/s.csv": "a,b\n1,1\n",
      "models/marts/other.sql": "/* model\nkind: table\n*/\nselect 1 as x",
    });
    expect((await shop.build()).summary.ok).toBe(true);
    shop.write({
      "seeds/s.csv": "a\n1\n",
      "models/marts/other.sql": "/* model\nkind: table\n*/\nselect 2 as x",
    });
    const { nodes } = await shop.build();
    expect(nodes["raw.s"]?.status).toBe("failed");
    expect(nodes["marts.other"]?.status).toBe("built");
  });
});
