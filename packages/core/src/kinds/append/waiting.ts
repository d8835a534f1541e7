import { columnNamed } from "@sluice/sql/text";
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
