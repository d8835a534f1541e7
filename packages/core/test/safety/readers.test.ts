import { expect, it } from "vitest";
import type { Row } from "../../src/warehouse/values.js";
import type { Workspace } from "../../src/workspace/workspace.js";
import { collect, finish, testProject } from "../project.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;

/** Every model shows the same stamp, so that a mix of two publications shows as two stamps. */
function files(stamp: number): Readonly<Record<string, string>> {
  const later = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [
      `models/m/t${String(i + 1)}.sql`,
      i % 3 === 2
        ? `select * from m.t${String(i)}`
        : table(`select stamp, count(*) as n from m.t${String(i)}, range(20000) group by all`),
    ]),
  );
  return {
    "models/m/t0.sql": table(`select ${String(stamp)} as stamp`),
    ...later,
    "models/m/pause.ts": `
const { defineRows, z } = globalThis.sluice;
export default defineRows({
  version: "${String(stamp)}",
  columns: z.object({ stamp: z.int() }),
  rows: async function* () {
    // The build lasts until readers have looked several times.
    while (globalThis.polls < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    yield { stamp: ${String(stamp)} };
  },
});
`,
  };
}

const relations = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "pause"];
const stamps = `select ${relations.map((name) => `(select max(stamp) from m.${name})::int as ${name}`).join(", ")}`;

const polls = Object.assign(globalThis, { polls: 0 });

/** Reads all relations in one query, again and again, until told to stop. */
async function poll(workspace: Workspace, until: { stop: boolean }): Promise<readonly Row[]> {
  const seen: Row[] = [];
  do {
    const { rows } = await workspace.query(stamps);
    seen.push(...(await collect(rows)));
    polls.polls += 1;
    await new Promise((resolve) => setTimeout(resolve, 2));
  } while (!until.stop);
  return seen;
}

it("readers see one publication or the next, whole, all through a build", async () => {
  const project = testProject(files(1));
  polls.polls = 6;
  await project.build();
  let during = 0;
  for (let stamp = 2; stamp <= 4; stamp += 1) {
    project.write(files(stamp));
    polls.polls = 0;
    await project.with(async (workspace) => {
      const until = { stop: false };
      const polling = [poll(workspace, until), poll(workspace, until)];
      const { summary } = await finish(workspace.build());
      until.stop = true;
      expect(summary.ok).toBe(true);
      const seen = (await Promise.all(polling)).flat();
      const mixed = seen.filter((row) => new Set(Object.values(row)).size !== 1);
      expect(mixed).toEqual([]);
      expect(new Set(seen.map((row) => row["t0"]))).toEqual(new Set([stamp - 1, stamp]));
      during += seen.filter((row) => row["t0"] === stamp - 1).length;
    });
  }
  expect(during).toBeGreaterThan(10);
});
