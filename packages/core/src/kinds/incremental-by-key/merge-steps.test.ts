import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ColumnInfo } from "@sluice/sql/text";
import type { IncrementalByKeyOptions } from "../../model/kind.js";
import {
  check,
  columns,
  keyedEngine,
  text,
  type KeyedEngine,
  type Rows,
} from "../../../test/keyed-engine.js";
import { failure } from "../../../test/project.js";
import { storedKeyGuard } from "./key-guards.js";
import { mergeSteps } from "./merge-steps.js";

const now = new Date("2024-02-01T12:00:00Z");
const users = columns("id INTEGER", "name VARCHAR", "seen TIMESTAMP");
const at = (day: number) => `2024-01-${String(day).padStart(2, "0")} 00:00:00`;

let engine: KeyedEngine;
beforeAll(async () => {
  engine = await keyedEngine();
  return () => engine.warehouse.close();
});
beforeEach(async () => {
  await engine.table("t", users);
});

async function merge(
  rows: Rows,
  options: IncrementalByKeyOptions,
  { of = users, pii }: { of?: readonly ColumnInfo[]; pii?: readonly string[] } = {},
) {
  await engine.table("s", of, rows);
  const { dialect } = engine.warehouse;
  const target = { schema: "m", name: "t" };
  const input = { target, source: '"m"."s"', columns: of, options, dialect, now, pii };
  return engine.apply(mergeSteps(input));
}

const one = { key: "id" } as const;
const nothing = { inserted: 0, updated: 0, deleted: 0 };

describe("a merge", () => {
  it("inserts, updates and leaves alone; done again it writes nothing", async () => {
    const first = [
      [1, "ada", at(1)],
      [2, "bob", at(1)],
      [3, null, at(1)],
    ];
    expect((await merge(first, one)).changes).toEqual({ inserted: 3, updated: 0, deleted: 0 });
    const second = [
      [1, "ada", at(1)],
      [2, null, at(2)],
      [3, "eve", at(1)],
      [4, "zoe", at(2)],
    ];
    expect((await merge(second, one)).changes).toEqual({ inserted: 1, updated: 2, deleted: 0 });
    expect(await engine.content("t")).toEqual(text(second));
    expect((await merge(second, one)).changes).toEqual(nothing);
  });

  it("takes a null in a key for equal to a null, and not for any value", async () => {
    await merge([[null, "nobody", at(1)]], one);
    expect((await merge([[null, "nobody", at(1)]], one)).changes).toEqual(nothing);
    const { changes } = await merge([[null, "somebody", at(2)]], one);
    expect(changes).toEqual({ inserted: 0, updated: 1, deleted: 0 });
    expect(await engine.content("t")).toEqual(text([[null, "somebody", at(2)]]));
  });

  it("keeps the parts of a composite key apart, however they read one after the other", async () => {
    const of = columns("a VARCHAR", "b VARCHAR", "v INTEGER");
    await engine.table("t", of);
    const rows = [
      ["x", "yz", 1],
      ["xy", "z", 2],
      [null, "x", 3],
      ["x", null, 4],
      ["", null, 5],
      [null, null, 6],
      ["x,y", "z", 7],
    ];
    await merge(rows, { key: ["a", "b"] }, { of });
    expect(await engine.content("t")).toEqual(text(rows));
    expect((await merge(rows, { key: ["b", "a"] }, { of })).changes).toEqual(nothing);
  });

  it("may have a key of all columns", async () => {
    const of = columns("id INTEGER");
    await engine.table("t", of, [[1]]);
    const { changes } = await merge([[1], [2], [null]], one, { of });
    expect(changes).toEqual({ inserted: 2, updated: 0, deleted: 0 });
  });

  it("finds columns by name, whatever their case, place and characters", async () => {
    const of = columns('we"ird VARCHAR', "É INTEGER", "é INTEGER", "Select INTEGER");
    await engine.table("t", of, [["a", 1, 1, 1]]);
    const turned = columns("select INTEGER", "é INTEGER", "É INTEGER", 'WE"IRD VARCHAR');
    const { changes } = await merge([[1, 9, 1, "a"]], { key: ["é", 'we"ird'] }, { of: turned });
    expect(changes).toEqual({ inserted: 1, updated: 0, deleted: 0 });
    const other = await merge([[1, 9, 7, "a"]], { key: ["é", 'we"ird'] }, { of: turned });
    expect(other.changes).toEqual({ inserted: 0, updated: 1, deleted: 0 });
    expect(await engine.content("t")).toEqual(
      text([
        ["a", 1, 1, 1],
        ["a", 7, 9, 1],
      ]),
    );
  });

  it("compares lists, structs and floats by value", async () => {
    const of = columns("id INTEGER", "l INTEGER[]", "s STRUCT(a INTEGER, b VARCHAR)", "f DOUBLE");
    await engine.table("t", of);
    const rows = (b: string | null) => [
      [1, [1, null], { a: null, b }, NaN],
      [2, null, null, Infinity],
    ];
    await merge(rows(null), one, { of });
    expect((await merge(rows(null), one, { of })).changes).toEqual(nothing);
    expect((await merge(rows("x"), one, { of })).changes.updated).toBe(1);
  });

  it("writes null to columns that the query no longer gives, in changed rows alone", async () => {
    await engine.table("t", users, [
      [1, "ada", at(1)],
      [2, "bob", at(1)],
    ]);
    const fewer = columns("id INTEGER", "seen TIMESTAMP");
    await merge(
      [
        [1, at(1)],
        [2, at(2)],
      ],
      one,
      { of: fewer },
    );
    expect(await engine.content("t")).toEqual(
      text([
        [1, "ada", at(1)],
        [2, null, at(2)],
      ]),
    );
  });
});

describe("several rows of one key", () => {
  const twice = [
    [7, "old", at(1)],
    [7, "new", at(3)],
    [null, "x", at(1)],
    [null, "x", at(1)],
    [8, "one", at(1)],
  ];

  it("are refused where nothing says which wins, even if they are equal, and nothing is written", async () => {
    const error = await failure(merge(twice, one));
    expect(error.code).toBe("RUN.KEY_DUPLICATE");
    expect(error.message).toBe(
      "The query gives several rows for 2 keys: id = 7 (2 rows); id = null (2 rows).",
    );
    expect(error.hints[0]).toContain("`order: updated_at desc`");
    expect(await engine.content("t")).toEqual([]);
  });

  it("show at most five keys, and none of personal data", async () => {
    const many = Array.from({ length: 16 }, (_, i) => [i % 8, "x", at(1)]);
    const error = await failure(merge(many, one));
    expect(error.message).toMatch(
      /^The query gives several rows for 8 keys: (id = \d \(2 rows\); ){4}id = \d \(2 rows\), and 3 more\.$/,
    );
    const hidden = await failure(merge(many, { key: ["ID", "name"] }, { pii: ["id"] }));
    expect(hidden.message).toContain("ID = ***, name = x (2 rows)");
  });

  it("give the first in order", async () => {
    await merge(twice, { ...one, order: "seen desc -- the newest" });
    expect(await engine.content("t")).toEqual(
      text([
        [7, "new", at(3)],
        [null, "x", at(1)],
        [8, "one", at(1)],
      ]),
    );
  });

  it("are refused where the order does not decide between different ones", async () => {
    const tied = [
      [7, "a", at(3)],
      [7, "b", at(3)],
      [7, "b", at(1)],
    ];
    const error = await failure(merge(tied, { ...one, order: "seen desc" }));
    expect(error.code).toBe("RUN.KEY_DUPLICATE");
    expect(error.message).toBe("`order` leaves different rows first for 1 key: id = 7 (2 rows).");
    await merge(tied, { ...one, order: "seen desc, name" });
    expect(await engine.content("t")).toEqual(text([[7, "a", at(3)]]));
  });

  it("are found in a table whose key is changed by an edit that keeps its rows", async () => {
    const { warehouse } = engine;
    await engine.table("t", users, [
      [1, "x", at(1)],
      [2, "x", at(1)],
    ]);
    const guard = (key: string) =>
      storedKeyGuard({ from: "m.t", key: [key], dialect: warehouse.dialect });
    expect(await check(warehouse, [guard("id")])).toEqual([]);
    const error = await failure(check(warehouse, [guard("name")]));
    expect(error.message).toBe("The table holds several rows for 1 key: name = x (2 rows).");
  });
});

describe("updated_at", () => {
  const options = { key: "id", updated_at: "seen" } as const;

  it("may not be null: such a row would never be found again", async () => {
    const rows = [
      [1, "ada", null],
      [2, "bob", at(1)],
    ];
    const error = await failure(merge(rows, options));
    expect(error.code).toBe("RUN.TIME_NULL");
    expect(error.message).toBe("`seen`, the model's `updated_at`, is null in 1 row of the query.");
    expect(await engine.content("t")).toEqual([]);
    await merge(rows, one);
    expect(await engine.content("t")).toEqual(text(rows));
  });

  it("keeps what is newer, and says so", async () => {
    await merge(
      [
        [1, "new", at(9)],
        [2, "old", at(1)],
      ],
      options,
    );
    const late = [
      [1, "old", at(3)],
      [2, "new", at(9)],
    ];
    const { changes, warnings } = await merge(late, options);
    expect(changes).toEqual({ inserted: 0, updated: 1, deleted: 0 });
    expect(warnings).toMatchObject([{ code: "RUN.ROWS_STALE", severity: "warning" }]);
    expect(warnings[0]?.message).toMatch(/^1 row of the query left aside/);
    expect(await engine.content("t")).toEqual(
      text([
        [1, "new", at(9)],
        [2, "new", at(9)],
      ]),
    );
  });

  it("merges another row of the same time", async () => {
    await merge([[1, "a", at(3)]], options);
    expect((await merge([[1, "b", at(3)]], options)).changes.updated).toBe(1);
  });

  it("does not let a row of the future stand for ever", async () => {
    await merge([[1, "wrong clock", "2099-01-01 00:00:00"]], options);
    const { changes, warnings } = await merge([[1, "right", at(5)]], options);
    expect({ changes, warnings }).toEqual({
      changes: { inserted: 0, updated: 1, deleted: 0 },
      warnings: [],
    });
  });
});

describe("deletes: missing", () => {
  const options = { key: "id", updated_at: "seen", deletes: "missing" } as const;

  it("makes the table what the query gives, older rows too", async () => {
    await merge(
      [
        [1, "a", at(5)],
        [2, "b", at(5)],
        [null, "n", at(5)],
      ],
      options,
    );
    const rows = [
      [1, "back", at(1)],
      [3, "c", at(5)],
    ];
    const { changes, warnings } = await merge(rows, options);
    expect(changes).toEqual({ inserted: 1, updated: 1, deleted: 2 });
    expect(warnings).toEqual([]);
    expect(await engine.content("t")).toEqual(text(rows));
  });

  it("refuses to empty the table, but not to leave it empty", async () => {
    expect((await merge([], options)).changes).toEqual(nothing);
    await merge([[1, "a", at(5)]], options);
    const error = await failure(merge([], options));
    expect(error.code).toBe("RUN.SOURCE_EMPTY");
    expect(error.message).toBe(
      "The query gives no rows, and `deletes: missing` would remove all 1 of the table.",
    );
    expect(error.hints.join(" ")).toContain("--rebuild");
    expect(await engine.content("t")).toEqual(text([[1, "a", at(5)]]));
  });
});

describe("deletes by a column", () => {
  const of = columns("id INTEGER", "seen TIMESTAMP", "gone BOOLEAN");
  const options = { key: "id", updated_at: "seen", deletes: { column: "gone" } } as const;
  beforeEach(async () => {
    await engine.table("t", of, [
      [1, at(5), false],
      [2, at(5), null],
      [3, at(5), false],
    ]);
  });

  it("removes rows for which it is true, and does not insert such", async () => {
    const rows = [
      [1, at(6), true],
      [2, at(6), false],
      [3, at(6), null],
      [4, at(6), true],
    ];
    const { changes } = await merge(rows, options, { of });
    expect(changes).toEqual({ inserted: 0, updated: 2, deleted: 1 });
    expect(await engine.content("t")).toEqual(text(rows.slice(1, 3)));
    expect((await merge(rows, options, { of })).changes).toEqual(nothing);
  });

  it("does not remove what is newer than the deletion", async () => {
    const { changes, warnings } = await merge([[1, at(4), true]], options, { of });
    expect(changes).toEqual(nothing);
    expect(warnings).toHaveLength(1);
  });

  it("follows the first row in order", async () => {
    const rows = [
      [1, at(6), true],
      [1, at(7), false],
      [2, at(6), false],
      [2, at(7), true],
    ];
    const { changes } = await merge(rows, { ...options, order: "seen desc" }, { of });
    expect(changes).toEqual({ inserted: 0, updated: 1, deleted: 1 });
  });
});
