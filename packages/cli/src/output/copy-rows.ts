import type { QueryResult } from "@sluice/core";
import type { RowWriter } from "./row-writer.js";
import type { Sink } from "./sink.js";

const chunk = 64 * 1024;

export interface Copied {
  readonly rows: number;
  /** There were more rows than the limit. */
  readonly truncated: boolean;
}

/** Streams a result through a writer into a sink, waiting whenever the sink does. */
export async function copyRows(
  result: QueryResult,
  { writer, sink }: { readonly writer: RowWriter; readonly sink: Sink },
  limit = Infinity,
): Promise<Copied> {
  let text = writer.begin(result.columns);
  let rows = 0;
  let truncated = false;
  for await (const row of result.rows) {
    if (rows >= limit) truncated = true;
    if (truncated || sink.closed) break;
    text += writer.row(row);
    rows += 1;
    if (text.length < chunk) continue;
    await sink.write(text);
    text = "";
  }
  await sink.write(text + writer.end());
  return { rows, truncated };
}
