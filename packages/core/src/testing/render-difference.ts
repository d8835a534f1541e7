import { inspect } from "node:util";
import type { SqlValue } from "../warehouse/values.js";
import type { UnitTestResult } from "./unit-test/unit-test-result.js";

/**
 * How the rows of a model differ from those expected, as a table: `-` marks rows that are missing, `+` those nobody
 * expects. Rows that are most alike stand together, so that the differing value is seen at once.
 */
export function renderDifference(
  result: Pick<UnitTestResult, "model" | "columns" | "missing" | "unexpected" | "matched">,
): string {
  const { model, columns, missing, unexpected, matched } = result;
  const cells = (rows: UnitTestResult["missing"]) =>
    rows.map((row) => Object.values(row).map(cell));
  const [first] = [...missing, ...unexpected];
  const head = first === undefined ? columns : Object.keys(first);
  const marked = pairUp(cells(missing), cells(unexpected));
  const lines = [["", ...head], ...marked];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i + 1] ?? "").length)));
  const table = lines.map(([mark = "", ...values]) =>
    `  ${mark.padEnd(1)} ${values.map((value, i) => value.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd(),
  );
  return [
    `${model} does not give the rows expected: ${String(missing.length)} missing (-), ${String(unexpected.length)} unexpected (+), ${String(matched)} as expected.`,
    ...table,
  ].join("\n");
}

type Cells = readonly string[];

/** Each missing row, followed by the unexpected row that shares most values with it, if any is shared. */
function pairUp(missing: readonly Cells[], unexpected: readonly Cells[]): readonly Cells[] {
  const left = [...unexpected];
  const lines = missing.flatMap((row) => {
    const alike = left.map((other) => other.filter((value, i) => value === row[i]).length);
    const best = alike.indexOf(Math.max(0, ...alike));
    const pair = (alike[best] ?? 0) > 0 ? left.splice(best, 1) : [];
    return [["-", ...row], ...pair.map((other) => ["+", ...other])];
  });
  return [...lines, ...left.map((row) => ["+", ...row])];
}

function cell(value: SqlValue): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return value.toString();
  return typeof value === "object"
    ? inspect(value, { breakLength: Infinity, compact: true })
    : String(value);
}
