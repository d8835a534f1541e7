import { describe, expect, it } from "vitest";
import { failure, finish, testProject, type TestProject } from "../../../test/project.js";
import type { Plan, PlanNode } from "../../plan/plan.js";
import { isReused } from "../../plan/planned-node.js";
import { parsePlan, serializePlan } from "./saved-plan.js";

const seed = (...values: readonly number[]) =>
  ["id,n", ...values.map((n) => `${String(n)},${String(n)}`), ""].join("\n");
const daily = (amount: string, end: string) => `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01, end: ${end} }
*/
select day::date as day, ${amount} as amount
from range(timestamp '2024-01-01', timestamp '2024-02-01', interval 1 day) as days(day)
where day >= $start and day < $end`;
const keyed = (n: string) => `/* model
kind: { type: incremental_by_key, key: id }
*/
select id, ${n} as n from raw.numbers`;
const whole = (select: string, header = "") =>
  `/* model\nkind: table\n${header}*/\nselect ${select} from raw.numbers`;
const files = {
  "data/numbers.csv": seed(1, 2),
  "models/raw/numbers.seed.yaml": "file: data/numbers.csv\n",
  "models/m/whole.sql": whole("n"),
  "models/m/shown.sql": "/* model\nkind: view\n*/\nselect n from m.whole",
  "models/m/keyed.sql": keyed("n"),
  "models/m/daily.sql": daily("1", "2024-01-03"),
};
const open = { clock: "2024-01-20T12:00:00Z" };
const check = "columns:\n  n: { checks: [not_null] }\n";

interface Case {
  readonly name: string;
  /** Edits of a project that is built; undefined: the first build of it. */
  readonly edits?: Readonly<Record<string, string>>;
  readonly environment?: string;
  /** Nodes that the plan has, among others: `m.whole build`. */
  readonly nodes: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "a first build",
    nodes: ["m.whole build", "m.shown build", "m.keyed create", "m.daily create"],
  },
  {
    name: "other data",
    edits: { "data/numbers.csv": seed(1, 2, 3) },
    nodes: ["raw.numbers build", "m.whole build", "m.keyed update", "m.daily reuse"],
  },
  {
    name: "more time",
    edits: { "models/m/daily.sql": daily("1", "2024-01-06") },
    nodes: ["m.daily update", "m.whole reuse"],
  },
  {
    name: "another check",
    edits: { "models/m/whole.sql": whole("n", check) },
    nodes: ["m.whole recheck"],
  },
  {
    name: "an edit that keeps rows",
    edits: {
      "models/m/keyed.sql": keyed("n + 0").replace("key: id", "key: id, forward_only: true"),
    },
    nodes: ["m.keyed copy"],
  },
  {
    name: "an edit that changes nothing",
    edits: { "models/m/whole.sql": whole("(n) as n") },
    nodes: ["m.whole reuse adopts", "m.shown build"],
  },
  {
    name: "a file that cannot be read",
    edits: {
      "data/numbers.csv": "id,n\n1\n2,3,4\n",
      "models/m/daily.sql": daily("2", "2024-01-03"),
    },
    nodes: ["m.whole blocked", "m.shown blocked", "m.daily create"],
  },
  {
    name: "an environment that begins as production",
    edits: { "models/m/shown.sql": "/* model\nkind: view\n*/\nselect n + 1 as n from m.whole" },
    environment: "dev",
    nodes: ["m.whole reuse", "m.shown build"],
  },
];

function textOf(node: PlanNode): string {
  const adopts = isReused(node) && node.adopts !== undefined ? " adopts" : "";
  return `${node.name} ${node.action}${adopts}`;
}

/** Applies a plan of a case, and gives what came of it: results, and the views with their rows. */
async function outcome({ edits, environment }: Case, change: (plan: Plan) => Plan) {
  const project = testProject(files);
  if (edits) {
    await project.build({}, open);
    project.write(edits);
  }
  const applied = await project.with(
    async (workspace) => {
      const plan = await workspace.plan();
      const { nodes, summary } = await finish(workspace.apply(change(plan)));
      return { texts: plan.nodes.map(textOf), nodes, published: summary.published };
    },
    { ...open, ...(environment !== undefined && { environment }) },
  );
  const results = Object.values(applied.nodes).map(({ name, status, reason, rows, physical }) => {
    return [name, status, reason, rows, physical];
  });
  const { texts, published } = applied;
  return { texts, published, results: results.sort(), views: await views(project) };
}

async function views(project: TestProject) {
  const listed = await project.rawRows(
    `select format('"{}"."{}"', schema_name, view_name) as view from duckdb_views()
    where not internal and schema_name <> '_sluice' order by all`,
  );
  const found: unknown[] = [];
  for (const { view } of listed as readonly { readonly view: string }[])
    found.push([view, await project.rawRows(`select * from ${view} order by all`)]);
  return found;
}

const copied = (plan: Plan) => parsePlan(serializePlan(plan), "plan.json");

describe("a plan", () => {
  it.each(cases)("of $name applies the same after it was written and read as JSON", async (one) => {
    const own = await outcome(one, (plan) => plan);
    expect(own.texts).toEqual(expect.arrayContaining([...one.nodes]));
    expect(await outcome(one, copied)).toEqual(own);
  });

  it("is refused after another build of the same workspace", async () => {
    const project = testProject(files);
    const error = await project.with(async (workspace) => {
      const plan = await workspace.plan();
      await finish(workspace.build());
      return failure(finish(workspace.apply(plan)));
    }, open);
    expect(error).toMatchObject({ code: "STATE.MOVED" });
  });

  it("is refused as an edited copy, and nothing is written", async () => {
    const project = testProject(files);
    const error = await project.with(async (workspace) => {
      const plan = await workspace.plan();
      const [first, ...others] = plan.nodes;
      const edited = { ...plan, nodes: others, reads: { [first?.name ?? ""]: "nothing" } };
      return failure(finish(workspace.apply(edited)));
    }, open);
    expect(error).toMatchObject({ code: "RUN.PLAN_STALE" });
    expect(
      await project.rawRows("select 1 from duckdb_tables() where table_name like '%whole%'"),
    ).toEqual([]);
  });

  it("holds of the state the relations that it names, and no others", async () => {
    const project = testProject(files);
    await project.build({}, open);
    const plan = await project.with((workspace) => workspace.plan({ select: ["m.shown"] }), open);
    expect(plan.nodes.map(({ name }) => name)).toEqual(["m.shown"]);
    const { published, production, relations, intervals } = plan.before;
    expect(Object.keys(published).sort()).toEqual([
      "m.daily",
      "m.keyed",
      "m.shown",
      "m.whole",
      "raw.numbers",
    ]);
    expect(production).toEqual({});
    const named = [...Object.values(published).map(({ physical }) => physical)].sort();
    expect(Object.keys(relations).sort()).toEqual(named);
    expect(Object.values(intervals)).toEqual([
      [{ start: "2024-01-01T00:00:00.000Z", end: "2024-01-03T00:00:00.000Z" }],
    ]);
  });
});
