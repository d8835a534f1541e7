import type { Row, UnitTestResult } from "@sluice/core";
import type { Colours } from "../io/io.js";
import { columnsOfRows, dataCell } from "../output/data-cell.js";
import { toText } from "../output/json-value.js";
import { counted, seconds } from "./amounts.js";
import { renderDiagnostic } from "./diagnostic.js";
import { renderTable, type Cell } from "./table.js";
import { visible } from "./width.js";

const mostRows = 30;

/** `passed   0.02s  marts.daily_revenue  cancelled orders bring nothing`. */
export function renderTestLine(result: UnitTestResult, colours: Colours): string {
  const paint = result.status === "passed" ? colours.green : colours.red;
  const time = colours.dim(seconds(result.seconds).padStart(6));
  const model = colours.dim(visible(result.model));
  return `${paint(result.status.padEnd(6))}  ${time}  ${model}  ${visible(result.name)}`;
}

/** Why a unit test failed: the rows that are missing (-) and those that should not be there (+). */
export function renderTestFailure(
  result: UnitTestResult,
  colours: Colours,
  width: number | undefined,
): string[] {
  const head = `${colours.red(`${result.status} ${visible(result.name)}`)}  ${colours.bold(visible(result.file))} (${visible(result.model)})`;
  const about = result.description === undefined ? [] : [`  ${visible(result.description)}`];
  if (result.error)
    return [head, ...about, ...renderDiagnostic(result.error, colours).map((l) => `  ${l}`)];
  const { missing, unexpected, matched } = result;
  const summary = `  ${counted(missing.length, "row")} missing (-), ${counted(unexpected.length, "row")} not expected (+), ${counted(matched, "row")} right`;
  return [head, ...about, summary, ...diffTable(result, colours, width).map((line) => `  ${line}`)];
}

interface DiffRow {
  readonly sign: "-" | "+";
  readonly row: Row;
  /** Columns whose value differs from the row it is paired with. */
  readonly marked: ReadonlySet<string>;
}

function diffTable(result: UnitTestResult, colours: Colours, width?: number): string[] {
  const rows = pairRows(result);
  const shown = rows.slice(0, mostRows);
  const columns = [
    { header: "" },
    ...result.columns.map(
      (name) =>
        columnsOfRows(rows.map((r) => ({ [name]: r.row[name] ?? null })))[0] ?? {
          header: visible(name),
        },
    ),
  ];
  const cells = shown.map((row) => diffCells(row, result.columns, colours));
  const lines = renderTable(columns, cells, {
    width: width === undefined ? undefined : width - 2,
    head: colours.bold,
  });
  const more = rows.length - shown.length;
  return more > 0 ? [...lines, ` … and ${counted(more, "more row", "more rows")}`] : lines;
}

function diffCells(row: DiffRow, columns: readonly string[], colours: Colours): Cell[] {
  const paint = row.sign === "-" ? colours.red : colours.green;
  const sign: Cell = { text: row.sign, style: paint };
  return [
    sign,
    ...columns.map((name) => {
      const { text } = dataCell(row.row[name], colours);
      const marked = row.marked.has(name);
      return {
        text: marked ? `*${text}` : text,
        style: marked ? (t: string) => colours.bold(paint(t)) : paint,
      };
    }),
  ];
}

/** Puts each missing row before the unexpected row it has values in common with; the pairs most alike come together. */
function pairRows(result: Pick<UnitTestResult, "columns" | "missing" | "unexpected">): DiffRow[] {
  const { columns, missing, unexpected } = result;
  const alike = missing
    .flatMap((row) =>
      unexpected.map((other) => ({ row, other, equal: likeness(row, other, columns) })),
    )
    .filter(({ equal }) => equal > 0)
    .sort((a, b) => b.equal - a.equal);
  const partner = new Map<Row, Row>();
  const taken = new Set<Row>();
  for (const { row, other } of alike) {
    if (partner.has(row) || taken.has(other)) continue;
    partner.set(row, other);
    taken.add(other);
  }
  const pairs = missing.flatMap((row): DiffRow[] => {
    const other = partner.get(row);
    if (other === undefined) return [{ sign: "-", row, marked: new Set() }];
    const marked = new Set(columns.filter((name) => !sameValue(row[name], other[name])));
    return [
      { sign: "-", row, marked },
      { sign: "+", row: other, marked },
    ];
  });
  const left = unexpected.filter((row) => !taken.has(row));
  return [...pairs, ...left.map((row): DiffRow => ({ sign: "+", row, marked: new Set() }))];
}

function likeness(row: Row, other: Row, columns: readonly string[]): number {
  return columns.filter((name) => sameValue(row[name], other[name])).length;
}

function sameValue(a: Row[string] | undefined, b: Row[string] | undefined): boolean {
  if (a == null || b == null) return a == null && b == null;
  return toText(a) === toText(b);
}
