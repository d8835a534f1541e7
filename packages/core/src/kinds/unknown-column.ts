import type { ColumnInfo } from "@sluice/sql/text";
import { suggest } from "../base/suggest.js";
import type { OptionProblem } from "./kind.js";

/** The problem of an option that names a column which the query does not give. */
export function unknownColumn(
  columns: readonly ColumnInfo[],
  name: string,
  option: string,
): OptionProblem {
  const names = columns.map((column) => column.name);
  const [near] = suggest(name, names);
  const hint = near === undefined ? `It gives: ${names.join(", ")}.` : `Did you mean \`${near}\`?`;
  return { message: `the query gives no column \`${name}\`, its \`${option}\`.`, hints: [hint] };
}
