import type { CheckResult } from "@sluice/core";
import { formatDuration } from "@sluice/core/duration";
import type { Colours } from "../io/io.js";
import { columnsOfRows, dataCell } from "../output/data-cell.js";
import { count } from "./amounts.js";
import { renderDiagnostic } from "./diagnostic.js";
import { shellText } from "./shell-text.js";
import { renderTable, type Cell } from "./table.js";
import { visible } from "./width.js";

/** How a finding is told. */
export interface CheckLayout {
  /** Cells a line may take. */
  readonly width?: number | undefined;
  /** Failing rows to show at most. @default 10 */
  readonly rows?: number | undefined;
  /** Options of a command that is to look at the same, as `scopeOptions` gives them. @default none */
  readonly scope?: string | undefined;
}

/** True when a check's result has something to show. */
export function isFinding(result: CheckResult): boolean {
  return result.status === "failed" || result.status === "warned" || result.status === "error";
}

/** A finding of a check: what was expected and seen, some of the rows, and how to see all. */
export function renderCheck(
  result: CheckResult,
  colours: Colours,
  layout: CheckLayout = {},
): string[] {
  const lines = [
    `${paintOf(result, colours)(result.status)}  ${colours.bold(visible(result.model))}  ${checkTitle(result)}`,
  ];
  const seen = [expectedText(result), observedText(result)].filter((text) => text !== "");
  if (seen.length > 0) lines.push(`  ${seen.join(", ")}`);
  if (result.reason !== undefined) lines.push(`  ${visible(result.reason)}`);
  if (result.error) lines.push(...renderDiagnostic(result.error, colours).map((l) => `  ${l}`));
  lines.push(...sampleTable(result, colours, layout), ...allRowsHint(result, colours, layout));
  return lines;
}

/** A finding as the cells of one line: model, what was seen, check. */
export function checkCells(result: CheckResult, colours: Colours): Cell[] {
  const seen = result.error?.message ?? result.reason;
  return [
    { text: `  ${visible(result.model)}` },
    { text: observedText(result) || visible(seen ?? ""), style: paintOf(result, colours) },
    { text: checkTitle(result) },
  ];
}

function checkTitle(result: CheckResult): string {
  return visible(result.label ?? result.check);
}

function paintOf(result: CheckResult, colours: Colours): (text: string) => string {
  return result.status === "warned" ? colours.yellow : colours.red;
}

function expectedText(result: CheckResult): string {
  return result.expected === undefined ? "" : `expected ${visible(result.expected)}`;
}

function observedText(result: CheckResult): string {
  const { observed, failing, rows } = result;
  const of = rows === undefined ? "" : ` of ${count(rows)}`;
  const verb = failing === 1 && rows === undefined ? "row fails" : "rows fail";
  const fail = failing === undefined ? [] : [`${count(failing)}${of} ${verb}`];
  if (observed === undefined || observed === null || observed === failing) return fail.join("");
  const value =
    result.unit === "seconds" && typeof observed === "number"
      ? formatDuration(observed * 1000)
      : String(observed);
  return [`observed ${visible(value)}`, ...fail].join(", ");
}

function sampleTable(result: CheckResult, colours: Colours, layout: CheckLayout): string[] {
  const { width, rows: most = 10 } = layout;
  const rows = (result.sample ?? []).slice(0, most);
  if (rows.length === 0) return [];
  const names = relevantFirst(result);
  const arranged = rows.map((row) =>
    Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
  );
  const cells = rows.map((row) => names.map((name) => dataCell(row[name], colours)));
  const table = renderTable(columnsOfRows(arranged), cells, {
    width: width === undefined ? undefined : width - 2,
    head: colours.bold,
  });
  return table.map((line) => `  ${line}`);
}

/**
 * Columns of the sample: the first, which is most often the key, then those the check is about, then the rest. A
 * terminal that has no room for all of them shows those that matter.
 */
function relevantFirst(result: CheckResult): string[] {
  const names = [...new Set((result.sample ?? []).flatMap((row) => Object.keys(row)))];
  const words = new Set(`${result.check} ${result.query ?? ""}`.toLowerCase().match(/\w+/g));
  const about = names.slice(1).filter((name) => words.has(name.toLowerCase()));
  return [...new Set([...names.slice(0, 1), ...about, ...names])];
}

function allRowsHint(result: CheckResult, colours: Colours, { scope = "" }: CheckLayout): string[] {
  if (result.query === undefined) return [];
  const sql = result.query.trim();
  const safe = /--|\/\*|\$\$/.test(sql) ? sql : onOneLine(sql);
  const command = `sluice show --limit none${visible(scope)} --sql ${visible(shellText(safe))}`;
  return [`  ${colours.cyan("all:  ")}${command}`];
}

/** A query without comments on one line; what stands in quotes is left as it is. */
function onOneLine(sql: string): string {
  return sql.replace(
    /('(?:[^']|'')*'|"(?:[^"]|"")*")|\s+/g,
    (_, quoted: string | undefined) => quoted ?? " ",
  );
}
