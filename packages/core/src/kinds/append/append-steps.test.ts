import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SqlValue } from "../../warehouse/values.js";
import type { AppendOptions } from "../../model/kind.js";
import {
  columns,
  keyedEngine,
  text,
  type KeyedEngine,
  type Rows,
} from "../../../test/keyed-engine.js";
import { failure } from "../../../test/project.js";
import { appendSteps } from "./append-steps.js";
import { sinceLiteral, sinceQuery } from "../keyed/since.js";

const events = columns("ts TIMESTAMP", "name VARCHAR", "n INTEGER");
const at = (hour: number) => `2024-01-01 ${String(hour).padStart(2, "0")}:00:00`;
const noon = new Date("2024-01-01T12:00:00Z");

let engine: KeyedEngine;
beforeAll(async () => {
  engine = await keyedEngine();
  return () => engine.warehouse.close();
});
beforeEach(async () => {
  await engine.table("t", events);
});

const byTime: AppendOptions = { time: "ts" };

async function append(rows: Rows, { now = noon, options = byTime } = {}) {
  await engine.table("s", events, rows);
  const { dialect } = engine.warehouse;
  const target = { schema: "m", name: "t" };
  const steps = appendSteps({
    target,
    source: '"m"."s"',
    columns: events,
    options,
    dialect,
    now,
  });
  const { changes } = await engine.apply(steps);
  return changes.inserted;
}

describe("an append by time", () => {
  it("adds what is later than all there is; done again it adds nothing", async () => {
    const rows = [
      [at(1), "a", 1],
      [at(2), "b", 2],
    ];
    expect(await append(rows)).toBe(2);
    expect(await append(rows)).toBe(0);
    const more = [...rows, [at(3), "c", 3]];
    expect(await append(more)).toBe(1);
    expect(await engine.content("t")).toEqual(text(more));
  });

  it("does not lose rows that come late with exactly the greatest time, equal ones neither", async () => {
    const first = [
      [at(2), "a", 1],
      [at(2), "a", 1],
      [at(2), null, null],
    ];
    expect(await append(first)).toBe(3);
    const then = [...first, [at(2), "a", 1], [at(2), "b", 1], [at(3), "c", 1]];
    expect(await append(then)).toBe(3);
    expect(await engine.content("t")).toEqual(text(then));
    expect(await append(then)).toBe(0);
  });

  it("adds nothing where only a column that differs on every run tells the rows apart", async () => {
    await append([[at(2), "a", 1]]);
    expect(await append([[at(2), "a", 2]])).toBe(0);
    expect(
      await append([
        [at(2), "a", 3],
        [at(4), "b", 3],
      ]),
    ).toBe(1);
  });

  it("refuses to guess which rows are new", async () => {
    await append([[at(2), "a", 1]]);
    const error = await failure(
      append([
        [at(2), "a", 2],
        [at(2), "b", 2],
        [at(3), "c", 2],
      ]),
    );
    expect(error.code).toBe("RUN.APPEND_AMBIGUOUS");
    expect(error.message).toBe(
      "At the greatest `ts` of the table the query gives 1 more than it holds, but 2 that it does not hold.",
    );
    expect(await engine.content("t")).toEqual(text([[at(2), "a", 1]]));
  });

  it("leaves out rows earlier than the greatest time: they count as added before", async () => {
    await append([[at(5), "a", 1]]);
    expect(await append([[at(4), "late", 1]])).toBe(0);
  });

  it("lets rows of the future wait, so that they do not hide what comes before them", async () => {
    const rows = [
      [at(1), "a", 1],
      ["2099-01-01 00:00:00", "wrong clock", 1],
      [at(14), "soon", 1],
    ];
    expect(await append(rows)).toBe(1);
    const more = [...rows, [at(13), "b", 1]];
    expect(await append(more)).toBe(0);
    expect(await append(more, { now: new Date("2024-01-01T13:30:00Z") })).toBe(1);
    expect(await append(more, { now: new Date("2024-01-02T00:00:00Z") })).toBe(1);
  });

  it("refuses rows without a time", async () => {
    const error = await failure(
      append([
        [null, "a", 1],
        [at(1), "b", 1],
      ]),
    );
    expect(error.code).toBe("RUN.TIME_NULL");
    expect(error.message).toBe("`ts`, the model's `time`, is null in 1 row of the query.");
    expect(await engine.content("t")).toEqual([]);
  });
});

describe("an append without time", () => {
  it("adds all rows", async () => {
    const rows = [
      [at(1), "a", 1],
      [null, "b", 2],
    ];
    expect(await append(rows, { options: {} })).toBe(2);
    expect(await append(rows, { options: {} })).toBe(2);
    expect(await engine.content("t")).toEqual(text([...rows, ...rows]));
  });
});

describe("$since", () => {
  const cases: readonly (readonly [
    type: string,
    now: string,
    values: readonly SqlValue[],
    since: SqlValue,
  ])[] = [
    [
      "DATE",
      "2024-01-02T23:00:00Z",
      ["2024-01-01", null, "2024-01-02", "2024-01-03"],
      "2024-01-02",
    ],
    ["TIMESTAMP", "2024-01-01T12:00:00.5Z", [at(3), at(12), "2024-01-01 12:00:01"], at(12)],
    ["TIMESTAMP_NS", "2024-01-01T12:00:00Z", [at(3), at(13)], at(3)],
    [
      "TIMESTAMP WITH TIME ZONE",
      "2024-01-01T12:00:00Z",
      ["2024-01-01 12:30:00+01", "2024-01-01 11:50:00+00", "2024-01-01 12:30:00+00"],
      "2024-01-01 11:50:00+00",
    ],
    ["TIMESTAMP", "2024-01-01T12:00:00Z", [at(3), "infinity"], at(3)],
    ["BIGINT", "2024-01-01T12:00:00Z", [1n, 9007199254740993n, null], 9007199254740993n],
    ["INTEGER", "2024-01-01T12:00:00Z", [-5, -7], -5],
  ];

  it.each(cases)(
    "of %s at %s is the greatest value that is not of the future",
    async (type, now, values, since) => {
      const { dialect } = engine.warehouse;
      const column = { name: "at", type, nullable: true };
      const target = await engine.table(
        "w",
        [column],
        values.map((value) => [value]),
      );
      const ask = sinceQuery({ target, column, dialect, now: new Date(now) });
      const [row] = await engine.rows(ask);
      expect(row).toEqual({ since });
      const literal = sinceLiteral(type, since, dialect);
      const [typed] = await engine.rows(`select ${literal} as v, typeof(${literal}) as t`);
      expect(typed).toEqual({ v: since, t: type });
    },
  );

  it.each([
    "DATE",
    "TIMESTAMP",
    "TIMESTAMP_S",
    "TIMESTAMP_MS",
    "TIMESTAMP_NS",
    "TIMESTAMP WITH TIME ZONE",
    "TINYINT",
    "BIGINT",
    "UBIGINT",
    "HUGEINT",
  ])("of an empty table of %s is below every value, and can be computed with", async (type) => {
    const { dialect } = engine.warehouse;
    const column = { name: "at", type, nullable: true };
    const target = await engine.table("w", [column]);
    const [row] = await engine.rows(sinceQuery({ target, column, dialect, now: noon }));
    expect(row).toEqual({ since: null });
    const least = sinceLiteral(type, null, dialect);
    const isTime = ["date", "timestamp", "timestamptz"].includes(dialect.parseType(type).kind);
    const value = isTime
      ? "1900-01-01 00:00:00"
      : dialect.parseType(type).kind === "integer"
        ? "-128"
        : "0";
    const smaller = isTime
      ? `${least} - interval 3 day`
      : type === "HUGEINT"
        ? least
        : `${least} - 3`;
    const [compared] = await engine.rows(
      `select cast('${value}' as ${type}) > ${least} as above, cast('${value}' as ${type}) > ${smaller} as far`,
    );
    expect(compared).toEqual({ above: true, far: true });
    if (isTime) {
      const [read] = await engine.rows(`select epoch_ms(${least}::timestamp) is not null as ok`);
      expect(read).toEqual({ ok: true });
    }
  });
});
