import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SqlValue } from "../../warehouse/values.js";
import { openDiffEngine, type DiffEngine } from "../../../test/diff-engine.js";
import type { KeyedRowsDiff, WholeRowsDiff } from "./relation-diff.js";

let engine: DiffEngine;
beforeAll(async () => {
  engine = await openDiffEngine();
});
afterAll(() => engine.warehouse.close());

const types = { k: "INTEGER", l: "VARCHAR", x: "DOUBLE", y: "VARCHAR", z: "INTEGER[]" } as const;
type Name = keyof typeof types;
type TestRow = Readonly<Record<Name, SqlValue>>;
const all = Object.keys(types) as readonly Name[];

/** Few values, so that keys meet, repeat and have nulls. */
const rowOf: fc.Arbitrary<TestRow> = fc.record({
  k: fc.constantFrom(null, 1, 2, 3),
  l: fc.constantFrom(null, "", "a", "a_b"),
  x: fc.constantFrom(null, 0, -0, 1.5, NaN, Infinity, -Infinity, 0.1 + 0.2, 0.3),
  y: fc.constantFrom(null, "", "A", "a", "***"),
  z: fc.constantFrom(null, [], [1], [null], [1, 2]),
});
const tables = fc.record({
  a: fc.array(rowOf, { maxLength: 12 }),
  b: fc.array(rowOf, { maxLength: 12 }),
  /** Rows of a that b has too, so that some are equal. */
  shared: fc.array(rowOf, { maxLength: 6 }),
});

function query(rows: readonly TestRow[]): string {
  const { dialect } = engine.warehouse;
  const select = (values: (name: Name) => SqlValue) =>
    `select ${all.map((name) => `${dialect.literal(values(name), types[name])} as ${name}`).join(", ")}`;
  const none = `${select(() => null)} where false`;
  return [none, ...rows.map((row) => select((name) => row[name]))].join(" union all ");
}

/** A text that two values share when they are equal: null to null, NaN to NaN, 0 to -0. */
function same(value: SqlValue): string {
  if (typeof value === "number") return `number ${String(value === 0 ? 0 : value)}`;
  return Array.isArray(value)
    ? `[${value.map(same).join()}]`
    : `${typeof value} ${JSON.stringify(value)}`;
}

const textOf = (row: TestRow, names: readonly Name[]) =>
  JSON.stringify(names.map((n) => same(row[n])));

function grouped(
  rows: readonly TestRow[],
  names: readonly Name[],
): Map<string, readonly TestRow[]> {
  const groups = new Map<string, readonly TestRow[]>();
  for (const row of rows)
    groups.set(textOf(row, names), [...(groups.get(textOf(row, names)) ?? []), row]);
  return groups;
}

/** How many rows of a multiset have no partner in another. */
function surplus(rows: readonly TestRow[], others: readonly TestRow[]): number {
  const left = others.map((row) => textOf(row, all));
  return rows.filter((row) => {
    const at = left.indexOf(textOf(row, all));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
}

interface Tables {
  readonly a: readonly TestRow[];
  readonly b: readonly TestRow[];
}

/** The difference by key, by looking at each key in turn. */
function naive(
  { a, b }: Tables,
  key: readonly Name[],
  equal: (name: Name, x: TestRow, y: TestRow) => boolean,
) {
  const [groupsA, groupsB] = [grouped(a, key), grouped(b, key)];
  const values = all.filter((name) => !key.includes(name));
  const differing = Object.fromEntries(values.map((name) => [name, 0]));
  const counts = { onlyA: 0, onlyB: 0, both: 0, changed: 0 };
  const repeated = { keys: 0, rowsA: 0, rowsB: 0, unmatchedA: 0, unmatchedB: 0 };
  for (const id of new Set([...groupsA.keys(), ...groupsB.keys()])) {
    const [mine, theirs] = [groupsA.get(id) ?? [], groupsB.get(id) ?? []];
    const [x, y] = [mine[0], theirs[0]];
    if (mine.length > 1 || theirs.length > 1) {
      repeated.keys += 1;
      repeated.rowsA += mine.length;
      repeated.rowsB += theirs.length;
      repeated.unmatchedA += surplus(mine, theirs);
      repeated.unmatchedB += surplus(theirs, mine);
    } else if (x && y) {
      const apart = values.filter((name) => !equal(name, x, y));
      counts.both += 1;
      counts.changed += apart.length > 0 ? 1 : 0;
      for (const name of apart) differing[name] = (differing[name] ?? 0) + 1;
    } else if (x) counts.onlyA += 1;
    else counts.onlyB += 1;
  }
  const nulls = (rows: readonly TestRow[]) =>
    rows.filter((row) => key.some((n) => row[n] === null)).length;
  return {
    rowsA: a.length,
    rowsB: b.length,
    ...counts,
    repeated,
    differing,
    nullKeys: { a: nulls(a), b: nulls(b) },
  };
}

function summary({ repeated: { sample: _, ...repeated }, columns, ...diff }: KeyedRowsDiff) {
  const { rowsA, rowsB, onlyA, onlyB, both, changed, nullKeys } = diff;
  expect(columns.map(({ matched, differing }) => matched + differing)).toEqual(
    columns.map(() => both),
  );
  const differing = Object.fromEntries(columns.map((column) => [column.name, column.differing]));
  return { rowsA, rowsB, onlyA, onlyB, both, changed, repeated, differing, nullKeys };
}

/** As many samples as asked for and there are, of rows that do differ. */
function expectSamples(diff: KeyedRowsDiff, limit: number): void {
  expect(diff.onlyASample).toHaveLength(Math.min(limit, diff.onlyA));
  expect(diff.onlyBSample).toHaveLength(Math.min(limit, diff.onlyB));
  expect(diff.repeated.sample).toHaveLength(Math.min(limit, diff.repeated.keys));
  for (const { rowsA, rowsB } of diff.repeated.sample)
    expect(Math.max(rowsA, rowsB)).toBeGreaterThan(1);
  for (const { sample, differing } of diff.columns) {
    expect(sample).toHaveLength(Math.min(limit, differing));
    for (const { a, b } of sample) expect(a).not.toBe(b);
  }
}

const exactly = (name: Name, x: TestRow, y: TestRow) => same(x[name]) === same(y[name]);

const keys = fc.constantFrom<readonly Name[]>(["k"], ["k", "l"], ["l", "k", "y"], ["x"], all);

it("the difference by key is that of a naive comparison", async () => {
  await fc.assert(
    fc.asyncProperty(tables, keys, fc.integer({ min: 1, max: 3 }), async (given, key, limit) => {
      const { a, b } = { a: [...given.a, ...given.shared], b: [...given.b, ...given.shared] };
      const diff = await engine.byKey(query(a), query(b), key, { limit });
      expect(summary(diff)).toEqual(naive({ a, b }, key, exactly));
      expectSamples(diff, limit);
    }),
    { numRuns: 60 },
  );
}, 60_000);

it("a tolerance makes near numbers equal and nothing else", async () => {
  const near = (tolerance: number) => (name: Name, x: TestRow, y: TestRow) =>
    exactly(name, x, y) ||
    (name === "x" &&
      x.x !== null &&
      y.x !== null &&
      Math.abs(Number(x.x) - Number(y.x)) <= tolerance);
  await fc.assert(
    fc.asyncProperty(tables, fc.constantFrom(0, 1e-9, 0.3, 2), async ({ a, b }, tolerance) => {
      const diff = await engine.byKey(query(a), query(b), ["k"], { tolerance, limit: 0 });
      expect(summary(diff)).toEqual(naive({ a, b }, ["k"], near(tolerance)));
    }),
    { numRuns: 30 },
  );
}, 60_000);

it("the difference of whole rows is that of two multisets", async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (given) => {
      const { a, b } = { a: [...given.a, ...given.shared], b: [...given.b, ...given.shared] };
      const diff: WholeRowsDiff = await engine.byRow(query(a), query(b), { limit: 100 });
      const [onlyA, onlyB] = [surplus(a, b), surplus(b, a)];
      expect(diff).toMatchObject({
        rowsA: a.length,
        rowsB: b.length,
        onlyA,
        onlyB,
        both: a.length - onlyA,
      });
      const total = (rows: typeof diff.onlyASample) =>
        rows.reduce((sum, { times }) => sum + times, 0);
      expect([total(diff.onlyASample), total(diff.onlyBSample)]).toEqual([onlyA, onlyB]);
    }),
    { numRuns: 40 },
  );
}, 60_000);
