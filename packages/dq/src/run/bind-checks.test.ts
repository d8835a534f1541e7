import type { CheckSpec } from "@sluice/core";
import { beforeAll, describe, expect, test } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { allKinds } from "../kinds/all-kinds.js";
import {
  acceptedValues,
  aggregate,
  between,
  customSql,
  expression,
  format,
  freshness,
  nonOverlapping,
  notNull,
  regex,
  relationships,
  rowCount,
  unique,
} from "../index.js";

const w = useWarehouse();

beforeAll(async () => {
  await w.execute("create table t (id int, name text, since timestamp, until timestamp)");
  await w.execute("create table parents (pid int)");
});

/** A check of each kind, right and with a fault that only the engine can see, and what the finding says. */
const table: readonly (readonly [CheckSpec, CheckSpec, string])[] = [
  [notNull("id", { where: "id > 0" }), notNull("id", { where: "idd > 0" }), '"idd" not found'],
  [unique("id"), unique("id", { where: "nope = 1" }), '"nope" not found'],
  [
    acceptedValues("name", ["a"]),
    acceptedValues("name", ["a"], { where: "lenght(name) > 1" }),
    "lenght does not exist",
  ],
  [
    relationships("id", { to: "parents", field: "pid" }),
    relationships("id", { to: "parents", field: "id" }),
    '"parent" not found',
  ],
  [between("id", { min: 1 }), between("id", { min: 1, where: "since > 5" }), "Cannot compare"],
  [expression("id > 1"), expression("totl > 1"), '"totl" not found'],
  [regex("name", "^a"), regex("name", "^a", { where: "name + since > 1" }), "No function matches"],
  [format("name", "email"), format("name", "email", { where: "x" }), '"x" not found'],
  [rowCount({ min: 1 }), rowCount({ min: 1, where: "x" }), '"x" not found'],
  [
    freshness("since", { warn_after: "1d" }),
    freshness("since", { warn_after: "1d", where: "x" }),
    '"x" not found',
  ],
  [
    aggregate("sum(id)", { min: 0 }),
    aggregate("sum(name)", { min: 0 }),
    "No function matches the given name and argument types 'sum(VARCHAR)'",
  ],
  [
    nonOverlapping("id", { from: "since", to: "until" }),
    nonOverlapping("id", { from: "since", to: "until", where: "x" }),
    '"x" not found',
  ],
  [
    customSql("select * from self where id > 1"),
    customSql("select * from self where nope"),
    '"nope" not found',
  ],
];

describe("binding checks", () => {
  test("covers every kind of check", () => {
    expect(table.map(([good]) => good.type).sort()).toEqual([...allKinds.keys()].sort());
  });

  test.each(table.map((row) => [row[0].type, ...row] as const))(
    "finds the fault of a %s check and none in a right one",
    async (_, good, bad, message) => {
      expect(await w.bind([good])).toEqual([]);
      const found = await w.bind([{ ...bad, where: { file: "models/t.sql", line: 3 } }]);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        code: "DQ.CHECK_INVALID",
        severity: "error",
        where: { file: "models/t.sql", line: 3 },
      });
      expect(found[0]?.message).toContain(message);
    },
  );

  test("names each broken check of a relation, in their order, and no right one", async () => {
    const found = await w.bind(table.flatMap(([good, bad]) => [bad, good]));
    const named = found.map(({ message }) => /^Check `([a-z_]+)/.exec(message)?.[1]);
    expect(named).toEqual(table.map(([, { type }]) => type));
  });

  test("runs no query", async () => {
    await w.execute("insert into t (id) select 1");
    expect(await w.bind([expression("error('ran') is null")])).toEqual([]);
    await w.execute("delete from t");
  });

  test("accepts an aggregate beside which the row count stands, and refuses a bare column", async () => {
    const found = await w.bind([aggregate("count(id)", { min: 0 }), aggregate("id", { min: 0 })]);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("must appear in the GROUP BY clause"),
    ]);
  });
});

describe("a relationship to a column that the other relation is known to lack", () => {
  const othersColumns = [{ name: "pid", type: "INTEGER", nullable: true }];
  const spec = (field: string) => relationships("id", { to: "parents", field });

  test("is a finding that names the relation, the column and the nearest one", async () => {
    const [found] = await w.bind([spec("pidd")], { othersColumns });
    expect(found?.message).toBe(
      "Check `relationships(id -> parents)` of marts.t cannot be run: parents has no column `pidd`.",
    );
    expect(found?.hints).toEqual(["Did you mean `pid`?"]);
  });

  test("lists the columns where none is near", async () => {
    const [found] = await w.bind([spec("zzz")], { othersColumns });
    expect(found?.hints).toEqual(["It has: pid."]);
  });

  test("is not confused with a column in another letter case", async () => {
    expect(await w.bind([spec("PID")], { othersColumns })).toEqual([]);
  });

  test("is said in the same words when the check runs", async () => {
    const result = await w.check(spec("pidd"), { othersColumns });
    expect(result.error?.message).toContain("parents has no column `pidd`");
  });
});
