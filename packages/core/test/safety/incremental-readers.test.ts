import { expect, it } from "vitest";
import type { Workspace } from "../../src/workspace/workspace.js";
import { collect, finish, testProject, type FinishedBuild, type TestProject } from "../project.js";
import { model } from "./fault-project.js";

/**
 * Readers of tables that are kept, all through restatements, merges, refused batches and promotions: each part of a table
 * that is committed at once is always whole and carries one mark, and a mark that a check refuses is never seen.
 */
const DAYS = 6;
const ROWS = 400;
const KEYS = 300;

const bad = (mark: number) => mark % 3 === 0;

function files(mark: number, extra = ""): Readonly<Record<string, string>> {
  return {
    // A table by rows, so that its content, not its definition, is what changes.
    "data/mark.csv": `mark\n${String(mark)}\n`,
    "models/raw/mark.seed.yaml": "file: data/mark.csv\n",
    "models/m/days.sql": model(
      `kind: { type: incremental_by_time, time: day, start: 2024-01-01, batch_size: 1, batch_concurrency: 2, on_schema_change: append, forward_only: true }\nchecks: [{ expression: 'mark % 3 <> 0' }]`,
      `select ($start::date) as day, range::int as id, mark::int as mark${extra} from raw.mark, range(${String(ROWS)})`,
    ),
    "models/m/keys.sql": model(
      "kind: { type: incremental_by_key, key: id }\nchecks: [{ expression: 'mark % 3 <> 0' }]",
      `select range::int as id, mark::int as mark from raw.mark, range(${String(KEYS)})`,
    ),
    "models/m/history.sql": model(
      "kind: { type: snapshot, key: id }",
      `select range::int as id, mark::int as mark from raw.mark, range(${String(KEYS)})`,
    ),
    "models/m/whole.sql": model(
      "kind: table\nchecks: [{ expression: 'mark % 3 <> 0' }]",
      "select max(mark)::int as mark from m.keys",
    ),
    "models/m/shown.sql": "select mark from m.whole",
  };
}

/** One row of what is seen: every number is of one statement, which sees one state. */
const look = `select
  (select list({ rows: n, low: low, high: high }) from (select day, count(*)::int n, min(mark)::int low, max(mark)::int high from m.days group by day)) as days,
  (select { rows: count(*)::int, low: min(mark)::int, high: max(mark)::int } from m.keys) as keys,
  (select { current: count(*) filter (valid_to is null)::int, keys: count(distinct id)::int } from m.history) as history,
  (select mark from m.whole)::int as whole, (select mark from m.shown)::int as shown`;

interface Part {
  readonly rows: number;
  readonly low: number;
  readonly high: number;
}
interface Seen {
  readonly days: readonly Part[];
  readonly keys: Part;
  readonly history: { readonly current: number; readonly keys: number };
  readonly whole: number;
  readonly shown: number;
}

async function poll(workspace: Workspace, until: { stop: boolean }): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  do {
    seen.push(
      ...((await collect((await workspace.query(look)).rows)) as unknown as readonly Seen[]),
    );
    await new Promise((resolve) => setTimeout(resolve, 1));
  } while (!until.stop);
  return seen;
}

async function buildBesideReaders(
  project: TestProject,
): Promise<{ readonly build: FinishedBuild; readonly seen: readonly Seen[] }> {
  return project.with(
    async (workspace) => {
      const until = { stop: false };
      const polling = [poll(workspace, until), poll(workspace, until)];
      const build = await finish(
        workspace.build({ restate: { start: "2024-01-01" }, select: ["raw.mark", "m.days"] }),
      );
      until.stop = true;
      return { build, seen: (await Promise.all(polling)).flat() };
    },
    { clock: `2024-01-0${String(DAYS + 1)}T00:00:00Z` },
  );
}

/** What is wrong with a look, as text; a look at whole parts has none. */
function faults({ days, keys, history, whole, shown }: Seen, marks: readonly number[]): string[] {
  const part = (name: string, { rows, low, high }: Part, size: number) =>
    rows === size && low === high && marks.includes(low)
      ? []
      : [`${name}: ${String(rows)} rows of ${String(low)} to ${String(high)}`];
  return [
    ...(days.length === DAYS ? [] : [`${String(days.length)} days`]),
    ...days.flatMap((day) => part("a day", day, ROWS)),
    ...part("keys", keys, KEYS),
    ...(history.current === KEYS && history.keys === KEYS ? [] : [JSON.stringify(history)]),
    ...(whole === shown && marks.includes(whole) ? [] : [`${String(whole)}, ${String(shown)}`]),
  ];
}

it("see parts that were committed, whole, and never what a check refused", async () => {
  const project = testProject(files(1));
  const build = () => project.build({}, { clock: `2024-01-0${String(DAYS + 1)}T00:00:00Z` });
  await build();
  let last = 1;
  let between = 0;
  for (let mark = 2; mark <= 6; mark += 1) {
    const extra = mark >= 4 ? ", 'x' as more" : "";
    if (mark === 4) {
      // A restatement computes with what is applied.
      project.write(files(last, extra));
      await build();
    }
    project.write(files(mark, extra));
    const { build: built, seen } = await buildBesideReaders(project);
    const failed = Object.values(built.nodes).filter(({ status }) => status === "failed");
    const refused = bad(mark) ? ["m.days", "m.keys"] : [];
    expect(failed.map(({ name }) => name).sort(), JSON.stringify(failed)).toEqual(refused);
    const marks = bad(mark) ? [last] : [last, mark];
    expect(seen.flatMap((one) => faults(one, marks))).toEqual([]);
    between += seen.filter(({ days }) => new Set(days.map(({ low }) => low)).size > 1).length;
    if (!bad(mark)) last = mark;
  }
  // Readers did look while some days were new and others old.
  expect(between).toBeGreaterThan(0);
});
