import fc from "fast-check";
import { expect, it } from "vitest";
import { dayText, naiveCells, naiveDays } from "../../test/naive-dates.js";
import { intervalSet, union, type IntervalSet } from "../time/intervals/interval-set.js";
import { parseMoment } from "../time/intervals/moment.js";
import type { ModelKind } from "../model/kind.js";
import type { Graph, ModelNode } from "../project/resolve/graph.js";
import { restatedTime } from "./restate.js";

const hourMs = 3_600_000;
const stretch = ["2023-06-01", "2025-05-01"] as const;

/** A table, a model of hours, or one of days and more of a place; `parents` are numbers of models before it. */
interface Sketch {
  readonly grain?: "hour" | "day" | "week" | "month" | undefined;
  readonly zone: string;
  readonly parents: readonly number[];
}

const zone = fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York");
const cuts = fc.oneof(
  fc.constantFrom({ grain: undefined, zone: "UTC" }, { grain: "hour" as const, zone: "UTC" }),
  fc.record({ grain: fc.constantFrom("day", "week", "month"), zone }),
);
const sketches: fc.Arbitrary<readonly Sketch[]> = fc
  .array(fc.record({ cut: cuts, parents: fc.array(fc.nat(4), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((models) =>
    models.map(({ cut, parents }, i) => ({ ...cut, parents: parents.filter((p) => p < i) })),
  );

/** Dates around both changes of 2024, or any of it, for at most ten days; a time within the first where there is one. */
const questions = fc
  .record({
    first: fc.oneof(fc.integer({ min: 285, max: 310 }), fc.integer({ min: 495, max: 530 })),
    length: fc.integer({ min: 1, max: 10 }),
    hour: fc.option(fc.nat(23)),
  })
  .map(({ first, length, hour }) => {
    const dates = naiveDays("UTC", stretch).map(({ date }) => dayText(date));
    const [from = "", to = ""] = [dates[first], dates[first + length]];
    return { from, to, time: hour === null ? "" : `T${String(hour).padStart(2, "0")}:00:00Z` };
  });

function graphOf(models: readonly Sketch[]): Graph {
  const nodes = models.map(({ grain, zone: time_zone, parents }, i) => {
    const kind: ModelKind =
      grain === undefined
        ? { type: "table" }
        : {
            type: "incremental_by_time",
            time: "t",
            start: "2023-01-01",
            grain,
            ...(grain === "hour" ? {} : { time_zone }),
          };
    const node = { model: { name: nameOf(i), kind }, parents: parents.map(nameOf) };
    return [nameOf(i), node as unknown as ModelNode] as const;
  });
  return { nodes: new Map(nodes) } as unknown as Graph;
}

function nameOf(i: number): string {
  return `m.m${String(i)}`;
}

/** Whole cells that any of the time touches, found by looking at calendars. */
function widened({ grain, zone: of }: Sketch, time: IntervalSet): IntervalSet {
  if (grain === undefined) return time;
  const hours = time.map(({ start, end }) => ({
    start: Math.floor(start / hourMs) * hourMs,
    end: Math.ceil(end / hourMs) * hourMs,
  }));
  if (grain === "hour") return intervalSet(hours);
  const cells = naiveCells(naiveDays(of, stretch), grain);
  return intervalSet(
    cells.filter((cell) => time.some(({ start, end }) => start < cell.end && cell.start < end)),
  );
}

/** When a date begins for a model, or a time wherever it is asked. */
function instantOf(text: string, { zone: of }: Sketch): number {
  if (text.includes("T")) return Date.parse(text);
  return naiveDays(of, stretch).find(({ date }) => dayText(date) === text)?.start ?? NaN;
}

it("restated time follows dates of each root's own zone, and instants from model to model", () => {
  const roots = fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(sketches, roots, questions, (models, chosen, { from, to, time }) => {
      const asked = { start: parseMoment(from + time), end: parseMoment(to) };
      const actual = restatedTime(graphOf(models), new Set(chosen.map(nameOf)), asked);
      const expected: IntervalSet[] = [];
      for (const [i, sketch] of models.entries()) {
        const [start, end] = [instantOf(from + time, sketch), instantOf(to, sketch)];
        const own = chosen.includes(i) ? intervalSet([{ start, end }]) : [];
        const inherited = sketch.parents.flatMap((parent) => expected[parent] ?? []);
        expected.push(widened(sketch, union(inherited, own)));
        expect(actual.get(nameOf(i)) ?? []).toEqual(expected[i]);
      }
    }),
    { numRuns: 500 },
  );
});
