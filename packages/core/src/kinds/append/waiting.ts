import { columnNamed } from "@sluice/sql/text";
import type { Row } from "../../warehouse/values.js";
import type { AppendOptions } from "../../model/kind.js";
import type { StagedRows } from "../keyed/keyed-steps.js";
import { nowBound } from "../keyed/since.js";

/**
 * A query of one row with `waiting`: the earliest time after `$now` among the rows of the query, null where there is none.
 * Undefined where `time` is no time and nothing waits.
 */
export function waitingQuery(
  input: StagedRows & { readonly options: AppendOptions },
): string | undefined {
  const { columns, options, dialect, source, now } = input;
  const column = options.time === undefined ? undefined : columnNamed(columns, options.time);
  const bound = column && nowBound(column.type, now, dialect);
  if (!column || bound === undefined) return undefined;
  const time = dialect.quoteIdentifier(column.name);
  return `select min(${time}) as waiting from ${source} where ${time} > ${bound}`;
}

/** The moment at which the first waiting row is due, in milliseconds; undefined for none, and for one that never comes. */
export function waitingUntil(row: Row | undefined): number | undefined {
  const text = row?.["waiting"];
  if (typeof text !== "string") return undefined;
  const [day = "", time = "00:00:00"] = text.split(" ");
  const at = Date.parse(`${day}T${time.replace(/[+-]\d{2}(:\d{2})?$/, "")}Z`);
  return Number.isNaN(at) ? undefined : at;
}
