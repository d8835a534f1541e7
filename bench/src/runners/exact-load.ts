import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Bench } from "../bench.js";
import { measurement } from "../measure/compare.js";
import { loadedFormats } from "../tasks/exact-load.js";
import { runTask } from "../tasks/tasks.js";

const columnsOfFile = 5;
const random = "hash(i * 31 + $k)";
const values: Readonly<Record<string, string>> = {
  bigint: `(${random} % 1000000000)::bigint`,
  "decimal(12,2)": `((${random} % 100000000) / 100.0)::decimal(12,2)`,
  double: `round((${random} % 1000000007) / 1000.0, 3)`,
  date: `date '2000-01-01' + (${random} % 9000)::integer`,
  timestamp: `timestamp '2000-01-01' + to_seconds((${random} % 800000000)::bigint)`,
  boolean: `${random} % 2 = 0`,
  varchar: `'customer ' || (${random} % 100000)`,
};

/** Clean files loaded exactly against the engine's own typed readers. */
export const exactLoad: Bench = {
  name: "exact-load",
  description:
    "Five columns of one type from a clean CSV, JSON or Parquet file, exact against the engine's reader with the same types.",
  async run({ runs, sizes, workDir, log }) {
    const dir = path.join(workDir, "exact-load");
    mkdirSync(dir, { recursive: true });
    const rows = sizes.checkedRows / columnsOfFile;
    const measured = [];
    for (const format of loadedFormats) {
      for (const [type, value] of Object.entries(values)) {
        const results = [];
        for (let run = 0; run < runs; run += 1) {
          const { result } = await runTask("exact-load", { dir, format, type, value, rows });
          if (result.different > 0) throw new Error(`${result.different} rows of ${type} differ.`);
          results.push(result);
        }
        log(`${format}: ${rows} rows of ${type} are the same on both sides`);
        measured.push(
          measurement("s", {
            what: `${sizes.checkedRows} values of ${type} in ${format}, processor time`,
            ours: results.map(({ exact }) => exact),
            against: { what: "the engine's reader", samples: results.map(({ plain }) => plain) },
            bar: { of: "ratio", max: 1.2 },
          }),
        );
      }
    }
    return measured;
  },
};
