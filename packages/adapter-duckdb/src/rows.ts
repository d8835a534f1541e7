import type { DuckDBDataChunk, DuckDBResult, DuckDBValue } from "@duckdb/node-api";
import type { Row, SqlValue } from "@sluice/core/adapter";
import { readerFor } from "./values-read.js";

export interface RowShape {
  readonly names: readonly string[];
  readonly readers: readonly ((value: DuckDBValue) => SqlValue)[];
  /** True where plain assignment would set a prototype. */
  readonly unsafe: boolean;
}

/** Names and readers of a result's columns. */
export function rowShape(result: DuckDBResult): RowShape {
  const names = uniqueNames(result.columnNames());
  return {
    names,
    readers: result.columnTypes().map(readerFor),
    unsafe: names.includes("__proto__"),
  };
}

/** Column names as DuckDB stores them in a create-as-select: `a`, `a_1`, compared without case. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    const key = name.toLowerCase();
    let unique = name;
    while (taken.has(unique.toLowerCase())) {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      unique = `${name}_${count}`;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** The rows of one chunk. */
export function readChunk(chunk: DuckDBDataChunk, { names, readers, unsafe }: RowShape): Row[] {
  const rows: Record<string, SqlValue>[] = Array.from({ length: chunk.rowCount }, () => ({}));
  for (const [i, name] of names.entries()) {
    const read = readers[i];
    const vector = chunk.getColumnVector(i);
    for (const [r, row] of rows.entries()) {
      const value = read?.(vector.getItem(r)) ?? null;
      if (unsafe)
        Object.defineProperty(row, name, {
          value,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      else row[name] = value;
    }
  }
  return rows;
}
