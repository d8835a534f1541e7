import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { createCheckEngine, nonOverlapping } from "../index.js";

const w = useWarehouse();
const spec = nonOverlapping("k", { from: "f", to: "t" });
const columns = "k int, f int, t int";

describe("non_overlapping", () => {
  it("counts all rows that overlap another of their key", async () => {
    await w.values(columns, "(1, 1, 5), (1, 4, 6), (1, 6, null), (2, 1, 5)");
    const result = await w.check(spec);
    expect(result).toMatchObject({
      status: "failed",
      failing: 2,
      expected: "0 failing rows",
      sample: [
        { k: 1, f: 1, t: 5 },
        { k: 1, f: 4, t: 6 },
      ],
    });
    expect(await w.rows(result.query?.replace("marts.t", "t") ?? "")).toEqual(result.sample);
  });

  it("takes ranges that touch for apart, and a gap for nothing", async () => {
    expect(await w.failing(columns, "(1, 1, 2), (1, 2, 3), (1, 5, null)", spec)).toBe(0);
  });

  it("takes null for no end: two such ranges of a key overlap", async () => {
    expect(await w.failing(columns, "(1, 1, null), (1, 3, null)", spec)).toBe(2);
    expect(await w.failing(columns, "(1, 1, null), (1, 3, 4), (1, 0, 1)", spec)).toBe(2);
  });

  it("finds a range within a long one that is not its neighbour", async () => {
    expect(await w.failing(columns, "(1, 1, 9), (1, 2, 3), (1, 4, 5), (1, 9, 10)", spec)).toBe(3);
  });

  it("leaves out empty ranges and fails those that end before they start", async () => {
    expect(await w.failing(columns, "(1, 1, 9), (1, 4, 4), (1, 9, 9)", spec)).toBe(0);
    expect(await w.failing(columns, "(1, 1, 9), (1, 5, 4), (1, 20, 19)", spec)).toBe(2);
  });

  it("leaves out rows without a key or a start, or fails them", async () => {
    const rows = "(null, 1, 5), (null, 2, 6), (1, null, 5), (1, 2, 6)";
    expect(await w.failing(columns, rows, spec)).toBe(0);
    const strict = nonOverlapping("k", { from: "f", to: "t", on_null: "fail" });
    expect(await w.failing(columns, rows, strict)).toBe(3);
  });

  it("looks only at rows of its filter", async () => {
    const some = nonOverlapping("k", { from: "f", to: "t", where: "self.f <> 2" });
    expect(await w.failing(columns, "(1, 1, 5), (1, 2, 6), (1, 5, 6)", some)).toBe(0);
  });

  it("compares the share of the rows looked at", async () => {
    await w.values(columns, "(1, 1, 5), (1, 2, 6), (2, 1, 2), (null, 1, 2), (2, 3, 4)");
    const half = nonOverlapping("k", { from: "f", to: "t", fail: "50%" });
    expect(await w.check(half)).toMatchObject({ status: "passed", failing: 2, rows: 4 });
    const less = nonOverlapping("k", { from: "f", to: "t", fail: "49%" });
    expect(await w.check(less)).toMatchObject({ status: "failed", failing: 2, rows: 4 });
  });

  it("is one query beside the shared scan", async () => {
    await w.values(columns, "(1, 1, 5)");
    await w.checks([spec, nonOverlapping(["k", "f"], { from: "f", to: "t" })]);
    expect(w.queries).toHaveLength(1);
  });

  it("knows the columns of its range, in any case, and suggests near ones", async () => {
    const rows = "(1, 1, 5), (1, 4, 6)";
    expect(await w.failing(columns, rows, nonOverlapping("K", { from: "F", to: "T" }))).toBe(2);
    const { dialect } = w.adapter;
    const known = ["customer", "valid_from", "valid_to"].map((name) => ({
      name,
      type: "INTEGER",
      nullable: true,
    }));
    const parse = (args: Readonly<Record<string, unknown>>) =>
      createCheckEngine().parse(
        { type: "non_overlapping", column: "customer", args },
        { model: "marts.t", columns: known, dialect },
      );
    expect(parse({ from: "valid_form", to: "valid_to" })).toMatchObject({
      ok: false,
      diagnostic: {
        message: expect.stringContaining("did you mean `valid_from`?") as string,
      },
    });
    expect(parse({ value: "customer" }).ok).toBe(false);
    expect(parse({ from: "valid_from" }).ok).toBe(false);
    expect(parse({ from: "valid_from", to: "valid_to" })).toMatchObject({
      ok: true,
      check: { name: "non_overlapping(customer: valid_from, valid_to)" },
    });
  });

  it("agrees with comparing every pair of rows", async () => {
    const small = fc.option(fc.integer({ min: 0, max: 6 }));
    const rows = fc.array(fc.record({ k: fc.option(fc.nat(2)), f: small, t: small }), {
      minLength: 1,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (list, nullsFail) => {
        const end = ({ t }: (typeof list)[number]) => t ?? Infinity;
        const fails = list.filter((row, i) => {
          if (row.k === null || row.f === null) return nullsFail;
          if (end(row) < row.f) return true;
          return list.some(
            (other, j) =>
              i !== j &&
              other.k === row.k &&
              other.f !== null &&
              row.f !== null &&
              Math.max(row.f, other.f) < Math.min(end(row), end(other)),
          );
        });
        const values = list.map(({ k, f, t }) => `(${[k, f, t].map(String).join(", ")})`);
        const check = nonOverlapping("k", {
          from: "f",
          to: "t",
          on_null: nullsFail ? "fail" : "pass",
        });
        expect(await w.failing(columns, values.join(", "), check)).toBe(fails.length);
      }),
      { numRuns: 150 },
    );
  });
});
