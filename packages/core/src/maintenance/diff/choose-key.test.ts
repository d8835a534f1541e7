import { describe, expect, it } from "vitest";
import type { CheckSpec } from "../../model/check/check.js";
import type { ModelKind } from "../../model/kind.js";
import { chooseKey } from "./choose-key.js";
import { pairColumns } from "./match-columns.js";

const columns = (...names: readonly string[]) =>
  names.map((name) => ({ name, type: "INTEGER", nullable: true }));
const pairs = pairColumns(
  columns("id", "Line", "valid_from", "x"),
  columns("id", "line", "valid_from", "x"),
);
const table: ModelKind = { type: "table" };
const unique = (args: CheckSpec["args"], column?: string): CheckSpec => ({
  type: "unique",
  column,
  args,
});
const key = (kind: ModelKind, checks: readonly CheckSpec[] = [], on?: readonly string[]) =>
  chooseKey(pairs, { on, model: { name: "m", kind, checks } });

describe("the key of a comparison", () => {
  it("is what was asked for, before all else, each column once", () => {
    const kind: ModelKind = { type: "incremental_by_key", key: "id" };
    expect(key(kind, [], ["LINE", "line", "x"])).toEqual({
      columns: ["Line", "x"],
      from: "option",
    });
    expect(key(kind, [], [])?.from).toBe("kind");
  });

  it("is that of the kind, for a snapshot of each version", () => {
    expect(key({ type: "incremental_by_key", key: ["ID", "line"] }, [unique({}, "x")])).toEqual({
      columns: ["id", "Line"],
      from: "kind",
    });
    expect(key({ type: "snapshot", key: "id", updated_at: "x" })).toEqual({
      columns: ["id", "valid_from"],
      from: "kind",
    });
  });

  it("is else that of a unique check, however it is written", () => {
    const check = (columns: readonly string[]) => ({ columns, from: "check" });
    expect(key(table, [unique({}, "id")])).toEqual(check(["id"]));
    expect(key(table, [unique({ value: ["id", "line"] })])).toEqual(check(["id", "Line"]));
    expect(key(table, [unique({ columns: ["id", "line"], severity: "warn" })])).toEqual(
      check(["id", "Line"]),
    );
    expect(key(table, [unique({ value: "x" }), unique({}, "id")])).toEqual(check(["x"]));
  });

  it("is not that of a check on some rows, on columns a side lacks, or of another check", () => {
    expect(key(table, [unique({ where: "x > 1" }, "id")])).toBeUndefined();
    expect(key(table, [unique({ value: ["id", "gone"] })])).toBeUndefined();
    expect(key(table, [{ type: "not_null", column: "id", args: {} }])).toBeUndefined();
    expect(key({ type: "incremental_by_key", key: "gone" }, [unique({}, "id")])?.from).toBe(
      "check",
    );
    expect(chooseKey(pairs, {})).toBeUndefined();
  });
});

describe("columns pair", () => {
  it("by their very name before their name in another case, each once", () => {
    const names = (a: readonly string[], b: readonly string[]) =>
      pairColumns(columns(...a), columns(...b)).map((pair) => `${pair.a.name}=${pair.b.name}`);
    expect(names(["Ä", "ä"], ["ä", "Ä"])).toEqual(["Ä=Ä", "ä=ä"]);
    expect(names(["ä", "Ä"], ["Ä"])).toEqual(["Ä=Ä"]);
    expect(names(["A"], ["a", "b"])).toEqual(["A=a"]);
  });
});
