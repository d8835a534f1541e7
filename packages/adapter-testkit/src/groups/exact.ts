import type { SqlValue, TypeKind } from "@sluice/core/adapter";
import { expect } from "vitest";
import { given, rowsOf, type Kit } from "../context.js";

interface Texts {
  /** Texts that are values of the kind, each with another text of the same value. */
  readonly exact: Readonly<Record<string, string>>;
  /** Texts that a cast of most engines rounds, cuts or reads as something else. */
  readonly refused: readonly string[];
}

const zoned = {
  "2024-01-31T10:00:00+02:00": "2024-01-31 08:00:00",
  "2024-01-31T10:00:00Z": "2024-01-31 10:00:00",
};

const texts: readonly (readonly [TypeKind, Texts])[] = [
  ["boolean", { exact: { true: "true", false: "false" }, refused: ["", "maybe", "2"] }],
  [
    "integer",
    {
      exact: { "7": "7", "007": "7", "7.0": "7", "1e2": "100" },
      refused: ["", "1.5", "0x1F", "1_000", "2147483648", "x"],
    },
  ],
  [
    "bigint",
    {
      exact: { "9007199254740993": "9007199254740993" },
      refused: ["1.5", "9223372036854775808"],
    },
  ],
  [
    "decimal",
    {
      exact: { "12.3": "12.300", "1e-3": "0.001", "-0.5": "-0.5" },
      refused: ["0.0000000001", "1_000", "nan", "x", ""],
    },
  ],
  [
    "float",
    {
      exact: { "0.1": "0.1", "1.5e3": "1500" },
      refused: ["1234567890123456.78", "1e400", "1e-400", "1_000", "x"],
    },
  ],
  ["text", { exact: { " a ": " a ", "": "" }, refused: [] }],
  [
    "date",
    {
      exact: { "2024-01-31": "2024-01-31", "2024-01-31T00:00:00": "2024-01-31" },
      refused: ["01/02/2024", "2024-01-31T10:00:00", "2024-02-30", ""],
    },
  ],
  [
    "time",
    {
      exact: { "10:00": "10:00:00" },
      refused: ["25:00:00", "10:00:00.0000000001", "2024-01-31 10:00:00"],
    },
  ],
  [
    "timestamp",
    {
      exact: { "2024-01-31T10:00:00": "2024-01-31 10:00:00", ...zoned },
      refused: ["01/02/2024", "2024-01-31 10:00:00.1234567891"],
    },
  ],
  ["timestamptz", { exact: zoned, refused: ["01/02/2024", "2024-01-31 10:00:00.1234567891"] }],
  [
    "uuid",
    {
      exact: { "00000000-0000-4000-8000-00000000000A": "00000000-0000-4000-8000-00000000000a" },
      refused: ["00000000", ""],
    },
  ],
  ["json", { exact: { '{"a": 1}': '{"a": 1}' }, refused: ["{a: 1}", ""] }],
];

const samples: readonly (readonly [TypeKind, readonly SqlValue[]])[] = [
  ["boolean", [true]],
  ["integer", [-7]],
  ["bigint", [9007199254740993n]],
  ["decimal", ["12.345"]],
  ["float", [0.1, Number.NaN]],
  ["text", ['it\'s \\ "a", {b}']],
  ["date", [new Date("2024-01-31")]],
  ["timestamp", [new Date("2024-01-31T10:00:00.500Z")]],
  ["timestamptz", [new Date("2024-01-31T10:00:00.500Z")]],
  ["interval", [{ months: 1, days: -3, micros: 4_000_001n }]],
  ["blob", [new Uint8Array([0, 255, 97])]],
  ["uuid", ["00000000-0000-4000-8000-00000000000a"]],
  ["json", ['{"a":[1,null]}']],
];

export function exactGroup({ test, warehouse }: Kit): void {
  /** Evaluates an expression over a column of texts, in order. */
  const evaluate = async (values: readonly string[], expression: string) => {
    if (values.length === 0) return [];
    const { dialect } = warehouse();
    const selects = values.map((text, i) => `select ${i} as i, ${dialect.literal(text)} as v`);
    const sql = `select i, ${expression} as r from (${selects.join(" union all ")}) t order by i`;
    return (await rowsOf(warehouse(), sql)).map((row) => row["r"]);
  };

  for (const [kind, { exact, refused }] of texts) {
    test(
      `${kind}: a text is cast to the value that it is, or to null`,
      { needs: `type ${kind}` },
      async () => {
        const { dialect } = warehouse();
        const type = given(dialect.typeFor(kind));
        const same = await evaluate(Object.values(exact), dialect.cast("v", type));
        expect(await evaluate(Object.keys(exact), dialect.castExact("v", type))).toEqual(same);
        const none = await evaluate(refused, dialect.castExact("v", type));
        expect(none).toEqual(refused.map(() => null));
      },
    );
  }

  for (const [kind, values] of samples) {
    test(`${kind}: a value is read back from its text`, { needs: `type ${kind}` }, async () => {
      const { dialect } = warehouse();
      const type = given(dialect.typeFor(kind));
      for (const value of values) {
        const text = dialect.exactText(value);
        const [found] = await evaluate([text], dialect.castExact("v", type));
        const [same] = await evaluate([""], dialect.literal(value, type));
        expect(found, text).toEqual(same);
      }
    });
  }

  test("a null is null, and a type that the engine does not know raises an error", async () => {
    const { dialect } = warehouse();
    const cast = dialect.castExact(
      dialect.cast("null", dialect.typeFor("text") ?? ""),
      dialect.typeFor("bigint") ?? "",
    );
    expect((await rowsOf(warehouse(), `select ${cast} as r`))[0]).toEqual({ r: null });
    await expect(evaluate(["1"], dialect.castExact("v", "no such type"))).rejects.toMatchObject({
      code: expect.stringMatching(/^SQL\./) as string,
    });
  });
}
