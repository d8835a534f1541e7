import { rmSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

/**
 * Random graphs whose checks read any other model, over random data. An oracle in plain sets says what may be published:
 * what its checks allow, together with all that it is built from and all that these checks read.
 *
 * SLUICE_PUBLISH_RUNS sets how many graphs are tried.
 */
const runs = Number(process.env["SLUICE_PUBLISH_RUNS"] ?? 12);

interface Model {
  readonly kind: "table" | "view" | "by key";
  /** Indexes of models before it. */
  readonly parents: readonly number[];
  readonly checks: readonly { readonly of: number; readonly severity: "error" | "warn" }[];
}

/** Ids of one seed by round; undefined where the file stays as it is. */
type Round = readonly (readonly number[] | undefined)[];
/** Greatest `v` by id. */
type Rows = ReadonlyMap<number, number>;

/** Ids from here on are refused by a check of each model's own. */
const REFUSED = 5;

const graphs = fc.integer({ min: 2, max: 6 }).chain((size) => {
  const indexes = (below: number): fc.Arbitrary<number[]> =>
    below === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(below - 1), { maxLength: 2 });
  const model = (index: number) =>
    fc.record({
      kind: fc.constantFrom<Model["kind"]>("table", "view", "by key"),
      parents: indexes(index),
      checks: fc.uniqueArray(
        fc.record({
          of: fc.nat(size - 1).filter((of) => of !== index),
          severity: fc.constantFrom("error", "error", "error", "warn" as const),
        }),
        { maxLength: 2, selector: ({ of }) => of },
      ),
    });
  const ids = fc.uniqueArray(fc.constantFrom(1, 1, 2, 2, 3, 3, REFUSED), { maxLength: 3 });
  const round = fc.array(fc.option(ids, { nil: undefined }), { minLength: size, maxLength: size });
  return fc.record({
    models: fc.tuple(...Array.from({ length: size }, (_, i) => model(i))),
    first: fc.array(ids, { minLength: size, maxLength: size }),
    rounds: fc.array(
      fc.record({ changes: round, selected: fc.option(indexes(size), { nil: undefined }) }),
      { minLength: 1, maxLength: 3 },
    ),
  });
});

const nameOf = (index: number) => `m.t${String(index)}`;

function filesOf(models: readonly Model[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    models.flatMap(({ kind, parents, checks }, i) => {
      const read = [`raw.s${String(i)}`, ...parents.map(nameOf)];
      const rows = read.map((name) => `select id, v from ${name}`).join(" union all ");
      const type =
        kind === "by key" ? "{ type: incremental_by_key, key: id, deletes: missing }" : kind;
      const refers = checks.map(
        ({ of, severity }) =>
          `  - relationships: { column: id, to: ${nameOf(of)}, field: id, severity: ${severity}, name: c${String(of)} }`,
      );
      const own = `  - expression: id < ${String(REFUSED)}`;
      const header = `kind: ${type}\nchecks:\n${[own, ...refers].join("\n")}`;
      const sql = `select id, max(v) as v from (${rows}) group by id`;
      return [
        [`models/${nameOf(i).replace(".", "/")}.sql`, `/* model\n${header}\n*/\n${sql}`],
        [
          `models/raw/s${String(i)}.seed.yaml`,
          `file: data/s${String(i)}.csv\ncolumns: { id: { type: int }, v: { type: int } }\n`,
        ],
      ];
    }),
  );
}

function writeSeeds(project: TestProject, seeds: readonly Rows[]): void {
  for (const [i, rows] of seeds.entries())
    project.write({
      [`data/s${String(i)}.csv`]: `id,v\n${[...rows].map(([id, v]) => `${String(id)},${String(v)}\n`).join("")}`,
    });
}

/** Rows of all models as a build of everything makes them. */
function built(models: readonly Model[], seeds: readonly Rows[]): readonly Rows[] {
  const all: Rows[] = [];
  for (const [i, { parents }] of models.entries()) {
    const rows = new Map(seeds[i]);
    for (const parent of parents)
      for (const [id, v] of all[parent] ?? []) rows.set(id, Math.max(v, rows.get(id) ?? v));
    all.push(rows);
  }
  return all;
}

function passes(model: Model, index: number, all: readonly (Rows | undefined)[]): boolean {
  const ids = [...(all[index]?.keys() ?? [])];
  const blocking = model.checks.filter(({ severity }) => severity === "error");
  return (
    ids.every((id) => id < REFUSED) &&
    blocking.every(({ of }) => ids.every((id) => all[of]?.has(id) === true))
  );
}

/** Models of a build of everything that may be published: the greatest set that needs nothing outside of it. */
function publishable(models: readonly Model[], all: readonly Rows[]): ReadonlySet<number> {
  const kept = new Set(models.flatMap((model, i) => (passes(model, i, all) ? [i] : [])));
  for (let before = -1; before !== kept.size;) {
    before = kept.size;
    for (const i of kept) {
      const { parents = [], checks = [] } = models[i] ?? {};
      const read = checks.flatMap(({ of, severity }) => (severity === "error" ? [of] : []));
      if ([...parents, ...read].some((other) => !kept.has(other))) kept.delete(i);
    }
  }
  return kept;
}

/** Rows that readers see of models (`m.t0`) or seeds (`raw.s0`), by index; undefined where there is no relation. */
async function shownRows(
  project: TestProject,
  { schema, size }: { readonly schema: "m" | "raw"; readonly size: number },
): Promise<(Rows | undefined)[]> {
  return project.raw(async (runner) => {
    const shown: (Rows | undefined)[] = Array.from({ length: size }, () => undefined);
    const names = `select table_name as name from information_schema.tables where table_schema = '${schema}'`;
    const found: string[] = [];
    for await (const { name } of runner.query<{ name: string }>(names)) found.push(name);
    for (const name of found) {
      const rows = new Map<number, number>();
      const sql = `select id::int as id, v::int as v from ${schema}.${name}`;
      for await (const row of runner.query(sql)) rows.set(Number(row["id"]), Number(row["v"]));
      shown[Number(name.slice(1))] = rows;
    }
    return shown;
  });
}

/** True for a view that shows rows of a table as they are written to it, before anything is published. */
function showsWrites(models: readonly Model[], index: number): boolean {
  const { kind, parents = [] } = models[index] ?? {};
  return (
    kind === "view" &&
    parents.some((parent) => models[parent]?.kind === "by key" || showsWrites(models, parent))
  );
}

function sorted(rows: Rows | undefined): readonly (readonly [number, number])[] | undefined {
  return rows && [...rows].sort(([a], [b]) => a - b);
}

it(
  "publishes what the checks of a random graph allow, and nothing else",
  async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async ({ models, first, rounds }) => {
        const project = testProject(filesOf(models));
        const [begin, ...later] = [
          { changes: first as Round, selected: undefined },
          ...rounds,
          { changes: first.map(() => undefined) as Round, selected: undefined },
        ];
        let seeds: readonly Rows[] = first.map(() => new Map());
        let before: readonly (Rows | undefined)[] = models.map(() => undefined);
        for (const [round, { changes, selected }] of [begin, ...later].entries()) {
          seeds = seeds.map((rows, i) => {
            const ids = changes[i];
            // Another `v` each time: what a file held before never comes back.
            return ids ? new Map([0, ...ids].map((id) => [id, round])) : rows;
          });
          writeSeeds(project, seeds);
          const select = selected?.map(nameOf);
          if (select?.length === 0) continue;
          const { summary } = await project.build(select ? { select } : {});
          const size = models.length;
          const shown = await shownRows(project, { schema: "m", size });
          const files = await shownRows(project, { schema: "raw", size });
          expectSound(models, { seeds: files, before, shown });
          if (!select) {
            const all = built(models, seeds);
            for (const i of publishable(models, all))
              expect(sorted(shown[i]), nameOf(i)).toEqual(sorted(all[i]));
            expect(summary.ok).toBe(models.every((model, i) => passes(model, i, all)));
          }
          before = shown;
        }
        rmSync(project.dir, { recursive: true });
      }),
      {
        numRuns: runs,
        ...(process.env["SLUICE_PUBLISH_SEED"] !== undefined && {
          seed: Number(process.env["SLUICE_PUBLISH_SEED"]),
        }),
      },
    );
  },
  60_000 + runs * 10_000,
);

/** Each model with new rows passes its checks on the rows that readers see of the others, and is built from those. */
function expectSound(
  models: readonly Model[],
  at: {
    readonly seeds: readonly (Rows | undefined)[];
    readonly before: readonly (Rows | undefined)[];
    readonly shown: readonly (Rows | undefined)[];
  },
): void {
  const { seeds, before, shown } = at;
  for (const [i, model] of models.entries()) {
    const isSame = JSON.stringify(sorted(shown[i])) === JSON.stringify(sorted(before[i]));
    if (isSame || showsWrites(models, i)) continue;
    expect(passes(model, i, shown), `${nameOf(i)} passes its checks`).toBe(true);
    const rows = new Map(seeds[i]);
    for (const parent of model.parents)
      for (const [id, v] of shown[parent] ?? []) rows.set(id, Math.max(v, rows.get(id) ?? v));
    expect(sorted(shown[i]), `${nameOf(i)} is built from what readers see`).toEqual(sorted(rows));
  }
}
