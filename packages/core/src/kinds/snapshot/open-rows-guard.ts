import type { Dialect } from "../../warehouse/dialect.js";
import { diagnostic } from "../../base/errors/sluice-error.js";
import { countIn, type Guard } from "../keyed/guard.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { validityColumns } from "./snapshot-settings.js";

/**
 * Refuses to go on with a history whose current rows are told by another `valid_to` than the model says now: every key
 * would seem to be gone.
 */
export function openRowsGuard(history: {
  /** SQL text of the history, to stand after `from`. */
  readonly from: string;
  readonly kind: SnapshotOptions;
  readonly dialect: Dialect;
  readonly now: Date;
}): Guard {
  const { from, kind, dialect, now } = history;
  const end = dialect.quoteIdentifier(validityColumns.to);
  return {
    sql:
      `select count(*) as _sluice_rows, count(*) - count(${end}) as _sluice_null, ` +
      `max(${end}) > ${dialect.literal(now, dialect.typeFor("timestamp"))} as _sluice_later from ${from}`,
    finding: ([row]) => {
      const isNull = countIn(row, "_sluice_null") > 0;
      const isLater = countIn(row, "_sluice_rows") > 0 && row?.["_sluice_later"] === true;
      const isOther = kind.current === undefined ? !isNull && isLater : isNull;
      if (!isOther) return undefined;
      return diagnostic({
        code: "RUN.SCHEMA_CHANGED",
        message: `The history tells its current rows by another \`valid_to\` than \`current: ${kind.current ?? "null"}\`.`,
        why: "Every key would seem to be gone.",
        hints: [
          "Keep `current` as it was, or update `valid_to` of the current rows in the table first.",
        ],
      });
    },
  };
}
