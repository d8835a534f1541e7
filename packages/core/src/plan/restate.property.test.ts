import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";
import type { ModelKind } from "../model/kind.js";
import type { Graph, ModelNode } from "../project/resolve/graph.js";
import { restatedTime } from "./restate.js";

const dayMs = 86_400_000;
const origin = Date.UTC(2023, 0, 1);
const grains = ["day", "week", "month", "year", undefined] as const;
type Grain = (typeof grains)[number];

/** Days of the grain that holds a day, by the calendar alone. */
function sameGrain(grain: Exclude<Grain, undefined>, a: number, b: number): boolean {
  const [x, y] = [a, b].map((day) => new Date(origin + day * dayMs)) as [Date, Date];
  const monday = (date: Date) => date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs;
  switch (grain) {
    case "day":
      return a === b;
    case "week":
      return monday(x) === monday(y);
    case "month":
      return x.toISOString().slice(0, 7) === y.toISOString().slice(0, 7);
    case "year":
      return x.getUTCFullYear() === y.getUTCFullYear();
  }
}

interface Sketch {
  readonly grain: Grain;
  readonly parents: readonly number[];
}

const sketches: fc.Arbitrary<readonly Sketch[]> = fc
  .array(
    fc.record({
      grain: fc.constantFrom(...grains),
      parents: fc.array(fc.nat(9), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((models) =>
    models.map(({ grain, parents }, i) => ({ grain, parents: parents.filter((p) => p < i) })),
  );

function graphOf(models: readonly Sketch[]): Graph {
  const nodes = models.map(({ grain, parents }, i) => {
    const kind: ModelKind =
      grain === undefined
        ? { type: "table" }
        : { type: "incremental_by_time", time: "t", start: "2023-01-01", grain };
    const name = `m.m${String(i)}`;
    const node = { model: { name, kind }, parents: parents.map((p) => `m.m${String(p)}`) };
    return [name, node as unknown as ModelNode] as const;
  });
  return { nodes: new Map(nodes) } as unknown as Graph;
}

/** Day by day: what is restated is all of each grain that holds a restated day of something it reads. */
function naive(models: readonly Sketch[], roots: ReadonlySet<number>, asked: ReadonlySet<number>) {
  const restated: Set<number>[] = [];
  for (const [i, { grain, parents }] of models.entries()) {
    const newIntervals = new Set(roots.has(i) ? asked : []);
    for (const parent of parents) restated[parent]?.forEach((day) => newIntervals.add(day));
    const wide = new Set<number>();
    for (const day of newIntervals) {
      if (wide.has(day) && grain !== undefined) continue;
      if (grain === undefined) wide.add(day);
      else
        for (let other = Math.max(-400, day - 400); other < day + 400; other += 1)
          if (sameGrain(grain, day, other)) wide.add(other);
    }
    restated.push(wide);
  }
  return restated;
}

describe("restated time", () => {
  it("is that of a model of days, through any grains", () => {
    const roots = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 });
    const range = fc.tuple(fc.integer({ min: 400, max: 700 }), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(sketches, roots, range, (models, chosen, [start, length]) => {
        const moment = (day: number) => ({ at: origin + day * dayMs, isDate: true });
        const asked = { start: moment(start), end: moment(start + length) };
        const names = new Set(chosen.map((i) => `m.m${String(i)}`));
        const actual = restatedTime(graphOf(models), names, asked);
        const cells = new Set(Array.from({ length }, (_, i) => start + i));
        const expected = naive(models, new Set(chosen), cells);
        for (const i of models.keys()) {
          const found = new Set<number>();
          for (const { start: from, end } of actual.get(`m.m${String(i)}`) ?? [])
            for (let at = from; at < end; at += dayMs) found.add((at - origin) / dayMs);
          expect([...found].sort((a, b) => a - b)).toEqual(
            [...(expected[i] ?? [])].sort((a, b) => a - b),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is all of it where nothing limits it", async () => {
    const project = testProject({
      "models/m/a.sql":
        "/* model\nkind: { type: incremental_by_time, time: t, start: 2024-01-01 }\n*/\nselect range as t from range(timestamp '2024-01-01', timestamp '2024-02-01', interval 1 day)",
    });
    await project.build({}, { clock: "2024-01-11" });
    const { nodes } = await project.build({ restate: {} }, { clock: "2024-01-11" });
    expect(nodes["m.a"]).toMatchObject({ reason: "restated", rows: 10 });
    const since = { start: "2024-01-08" };
    const later = await project.build({ restate: since }, { clock: "2024-01-11" });
    expect(later.nodes["m.a"]).toMatchObject({ reason: "restated", rows: 3 });
    const until = await project.build({ restate: { end: "2024-01-03" } }, { clock: "2024-01-11" });
    expect(until.nodes["m.a"]).toMatchObject({ reason: "restated", rows: 2 });
  });
});
