import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { InputHash } from "./input-hash.js";
import type { Interval } from "../time/intervals/interval-set.js";
import { instant, text } from "./state-rows.js";
import { stateRelation } from "./state-tables.js";
import { timeLiteral } from "./state-writer.js";

/** Hashes of a table's inputs, of all time or of those that begin in a range, in the order of their time. */
export async function readHashes(
  runner: SqlRunner,
  physical: string,
  of: { readonly range?: Interval | undefined; readonly dialect: Dialect },
): Promise<readonly InputHash[]> {
  const found: InputHash[] = [];
  const sql =
    `select input, definition, start_at, end_at, row_count, hash ` +
    `from ${of.dialect.relation(stateRelation("input_hashes"))} ` +
    `where ${hashesWhere(physical, of)} order by start_at`;
  for await (const row of runner.query(sql)) {
    found.push({
      input: text(row, "input"),
      definition: text(row, "definition"),
      start: instant(row, "start_at"),
      end: instant(row, "end_at"),
      rows: Number(row["row_count"] ?? 0),
      hash: text(row, "hash") || undefined,
    });
  }
  return found;
}

/** Rows of the state for hashes of a table's inputs. */
export function hashRows(physical: string, hashes: readonly InputHash[]) {
  return hashes.map(({ input, definition, start, end, rows, hash }) => ({
    physical,
    input,
    definition,
    start_at: new Date(start),
    end_at: new Date(end),
    row_count: rows,
    hash: hash ?? null,
  }));
}

/** Predicate: the hash is of this table, and begins in the range if one is given. */
export function hashesWhere(
  physical: string,
  { range, dialect }: { readonly range?: Interval | undefined; readonly dialect: Dialect },
): string {
  const own = `physical = ${dialect.literal(physical)}`;
  if (!range) return own;
  const [from, to] = [range.start, range.end].map((at) => timeLiteral(new Date(at), dialect));
  return `${own} and start_at >= ${from ?? ""} and start_at < ${to ?? ""}`;
}
