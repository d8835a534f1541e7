import { beforeAll, describe, expect, it } from "vitest";
import { duckdb } from "@sluice/adapter-duckdb";
import os from "node:os";
import { functions } from "../../test/duckdb-language.js";
import { rowsOf } from "../../test/rows.js";
import type { Expression } from "../tree/nodes.js";
import { allNodes } from "../tree/syntax-tree.js";
import { isNotDeterministic, traitsOf } from "./traits.js";

interface EngineFunction {
  readonly name: string;
  readonly type: string;
  readonly stability: string | null;
}

let engineFunctions: readonly EngineFunction[];
let warehouse: Awaited<ReturnType<ReturnType<typeof duckdb>["openScratch"]>>;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:", threads: 1 }).openScratch({
    projectDir: os.tmpdir(),
  });
  const rows = await rowsOf(
    warehouse.query(
      "select distinct function_name as name, function_type as type, stability from duckdb_functions()",
    ),
  );
  engineFunctions = rows as unknown as readonly EngineFunction[];
  return () => warehouse.close();
});

/** The expressions of `select <text> as v`, where the engine parses it. */
async function expressions(texts: readonly string[]): Promise<readonly Expression[]> {
  const trees = await warehouse.syntaxTrees?.(texts.map((text) => `select ${text} as v from t`));
  return (trees ?? []).flatMap((result) => {
    const query = result.ok ? result.tree.query : undefined;
    return query?.kind === "select" ? query.items : [];
  });
}

async function expression(text: string): Promise<Expression> {
  const [found] = await expressions([text]);
  if (found === undefined) throw new Error(`${text} does not parse`);
  return found;
}

function someVolatile(part: Expression): boolean {
  return [...allNodes(part)].some((node) => isNotDeterministic(node, functions));
}

/** Every way in which a function can be called that the parser takes. */
function calls(name: string): Promise<readonly Expression[]> {
  return expressions(["", "x", "x, y", "x, y, z"].map((args) => `${name}(${args})`));
}

describe("the lists of functions, compared with the engine", () => {
  const named = (type: string) =>
    engineFunctions.filter((f) => f.type === type).map(({ name }) => name);

  it("call nothing plain that the engine says aggregates", async () => {
    const aggregates = named("aggregate").filter((name) => !functions.window.has(name));
    expect(aggregates.length).toBeGreaterThan(60);
    for (const name of aggregates)
      for (const call of await calls(name)) {
        const { aggregate, unknown } = traitsOf(call, functions);
        expect(aggregate || unknown, name).toBe(true);
      }
  });

  it("call nothing steady that the engine says has another value each time", async () => {
    const moving = engineFunctions.filter(
      ({ type, stability }) => type === "scalar" && stability !== "CONSISTENT",
    );
    expect(moving.length).toBeGreaterThan(20);
    for (const { name } of moving)
      for (const call of await calls(name)) expect(someVolatile(call), name).toBe(true);
  });

  it("hold only functions of the engine, under their type", () => {
    const scalar = new Set([...named("scalar"), ...named("macro")]);
    expect([...functions.scalar].filter((name) => !scalar.has(name))).toEqual([]);
    const aggregate = new Set(named("aggregate"));
    expect(
      [...functions.aggregate, ...functions.window].filter((name) => !aggregate.has(name)),
    ).toEqual([]);
    const steady = new Set(
      engineFunctions
        .filter(({ stability }) => stability !== "CONSISTENT" && stability !== null)
        .map(({ name }) => name),
    );
    expect([...functions.scalar].filter((name) => steady.has(name))).toEqual([]);
  });

  it("do not overlap", () => {
    const lists = [functions.scalar, functions.aggregate, functions.window, functions.rows];
    const names = lists.flatMap((list) => [...list]);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe("traits", () => {
  it.each([
    ["x + 1", ""],
    ["sum(x)", "aggregate"],
    ["1 + coalesce(max(x), 0)", "aggregate"],
    ["sum(x) over (partition by y)", ""],
    ["sum(sum(x)) over ()", "aggregate"],
    ["row_number() over (order by max(x))", "aggregate"],
    ["(select max(v) from u)", "innerAggregate"],
    ["unnest(l)", "rows"],
    ["(select unnest(l))", ""],
    ["my_macro(x)", "unknown"],
    ["my_window(x) over ()", "unknown"],
    ["list_transform(l, e -> e + 1)", ""],
  ])("of %s: %s", async (text, expected) => {
    const traits = Object.entries(traitsOf(await expression(text), functions));
    expect(
      traits
        .filter(([, has]) => has as boolean)
        .map(([name]) => name)
        .join(" "),
    ).toBe(expected);
  });

  it.each([
    ["x + 1", false],
    ["random()", true],
    ["uuid()", true],
    ["now()", true],
    ["age(d)", true],
    ["my_macro(x)", true],
    ["date_trunc('month', d)", false],
  ])("%s may be another value each time: %s", async (text, expected) => {
    expect(someVolatile(await expression(text))).toBe(expected);
  });
});
