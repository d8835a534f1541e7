import type { CheckResult } from "@sluice/core";
import type { Colours } from "../io/io.js";
import { columnsOfRows, dataCell } from "../output/data-cell.js";
import { count } from "./amounts.js";
import { renderDiagnostic } from "./diagnostic.js";
import { renderTable } from "./table.js";
import { visible } from "./width.js";

const sampleRows = 10;

/** True when a check's result has something to show. */
export function isFinding(result: CheckResult): boolean {
  return result.status === "failed" || result.status === "warned" || result.status === "error";
}

/** A finding of a check: what was expected and seen, some of the rows, and how to see all. */
export function renderCheck(
  result: CheckResult,
  colours: Colours,
  width: number | undefined,
): string[] {
  const paint = result.status === "warned" ? colours.yellow : colours.red;
  const title = visible(result.label ?? result.check);
  const lines = [`${paint(`${result.status} ${title}`)}  ${colours.bold(visible(result.model))}`];
  const seen = observedText(result);
  if (seen !== "") lines.push(`  ${seen}`);
  if (result.reason !== undefined) lines.push(`  ${visible(result.reason)}`);
  if (result.error) lines.push(...renderDiagnostic(result.error, colours).map((l) => `  ${l}`));
  lines.push(...sampleTable(result, colours, width), ...allRowsHint(result, colours));
  return lines;
}

function observedText(result: CheckResult): string {
  const expected = result.expected === undefined ? [] : [`expected ${visible(result.expected)}`];
  const observed =
    result.observed === undefined || result.observed === null || result.observed === result.failing
      ? []
      : [`observed ${visible(String(result.observed))}`];
  const of = result.rows === undefined ? "" : ` of ${count(result.rows)}`;
  const failing = result.failing === undefined ? [] : [`${count(result.failing)}${of} rows fail`];
  return [...expected, ...observed, ...failing].join(", ");
}

function sampleTable(result: CheckResult, colours: Colours, width?: number): string[] {
  const rows = (result.sample ?? []).slice(0, sampleRows);
  if (rows.length === 0) return [];
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => names.map((name) => dataCell(row[name], colours)));
  const table = renderTable(columnsOfRows(rows), cells, {
    width: width === undefined ? undefined : width - 2,
    head: colours.bold,
  });
  return table.map((line) => `  ${line}`);
}

function allRowsHint(result: CheckResult, colours: Colours): string[] {
  if (result.query === undefined) return [];
  const sql = result.query.trim().replace(/\s+/g, " ");
  const safe = /--|\/\*/.test(result.query) ? result.query.trim() : sql;
  const quoted = `'${safe.replaceAll("'", `'\\''`)}'`;
  return [`  ${colours.cyan("all:  ")}sluice show --limit none --sql ${visible(quoted)}`];
}
