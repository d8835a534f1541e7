import type { ColumnInfo } from "@sluice/sql/text";
import { hasNumberFormat, numberForm, wholeForm } from "../../warehouse/number-form.js";
import { guessesOf, textValues } from "./guess-values.js";
import type { Reading } from "./reading.js";

const kinds = new Set(["text", "integer", "bigint", "decimal", "float"]);

/**
 * The columns with the types of numbers that are written in a format of the file: whole numbers where all values are, floats
 * where all are numbers, else text. The engine's guess is by its own format.
 */
export async function settleNumbers(
  reading: Reading,
  columns: readonly ColumnInfo[],
): Promise<readonly ColumnInfo[]> {
  const { read, engine } = reading;
  const { dialect } = engine;
  // An engine samples more rows than few.
  const isOurs = hasNumberFormat(read) || read.sample !== undefined;
  if (!isOurs || read.allText === true) return columns;
  const candidates = guessesOf(reading, columns).filter(({ type }) =>
    kinds.has(dialect.parseType(type).kind),
  );
  const forms = { bigint: wholeForm(read), float: numberForm(read) };
  const found = await textValues(reading, { candidates, all: columns, forms, isNested: true });
  return columns.map((column) => {
    const kind = candidates.includes(column) ? found.get(column.name) : undefined;
    return kind === undefined ? column : { ...column, type: dialect.typeFor(kind) ?? column.type };
  });
}
