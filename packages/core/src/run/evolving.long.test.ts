import { describe, expect, it } from "vitest";
import {
  days,
  feedModel,
  feedProject,
  fill,
  keptKinds,
  policies,
  shown,
  type Feed,
  type FeedModel,
  type KeptKindName,
  type Policy,
} from "../../test/evolving-tables.js";
import type { TestProject } from "../../test/project.js";

const kinds = Object.keys(keptKinds) as KeptKindName[];

/** The type a table gets, or `refused`; `rebuilt` stands before the type of a table that begins anew. */
type Expected = Readonly<Partial<Record<Policy, string>>>;

interface Case extends Feed, Expected {
  readonly title: string;
}

const wide = (type: string): Expected => ({ append: type, sync: type, rebuild: type });

const cases: readonly Case[] = [
  {
    title: "BIGINT to DOUBLE",
    first: "10::bigint",
    again: "10::double",
    next: "10.5::double",
    ...wide("DOUBLE"),
  },
  {
    title: "BIGINT with a value that DOUBLE does not hold to DOUBLE",
    first: "9007199254740993::bigint",
    again: "9007199254740992::double",
    next: "0.5::double",
    append: "refused",
    sync: "refused",
    rebuild: "rebuilt DOUBLE",
  },
  {
    title: "BIGINT to DECIMAL",
    first: "10::bigint",
    again: "10::decimal(10,2)",
    next: "10.55::decimal(10,2)",
    ...wide("DECIMAL(10,2)"),
  },
  {
    title: "BIGINT with more digits than the DECIMAL has",
    first: "12345678901::bigint",
    again: "0::decimal(10,2)",
    next: "10.55::decimal(10,2)",
    append: "DECIMAL(21,2)",
    sync: "refused",
    rebuild: "rebuilt DECIMAL(10,2)",
  },
  {
    title: "DOUBLE to BIGINT",
    first: "10::double",
    again: "10::bigint",
    next: "12::bigint",
    append: "DOUBLE",
    sync: "BIGINT",
    rebuild: "rebuilt BIGINT",
  },
  {
    title: "INTEGER to UINTEGER",
    first: "7::integer",
    again: "7::uinteger",
    next: "4294967295::uinteger",
    append: "BIGINT",
    sync: "UINTEGER",
    rebuild: "rebuilt UINTEGER",
  },
  {
    title: "DECIMAL to DOUBLE",
    first: "1.25::decimal(6,2)",
    again: "1.25::double",
    next: "0.125::double",
    ...wide("DOUBLE"),
  },
  {
    title: "DATE to TIMESTAMP",
    first: "date '2024-01-01'",
    again: "timestamp '2024-01-01'",
    next: "timestamp '2024-01-02 10:00:00'",
    ...wide("TIMESTAMP"),
  },
  {
    title: "TIMESTAMP to DATE",
    first: "timestamp '2024-01-01'",
    again: "date '2024-01-01'",
    next: "date '2024-01-02'",
    append: "TIMESTAMP",
    sync: "DATE",
    rebuild: "rebuilt DATE",
  },
  {
    title: "ENUM with more values",
    first: "'a'::enum('a')",
    again: "'a'::enum('b', 'a')",
    next: "'b'::enum('b', 'a')",
    ...wide("ENUM('b', 'a')"),
  },
  {
    title: "ENUM with other values",
    first: "'a'::enum('a', 'c')",
    again: "'a'::enum('b', 'a')",
    next: "'b'::enum('b', 'a')",
    append: "ENUM('a', 'c', 'b')",
    sync: "ENUM('b', 'a')",
    rebuild: "rebuilt ENUM('b', 'a')",
  },
  {
    title: "STRUCT with a field more, in another order",
    first: "{'a': 1}::struct(a integer)",
    again: "{'b': null, 'a': 1}::struct(b varchar, a bigint)",
    next: "{'b': 'x', 'a': 2}::struct(b varchar, a bigint)",
    ...wide("STRUCT(b VARCHAR, a BIGINT)"),
  },
  {
    title: "STRUCT with a field less",
    first: "{'a': 1, 'b': 'x'}::struct(a integer, b varchar)",
    again: "{'a': 1}::struct(a integer)",
    next: "{'a': 2}::struct(a integer)",
    append: "STRUCT(a INTEGER, b VARCHAR)",
    sync: "refused",
    rebuild: "rebuilt STRUCT(a INTEGER)",
  },
  {
    title: "STRUCT in a list and in the values of a map",
    first: "{'l': [{'a': 1}], 'm': map {'k': {'a': 1}}}",
    again:
      "{'l': [{'b': null, 'a': 1}], 'm': map {'k': {'a': 1}}}::struct(l struct(b double, a integer)[], m map(varchar, struct(a double)))",
    next: "{'l': [{'b': 0.5, 'a': 2}], 'm': map {'k': {'a': 2}}}::struct(l struct(b double, a integer)[], m map(varchar, struct(a double)))",
    ...wide("STRUCT(l STRUCT(b DOUBLE, a INTEGER)[], m MAP(VARCHAR, STRUCT(a DOUBLE)))"),
  },
  {
    title: "VARCHAR to INTEGER",
    first: "'1'",
    again: "1",
    next: "2",
    append: "refused",
    sync: "INTEGER",
    rebuild: "rebuilt INTEGER",
  },
  {
    title: "VARCHAR that reads as no number to INTEGER",
    first: "'x'",
    again: "1",
    next: "2",
    append: "refused",
    sync: "refused",
    rebuild: "rebuilt INTEGER",
  },
  {
    title: "INTEGER to VARCHAR",
    first: "1",
    again: "'1'",
    next: "'x'",
    append: "refused",
    sync: "VARCHAR",
    rebuild: "rebuilt VARCHAR",
  },
  {
    title: "INTEGER to DATE, which no cast leads to",
    first: "1",
    again: "date '2024-01-01'",
    next: "date '2024-01-02'",
    append: "refused",
    sync: "refused",
    rebuild: "rebuilt DATE",
  },
];

const everyModel = kinds.flatMap((kind) =>
  policies.map((policy) => ({ kind, policy, name: `${kind}_${policy}` })),
);

/** Builds the first day, changes the feed, builds the second. */
async function twoDays(project: TestProject, feed: Feed) {
  await fill(project, feed, 1);
  const first = await project.build({}, { clock: days[0] });
  expect(first.summary.ok).toBe(true);
  await fill(project, feed, 2);
  return project.build({}, { clock: days[1] });
}

describe("a table whose column gets another type", () => {
  it.each(cases)(
    "$title goes on, begins anew or is refused by itself",
    async (one) => {
      const project = feedProject(everyModel);
      const { nodes } = await twoDays(project, one);
      const seen = await shown(
        project,
        everyModel.map(({ name }) => name),
      );
      const before = await firstValue(project, one.first);
      for (const { kind, policy, name } of everyModel) {
        const expected = policy === "fail" ? "refused" : (one[policy] ?? "");
        const { status, error } = nodes[`marts.${name}`] ?? {};
        if (expected === "refused") {
          expect({ name, status, code: error?.code }).toEqual({
            name,
            status: "failed",
            code: "RUN.SCHEMA_CHANGED",
          });
          expect({ name, ...seen[name] }).toEqual({ name, ...before });
          continue;
        }
        expect({ name, status, error }).toEqual({ name, status: "built", error: undefined });
        const type = expected.replace("rebuilt ", "");
        expect({ name, type: seen[name]?.type }).toEqual({ name, type });
        expect({ name, values: seen[name]?.values }).toEqual({
          name,
          values: await expectedValues(project, one, { kind, type, isNew: expected !== type }),
        });
      }
      expect(nodes["marts.beside"]?.status).toBe("built");
      const again = await project.plan({}, { clock: days[1] });
      expect(Object.values(again).filter((reason) => reason === "columns changed")).toEqual([]);
    },
    120_000,
  );
});

async function firstValue(project: TestProject, first: string) {
  const [row] = await project.rawRows(
    `select typeof(v) as type, v::varchar as values from (select ${first} as v)`,
  );
  return row;
}

/**
 * The rows that readers are to see: the value of the first day, as it was there, and that of the second, both in the type
 * of the table. Where the feed tells the first row otherwise now, tables by key have it so, and a history has both.
 */
async function expectedValues(
  project: TestProject,
  { first, again, next }: Feed,
  { kind, type, isNew }: { kind: KeptKindName; type: string; isNew: boolean },
): Promise<unknown> {
  const old = `cast(${isNew ? again : first} as ${type})`;
  const now = `cast(${again} as ${type})`;
  const told = kind === "by_key" ? [now] : [old];
  const [{ differs } = {}] = await project.rawRows(
    `select ${now} is distinct from ${old} as differs`,
  );
  if (kind === "snapshot" && differs === true) told.push(now);
  const values = [...told, `cast(${next} as ${type})`].map((value) => `${value}::varchar`);
  const [row] = await project.rawRows(`select concat_ws(' | ', ${values.join(", ")}) as v`);
  return row?.["v"];
}

describe("the advice of a refusal", () => {
  const refused = cases.filter(({ append, sync }) => append === "refused" || sync === "refused");
  const advised = refused.flatMap((one) =>
    policies
      .filter((policy) => policy === "fail" || one[policy] === "refused")
      .map((policy) => ({ ...one, policy })),
  );

  it.each(advised)(
    "for $title under $policy leads to a build, each by itself",
    async (one) => {
      const { policy } = one;
      const models = kinds.map((kind) => ({ kind, policy, name: kind }));
      const probe = await twoDays(feedProject(models), one);
      const hints = kinds.map((kind) => probe.nodes[`marts.${kind}`]?.error?.hints ?? []);
      const most = Math.max(...hints.map((list) => list.length));
      expect(most).toBeGreaterThan(0);
      for (let i = 0; i < most; i += 1) {
        const project = feedProject(models);
        await twoDays(project, one);
        for (const [at, kind] of kinds.entries())
          project.write(feedModel(kind, { name: kind, policy, ...follow(hints[at]?.[i]) }));
        const { nodes, summary } = await project.build({}, { clock: days[1] });
        const errors = kinds.map((kind) => nodes[`marts.${kind}`]?.error?.message);
        expect({ hint: hints[0]?.[i], errors, ok: summary.ok }).toEqual({
          hint: hints[0]?.[i],
          errors: kinds.map(() => undefined),
          ok: true,
        });
        if (hints.some((list) => list[i]?.includes("the old column stays")))
          await keepsFirst(project, one.first);
      }
    },
    240_000,
  );
});

describe("values that the wider type of a table does not hold", () => {
  const feed = {
    first: "10.5::double",
    again: "9007199254740992::bigint",
    next: "9007199254740993::bigint",
  };
  const broken = async (kind: KeptKindName) => {
    const project = feedProject([{ kind, name: "m", policy: "append" }]);
    const { nodes } = await twoDays(project, feed);
    return { project, error: nodes["marts.m"]?.error };
  };

  it.each(kinds)(
    "are refused before they are written, with a way out: %s",
    async (kind) => {
      const { project, error } = await broken(kind);
      expect(error?.code).toBe("RUN.SCHEMA_CHANGED");
      expect(error?.message).toMatch(/would change 1 value of `v` \(BIGINT to DOUBLE\)\.$/);
      expect(await shown(project, ["m"])).toEqual({ m: { type: "DOUBLE", values: "10.5" } });
      expect(error?.hints).toHaveLength(2);
      for (const hint of error?.hints ?? []) {
        const { project: other } = await broken(kind);
        other.write(feedModel(kind, { name: "m", policy: "append", ...follow(hint) }));
        const { summary } = await other.build({}, { clock: days[1] });
        expect({ hint, ok: summary.ok }).toEqual({ hint, ok: true });
      }
    },
    120_000,
  );
});

/** By key the row is written again, and its old column is null from then on. */
async function keepsFirst(project: TestProject, first: string): Promise<void> {
  const seen = await shown(project, ["by_time", "append", "snapshot"]);
  const value = (await firstValue(project, first))?.["values"];
  for (const [name, { values }] of Object.entries(seen))
    expect({ name, first: String(values).split(" | ")[0] }).toEqual({ name, first: value });
}

/** The edit that a hint names; the last one where there is no such hint. */
function follow(hint = "`on_schema_change: rebuild`"): Partial<FeedModel> {
  const forwardOnly = hint.includes("`forward_only: true`");
  const policy = /on_schema_change: (\w+)/.exec(hint)?.[1] as Policy | undefined;
  if (policy) return { policy };
  const list = /`([^`]+ as [^`]+)`/.exec(hint)?.[1];
  if (list === undefined) throw new TypeError(`The hint names no edit: ${hint}`);
  return { list, forwardOnly };
}
