import type { WarehouseSpace } from "@sluice/core/adapter";
import type { Session } from "./session.js";
import { quoteText } from "./text.js";

/** Room that a database takes in its file; undefined for one in memory. */
export async function databaseSpace(
  session: Session,
  catalog: string,
  signal: AbortSignal,
): Promise<WarehouseSpace | undefined> {
  const sql =
    "select (block_size * total_blocks)::double as bytes, (block_size * free_blocks)::double as unused " +
    `from pragma_database_size() where database_name = ${quoteText(catalog)}`;
  let found: WarehouseSpace | undefined;
  for await (const row of session.query(sql, signal)) {
    const [bytes, unused] = [Number(row["bytes"]), Number(row["unused"])];
    if (bytes > 0) found = { bytes, unused };
  }
  return found;
}
