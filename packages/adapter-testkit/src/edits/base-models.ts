import type { ModelPart, SeedPart } from "./parts.js";

const seed = (
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: SeedPart["rows"],
): SeedPart => ({
  part: "seed",
  name,
  columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
  rows,
});

const model = (name: string, sql: string, kind?: string): ModelPart => ({
  part: "model",
  schema: "base",
  name,
  group: "base",
  header: kind === undefined ? {} : { kind },
  sql,
});

/** Seeds that all models come from; rows have a unique `id`, or differ in `k`, `v`. */
export const seeds: readonly SeedPart[] = [
  seed(
    "raw.a",
    { id: "integer", k: "integer", x: "integer", y: "integer", t: "varchar", d: "date" },
    [
      [1, 1, 1, 4, "p", "2024-01-03"],
      [2, 2, 3, 1, "q", "2024-01-05"],
      [3, 1, 2, 3, "Q", "2024-02-01"],
      [4, null, 4, 2, "r", "2024-01-01"],
      [5, 3, 5, 5, null, "2024-03-09"],
      [6, 2, 3, 4, "p", "2024-01-20"],
      [7, 3, null, 1, "q", "2024-02-11"],
      [8, 4, 2, 6, "r", null],
    ],
  ),
  seed("raw.b", { id: "integer", x: "integer", z: "integer", u: "varchar" }, [
    [1, 1, 3, "one"],
    [2, 2, 5, "two"],
    [3, 2, 3, null],
    [5, 5, 1, "five"],
    [9, 3, 4, "nine"],
  ]),
  seed("raw.c", { k: "integer", v: "integer", w: "integer", ts: "timestamp" }, [
    [1, 2, 7, "2024-01-02 01:30:00"],
    [1, 5, 6, "2024-01-30 22:00:00"],
    [2, 3, 5, "2024-01-04 12:00:00"],
    [3, 1, 8, "2024-02-28 00:00:00"],
    [3, 4, 2, "2024-03-01 03:15:00"],
    [5, 6, 1, "2024-03-05 23:59:59"],
  ]),
  seed("raw.s", { id: "integer", s: "struct(Ab integer, c varchar)" }, [
    [1, { Ab: 5, c: "m" }],
    [2, { Ab: 6, c: "n" }],
    [3, null],
  ]),
];

/** Models over the seeds, which the queries of the corpus read. */
export const baseModels: readonly ModelPart[] = [
  model("a", "select id, k, x, y, t, d from raw.a"),
  model("b", "select id, x, z, u from raw.b"),
  model("c", "select k, v, w, ts from raw.c where v > 0", "view"),
  model(
    "n",
    "select a.id, a.x, a.y, coalesce(a.t, '') as t, [a.x, a.y, a.k] as l, {'f': a.x, 'g': a.y} as s, map {'a': a.x, 'b': a.k} as m from base.a a",
  ),
  model("part", "select id, x as v, t from base.a where y > 1", "ephemeral"),
  model("packed", "select id, s from raw.s"),
];

/** A model whose values follow from a variable that is a map; no query of the corpus reads it. */
export const ratedModel: ModelPart = model(
  "rated",
  "select id, x * $rates['a'] as v, coalesce($rates[t], 0) as r from base.a",
);
