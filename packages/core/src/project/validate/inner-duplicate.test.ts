import { describe, expect, test } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const join = "raw.a join raw.b on a.id = b.id";
const sources = {
  "models/raw/a.sql": "select 1 as id, 2 as x",
  "models/raw/b.sql": "select 1 as id, 3 as y, 4 as x_1",
};

async function found(sql: string) {
  const all = await findings(testProject({ ...sources, "models/marts/m.sql": sql }));
  return all.map(({ code, message, where }) => ({
    at: `${code} ${String(where?.line)}:${String(where?.column)}`,
    message,
  }));
}

describe("the second of two columns of one name of an inner query", () => {
  test.each([
    ["with c as (select id, id from raw.a) select * from c", "id"],
    ["with c as (select id, x as ID from raw.a) select * from c", "id"],
    ["select * from (select id, x as id from raw.a)", "id"],
    [`with c as (select a.*, b.* from ${join}) select * from c`, "id"],
    [`with c as (select * from ${join}) select c.* from c`, "id"],
    [`with c as (select * from ${join}) select * exclude (id) from c`, "id"],
    [`with c as (select * from ${join}) select columns(*) from c`, "id"],
    [`with c as (select * from ${join}), d as (select * from c) select * from d`, "id"],
    [`select * from (select id, id from raw.a union all select id, x from raw.a)`, "id"],
    ["select t.* from (values (1, 2)) t(k, K)", "k"],
    ["with c(p, p) as (select id, x from raw.a) select * from c", "p"],
    ["select a.x, t.* from raw.a, lateral (select a.id, a.x as id) t", "id"],
    ["with c as (select id, id from raw.a) select * from c union all select 1, 2", "id"],
  ])("is a finding where a star passes it on: %s", async (sql, given) => {
    const [first, ...others] = await found(sql);
    expect(others).toEqual([]);
    expect(first?.at).toMatch(/^MODEL\.COLUMN_DUPLICATE/);
    expect(first?.message).toContain(`gives two columns \`${given}\``);
  });

  test.each([
    ["with c as (select id, id from raw.a) select id_1 from c", "1:45"],
    ["with c as (select id, id from raw.a)\nselect id as k from c where id_1 = 1", "2:29"],
    [`with c as (select a.*, b.* from ${join}) select c.id_1 as other from c`, "1:75"],
    [`with c as (select * from ${join}) select x from c order by "id_1"`, "1:84"],
    ["with c as (select id, x as id from raw.a) select sum(id_1) as n from c group by id", "1:54"],
    [
      "with c as (select id, x as id, y as id from raw.a, (select y from raw.b)) select id_2 from c",
      "1:82",
    ],
  ])("is a finding at its place where it is read by its name: %s", async (sql, place) => {
    expect((await found(sql)).map(({ at }) => at)).toEqual([`MODEL.COLUMN_DUPLICATE ${place}`]);
  });

  test.each([
    `with c as (select a.*, b.* from ${join}) select x, y from c`,
    `with c as (select a.*, b.* from ${join}) select id, y from c`,
    `with c as (select a.*, b.* from ${join}) select c.id, x from c where y > 1`,
    `with c as (select * from ${join}) select * exclude (id, id_1) from c`,
    `with c as (select a.*, b.* exclude (id) from ${join}) select * from c`,
    "with c as (select * from raw.a join raw.b using (id)) select * from c",
    "with c as (select * from raw.a natural join raw.b) select * from c",
    "with c(p, q) as (select id, id from raw.a) select * from c",
    "select t.* from (select id, id from raw.a) t(p, q)",
    "select count(*) as n from (select id, id from raw.a)",
    "select x from raw.a where exists (select b.id, b.id from raw.b where b.id = a.id)",
    "select * from raw.a where (id, id) in (select id, id from raw.a)",
    "with c as (select id, x as id_1 from raw.a) select * from c",
    `with c as (select a.x, b.x_1 from ${join}) select * from c`,
    `with c as (select a.*, b.* from ${join}), d as (select distinct * from c) select x from d`,
    `with c as (select a.*, b.* from ${join}) select x, x_1 from c`,
    "with c as (select id from raw.a union all by name select id from raw.b) select * from c",
    "select * from (select id, x from raw.a) p pivot (sum(x) for id in (1, 2)) ",
  ])("is none where it is not read: %s", async (sql) => {
    expect(await found(sql)).toEqual([]);
  });

  test("is found again at the next validation", async () => {
    const sql = "with c as (select id, id from raw.a) select * from c";
    const shop = testProject({ ...sources, "models/marts/m.sql": sql });
    expect(await findings(shop)).toHaveLength(1);
    expect(await findings(shop)).toHaveLength(1);
  });
});
