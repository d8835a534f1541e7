import { beforeAll, describe, expect, it } from "vitest";
import type { ColumnInfo } from "@sluice/sql/text";
import { check, columns, keyedEngine, text, type KeyedEngine } from "../../../test/keyed-engine.js";
import { failure } from "../../../test/project.js";
import { castGuard } from "./cast-guard.js";
import type { EvolutionInput, TableEvolution } from "./decide.js";
import { evolution, type Evolution } from "./evolution.js";

let engine: KeyedEngine;
beforeAll(async () => {
  engine = await keyedEngine();
  return () => engine.warehouse.close();
});

const table = columns("id INTEGER", "Name VARCHAR", "at TIMESTAMP");

function evolve(
  after: readonly ColumnInfo[],
  policy: EvolutionInput["policy"],
  more: Partial<EvolutionInput> = {},
): Evolution {
  const { dialect } = engine.warehouse;
  return evolution({ before: table, after, policy, dialect, ...more });
}

function evolved(found: Evolution): TableEvolution {
  if (found.kind !== "evolve") throw new TypeError(`It is ${found.kind}.`);
  return found;
}

const messageOf = (found: Evolution) =>
  found.kind === "refused" ? found.diagnostic.message : found.kind;

const policies = ["append", "sync", "fail", "rebuild"] as const;

describe("columns that are the same", () => {
  it.each(policies)("stay under %s, whatever their case, order and nullability", (policy) => {
    const after = columns("AT datetime", "ID int4", "name TEXT").map((column) => ({
      ...column,
      nullable: false,
    }));
    expect(evolve(after, policy)).toEqual({ kind: "same", retained: [] });
  });

  it("are told apart where only A to Z are folded", () => {
    const before = columns("é INTEGER", "É INTEGER");
    expect(evolve(before, "fail", { before })).toEqual({ kind: "same", retained: [] });
    expect(messageOf(evolve(columns("é INTEGER"), "fail", { before }))).toContain("`É` is gone");
  });
});

describe("append", () => {
  it("adds new columns last, as null, and keeps what the query no longer gives", async () => {
    const after = columns("region VARCHAR", "id INTEGER", "tags VARCHAR[]", "AT TIMESTAMP");
    const found = evolved(evolve(after, "append"));
    expect(found).toEqual({
      kind: "evolve",
      columns: columns(
        "id INTEGER",
        "Name VARCHAR",
        "at TIMESTAMP",
        "region VARCHAR",
        "tags VARCHAR[]",
      ),
      select: [
        '"id"',
        '"Name"',
        '"at"',
        'cast(null as VARCHAR) as "region"',
        'cast(null as VARCHAR[]) as "tags"',
      ],
      added: ["region", "tags"],
      retained: ["Name"],
      casts: [],
      destructive: [],
    });
    const rows = [[1, "ada", "2024-01-01 00:00:00"]];
    const old = await engine.table("old", table, rows);
    await rebuildFrom(old, found);
    expect(await engine.content("new")).toEqual(text([[...(rows[0] ?? []), null, null]]));
  });

  it("leaves the table alone where the query only gives fewer columns", () => {
    expect(evolve(columns("id INTEGER", "at TIMESTAMP"), "append")).toEqual({
      kind: "same",
      retained: ["Name"],
    });
  });

  it.each([
    ["INTEGER", "BIGINT"],
    ["UTINYINT", "SMALLINT"],
    ["INTEGER", "DOUBLE"],
    ["INTEGER", "DECIMAL(12,2)"],
    ["DECIMAL(9,2)", "DECIMAL(12,3)"],
    ["FLOAT", "DOUBLE"],
    ["DATE", "TIMESTAMP"],
    ["ENUM('a')", "ENUM('b', 'a')"],
    ["ENUM('a')", "VARCHAR"],
    ["INTEGER[]", "BIGINT[]"],
    ["STRUCT(a INTEGER)", "STRUCT(A BIGINT)"],
  ])("widens %s to %s, and takes the narrower into the wider as it is", (narrow, wide) => {
    const [a, b] = [columns(`x ${narrow}`), columns(`x ${wide}`)];
    const found = evolved(evolve(b, "append", { before: a }));
    expect(found.select).toEqual([`cast("x" as ${wide}) as "x"`]);
    expect(found.columns).toEqual(b);
    expect(found.destructive).toEqual([]);
    expect(evolve(a, "append", { before: b })).toEqual({ kind: "same", retained: [] });
  });

  it.each([
    // Neither holds the other: a type with room for both.
    ["UINTEGER", "INTEGER", "BIGINT"],
    ["DECIMAL(9,2)", "BIGINT", "DECIMAL(21,2)"],
    ["STRUCT(a INTEGER, b DATE)", "STRUCT(b DATE, c DATE)", "STRUCT(a INTEGER, b DATE, c DATE)"],
    ["ENUM('a')[]", "ENUM('b')[]", "ENUM('a', 'b')[]"],
    // The query's, as far as the values there are fit.
    ["BIGINT", "DOUBLE", "DOUBLE"],
    ["BIGINT", "DECIMAL(10,2)", "DECIMAL(10,2)"],
    ["DECIMAL(9,2)", "DECIMAL(9,3)", "DECIMAL(9,3)"],
    ["DECIMAL(9,2)", "DOUBLE", "DOUBLE"],
    ["STRUCT(a BIGINT)[]", "STRUCT(b DATE, a DOUBLE)[]", "STRUCT(b DATE, a DOUBLE)[]"],
    ["STRUCT(a INTEGER)", "STRUCT(a INTEGER, b INTEGER)", "STRUCT(a INTEGER, b INTEGER)"],
    [
      "STRUCT(a INTEGER, b INTEGER)",
      "STRUCT(b INTEGER, a INTEGER)",
      "STRUCT(a INTEGER, b INTEGER)",
    ],
    // The table's, as far as the values to come fit.
    ["DOUBLE", "BIGINT", "DOUBLE"],
    ["DOUBLE", "DECIMAL(9,2)", "DOUBLE"],
    ["STRUCT(a INTEGER, b INTEGER)", "STRUCT(a INTEGER)", "STRUCT(a INTEGER, b INTEGER)"],
  ])("brings %s and %s together in %s", (from, to, type) => {
    const { dialect } = engine.warehouse;
    const found = evolve(columns(`x ${to}`), "append", { before: columns(`x ${from}`) });
    const becomes = found.kind === "evolve" ? (found.columns[0]?.type ?? "") : from;
    expect(dialect.sameType(becomes, type), becomes).toBe(true);
    expect(found.kind === "evolve" ? found.destructive : []).toEqual([]);
  });

  it.each([
    ["BIGINT", "DECIMAL(10,2)", "DECIMAL(21,2)"],
    ["DECIMAL(9,2)", "DECIMAL(9,3)", "DECIMAL(10,3)"],
    ["INTEGER", "FLOAT", "DOUBLE"],
  ])("takes, for %s with values that %s does not hold, %s", (from, to, type) => {
    const given = { before: columns(`x ${from}`), countLost: () => 3 };
    expect(evolved(evolve(columns(`x ${to}`), "append", given)).columns).toEqual(
      columns(`x ${type}`),
    );
  });

  it("refuses a type that does not hold the values there are, and tells how many", () => {
    const given = { before: columns("x BIGINT"), countLost: () => 3 };
    const found = evolve(columns("x DOUBLE"), "append", given);
    if (found.kind !== "refused") throw new TypeError(found.kind);
    expect(found.diagnostic.why).toBe(
      "Casting the rows there are would change 3 values of `x` (BIGINT to DOUBLE).",
    );
    expect(found.diagnostic.hints.join()).not.toContain("sync");
  });

  it.each([
    ["VARCHAR", "INTEGER"],
    ["INTEGER", "VARCHAR"],
    ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE"],
    ["TIMESTAMP_NS", "TIMESTAMP"],
    ["STRUCT(a INTEGER)", "STRUCT(b INTEGER)"],
    ["INTEGER", "INTEGER[]"],
  ])("refuses %s that becomes %s, or the other way round", (from, to) => {
    for (const [before, after] of [
      [from, to],
      [to, from],
    ]) {
      const found = evolve(columns(`x ${after ?? ""}`), "append", {
        before: columns(`x ${before ?? ""}`),
      });
      expect(messageOf(found)).toBe(
        `The query gives other columns than the table has: \`x\` is ${after ?? ""}, was ${before ?? ""}.`,
      );
    }
  });
});

describe("sync", () => {
  it("drops, adds and casts, and says what it takes away", async () => {
    const before = columns("id INTEGER", "Name VARCHAR", "at TIMESTAMP", "n INTEGER");
    const after = columns("N BIGINT", "id INTEGER", "AT DATE", "region VARCHAR");
    const found = evolved(evolve(after, "sync", { before }));
    expect(found).toMatchObject({
      columns: columns("id INTEGER", "at DATE", "n BIGINT", "region VARCHAR"),
      added: ["region"],
      retained: [],
      destructive: ["drops column `Name`", "`at` becomes DATE, was TIMESTAMP"],
    });
    const old = await engine.table("old", before, [[1, "ada", "2024-01-01 00:00:00", 7]]);
    await rebuildFrom(old, found);
    expect(await engine.content("new")).toEqual(text([[1, "2024-01-01", 7n, null]]));
  });

  it("refuses casts that would change a value, with how many", async () => {
    const before = columns("a VARCHAR", "b TIMESTAMP", "c DOUBLE");
    const after = columns("a INTEGER", "b DATE", "c INTEGER");
    const found = evolved(evolve(after, "sync", { before }));
    const midnight = "2024-01-01 00:00:00";
    const fine = await engine.table("old", before, [
      ["1", midnight, 3],
      [null, null, null],
    ]);
    await rebuildFrom(fine, found);
    const spoilt = await engine.table("old", before, [
      ["01", midnight, 1.5],
      ["x", "2024-01-01 10:00:00", -0],
      ["3", midnight, NaN],
    ]);
    const error = await failure(rebuildFrom(spoilt, found));
    expect(error.code).toBe("RUN.SCHEMA_CHANGED");
    expect(error.message).toBe(
      "Casting the rows there are to the types of the query would change 2 values of `a` (VARCHAR to INTEGER) and 1 value of `b` (TIMESTAMP to DATE) and 3 values of `c` (DOUBLE to INTEGER).",
    );
  });

  it.each([
    ["STRUCT(a INTEGER)", "STRUCT(b INTEGER)"],
    ["STRUCT(a INTEGER)[]", "STRUCT(b INTEGER)[]"],
    ["STRUCT(a STRUCT(b INTEGER))", "STRUCT(a STRUCT(c INTEGER))"],
  ])("refuses %s that becomes %s, which no engine casts", (from, to) => {
    const found = evolve(columns(`x ${to}`), "sync", { before: columns(`x ${from}`) });
    expect(messageOf(found)).toContain(`\`x\` is ${to}, was ${from}`);
  });
});

describe("fail and rebuild", () => {
  const after = columns("id BIGINT", "at TIMESTAMP", "region VARCHAR");
  const differences = ["`region` VARCHAR is new", "`Name` is gone", "`id` is BIGINT, was INTEGER"];

  it("refuses with every difference, or builds anew", () => {
    expect(messageOf(evolve(after, "fail"))).toBe(
      `The query gives other columns than the table has: ${differences.join("; ")}.`,
    );
    expect(evolve(after, "rebuild")).toEqual({ kind: "rebuild", differences });
  });

  it("refuses wider types too, or takes them over without building anew", () => {
    const before = columns("id INTEGER", "x BIGINT");
    const wider = columns("x DOUBLE", "id BIGINT");
    expect(evolve(wider, "fail", { before }).kind).toBe("refused");
    expect(evolved(evolve(wider, "rebuild", { before })).columns).toEqual(
      columns("id BIGINT", "x DOUBLE"),
    );
    const given = { before, countLost: () => 1 };
    expect(evolve(wider, "rebuild", given).kind).toBe("rebuild");
  });
});

describe("a column the kind goes by", () => {
  it("cannot be new in a table that keeps its rows, as no row has a value in it", () => {
    const after = columns("id INTEGER", "Name VARCHAR", "at TIMESTAMP", "Seen TIMESTAMP");
    for (const policy of ["append", "sync"] as const) {
      const found = evolve(after, policy, { essential: ["id", "seen"] });
      expect(messageOf(found)).toContain("`Seen`, by which the model is kept up to date, is new");
      expect(evolve(after, policy, { essential: ["id", "at"] }).kind).toBe("evolve");
    }
    expect(evolve(after, "rebuild", { essential: ["seen"] }).kind).toBe("rebuild");
  });
});

/** The new table of an evolution, as a build makes it. */
async function rebuildFrom(old: { schema: string; name: string }, found: TableEvolution) {
  const { warehouse } = engine;
  const { dialect } = warehouse;
  const refusal = {
    subject: "Casting the rows there are to the types of the query",
    hints: [],
  };
  const guard = castGuard({ casts: found.casts, from: dialect.relation(old), dialect }, refusal);
  await check(warehouse, guard ? [guard] : []);
  const target = { schema: "m", name: "new" };
  await warehouse.execute(dialect.dropRelation(target, "table"));
  const select = `select ${found.select.join(", ")} from ${dialect.relation(old)}`;
  await warehouse.execute(dialect.createTableAs(target, select));
  expect((await warehouse.describe(target))?.columns).toEqual(found.columns);
}
