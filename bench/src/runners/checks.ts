import path from "node:path";
import type { Bench } from "../bench.js";
import { checkedTable } from "../generate/checked-table.js";
import { databaseFile, modelFile, writeSluiceProject } from "../generate/sluice-project.js";
import { measurement } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { sluiceBuild } from "../measure/sluice.js";
import { runTask } from "../tasks/tasks.js";

/** Many checks of one large table. */
export const checks: Bench = {
  name: "checks",
  description: "50 checks of one table against one query each.",
  async run({ runs, sizes, workDir, log }) {
    const dir = path.join(workDir, "checks");
    const { model, header, queries } = checkedTable(sizes.checkedRows);
    const text = `/* model\n${header}\n*/\n${model.sql(() => "")}\n`;
    writeSluiceProject(dir, { models: [model], files: [[modelFile(model), text]] });
    await sluiceBuild(dir);
    const samples = await interleave(runs, {
      ours: () => runTask("sluice-checks", { dir, table: model.name }),
      bare: () => runTask("bare-checks", { database: path.join(dir, databaseFile), queries }),
    });
    const [ours, bare] = [samples.ours.map((s) => s.result), samples.bare.map((s) => s.result)];
    assertSameFailures(ours[0]?.failing ?? [], bare[0]?.failing ?? []);
    log(`${queries.length} checks found the same on both sides`);
    const what = `${queries.length} checks of ${sizes.checkedRows} rows`;
    const time = (all: typeof ours) => all.map((r) => (r.phases["check"] ?? Number.NaN) / 1000);
    return [
      measurement("s", {
        what,
        ours: time(ours),
        against: { what: "one query each", samples: time(bare) },
        bar: { of: "ratio", max: 0.4 },
      }),
      measurement("queries", {
        what: `queries of ${what}`,
        ours: ours.map((r) => r.queries),
        against: { what: "one query each", samples: bare.map((r) => r.queries) },
        bar: { of: "ours", max: 3 },
      }),
    ];
  },
};

function assertSameFailures(ours: readonly number[], bare: readonly number[]): void {
  const differs = bare.findIndex((count, i) => ours[i] !== count);
  if (ours.length === bare.length && differs < 0 && bare.some((count) => count > 0)) return;
  throw new Error(`Checks found ${ours.join(", ")} failing rows, bare queries ${bare.join(", ")}.`);
}
