import type { SnapshotOptions } from "../../model/kind.js";
import type { Guard } from "../keyed/guard.js";
import { keyColumns } from "../keyed/key-columns.js";
import type { RowSteps } from "../keyed/keyed-steps.js";
import type { WriteInput } from "../write.js";
import { guardRefusal } from "./snapshot-guards.js";
import { snapshotCounts, snapshotSteps } from "./snapshot-steps.js";

/** The statements that bring a snapshot up to date with the staged rows of its query. */
export function snapshotWrite(options: SnapshotOptions, input: WriteInput): RowSteps {
  const { pii, model } = input;
  const where = { file: model.path, model: model.name };
  const { guards, stage, count, writes } = snapshotSteps({ ...input, options });
  return {
    guards: guards.map((guard): Guard => ({
      sql: guard.query,
      finding: (rows) => guardRefusal(guard, rows, { where, pii }),
    })),
    changes: {
      stage,
      count,
      rows: (row) => {
        const { keys, inserted, ended } = snapshotCounts(row);
        return keys === 0 ? 0 : inserted + ended;
      },
    },
    writes,
    keys: { in: "changes", columns: keyColumns(options.key) },
  };
}
