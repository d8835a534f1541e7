import { foldName } from "../adapter/name.js";
import type { ColumnInfo, FileRead } from "../adapter/dialect.js";
import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";

/** Whole numbers of up to so many digits are always exact in a double. */
const EXACT_DIGITS = 15;

/**
 * The first column that is guessed as a floating-point number and has a whole number which that may round. Readers
 * of text guess so where a number does not fit their largest integer: keys of twenty digits would be changed.
 */
export async function findInexact(
  {
    read,
    scratch,
    signal,
  }: {
    readonly read: FileRead;
    readonly scratch: WarehouseAdapter;
    readonly signal?: AbortSignal | undefined;
  },
  columns: readonly ColumnInfo[],
): Promise<{ readonly column: string; readonly value: string } | undefined> {
  const { dialect } = scratch;
  const declared = new Set(read.columns?.map(({ name }) => foldName(name)));
  const guessed = columns.filter(
    ({ name, type }) => !declared.has(foldName(name)) && dialect.parseType(type).kind === "float",
  );
  if (guessed.length === 0) return undefined;
  const isText = read.format === "csv" || read.format === "tsv";
  const text = dialect.typeFor("text") ?? "text";
  const files = dialect.readFiles({
    ...read,
    allText: true,
    columns: isText ? [] : guessed.map(({ name }) => ({ name, type: text })),
  });
  const longest = guessed.map(({ name }, i) => {
    const value = `trim(${dialect.quoteIdentifier(name)})`;
    const isWhole = `length(${value}) > ${EXACT_DIGITS} and ${value} not like '%.%' and lower(${value}) not like '%e%'`;
    return `max(case when ${isWhole} then ${value} end) as c${i}`;
  });
  for await (const row of scratch.query(`select ${longest.join(", ")} from ${files}`, { signal })) {
    for (const [i, { name }] of guessed.entries()) {
      const value = row[`c${i}`];
      if (typeof value === "string" && BigInt(value) !== BigInt(Number(value)))
        return { column: name, value };
    }
  }
  return undefined;
}
