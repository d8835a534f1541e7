import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { grainOf, isWithinDay } from "../../time/intervals/grain.js";
import { intervalsOf } from "../../kinds/all-kinds.js";
import type { IntervalOptions } from "../../kinds/write.js";
import { placeOf } from "../../model/source-text.js";
import type { ModelNode } from "../resolve/graph.js";
import { filterComparisons, type Comparison } from "./filter-comparisons.js";
import type { Operand } from "./filter-operands.js";

/** What a filter is judged by. */
export interface FilterContext {
  /** As the engine binds them, by full name of model or source. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly dialect: Dialect;
}

/** Whether something is a day or a moment; undefined for what is neither, or not known. */
type TimeKind = "date" | "timestamp" | undefined;

interface Judging extends FilterContext {
  readonly kind: IntervalOptions;
  /** All comparisons of the query. */
  readonly all: readonly Comparison[];
  /** `$start` and `$end` may lie within a day, as a filter on dates sees it. */
  readonly isWithinDays: boolean;
  /** What `$start` and `$end` are. */
  readonly bounds: TimeKind;
  /** Zone whose dates they are, where they are dates; UTC when undefined. */
  readonly zone: string | undefined;
}

/** What a filter does, and what to write in its place. */
interface Finding {
  readonly problem: string;
  readonly hint: string;
}

/**
 * Warnings about filters of a model that is filled by time which lose rows, or take those of the next interval: dates
 * compared with timestamps, an end that is counted in, a start that is left out. Only what is certain is told.
 */
export function timeFilterWarnings(
  node: Pick<ModelNode, "model" | "references">,
  context: FilterContext,
): readonly Diagnostic[] {
  const { model, references } = node;
  const { sql } = model;
  const kind = intervalsOf(model.kind);
  if (!kind || !sql) return [];
  const all = filterComparisons(sql.text, references, context.dialect.lexis);
  if (all.length === 0) return [];
  const grain = grainOf(kind);
  const time = columnNamed(context.columns.get(model.name) ?? [], kind.time);
  const judging: Judging = {
    ...context,
    kind,
    all,
    isWithinDays: isWithinDay(grain) || grain.zone !== undefined,
    bounds: timeKind(time?.type, context.dialect),
    zone: grain.zone,
  };
  return all.flatMap((comparison) => {
    const found = judge(comparison, judging);
    if (!found) return [];
    const { start, end } = comparison;
    const text = sql.text.slice(start, end).replaceAll(/\s+/g, " ");
    return [
      diagnostic({
        code: "MODEL.TIME_FILTER",
        severity: "warning",
        message: `${model.name}: \`${text}\` ${found.problem}.`,
        where: placeOf(sql, start, model.name),
        hints: [`Write \`${found.hint}\`.`],
      }),
    ];
  });
}

function judge(comparison: Comparison, judging: Judging): Finding | undefined {
  const { left, right } = comparison;
  if (left.is !== "column") return undefined;
  if (right.is === "literal") return againstLiteral(comparison, judging);
  if (right.is !== "bound") return undefined;
  return (
    withinDays(comparison, judging) ??
    localDates(comparison, judging) ??
    atTheEdge(comparison, judging)
  );
}

/** `$end` counted in, or `$start` left out, of the column that is cut by both, or that the model is filled by. */
function atTheEdge(comparison: Comparison, judging: Judging): Finding | undefined {
  const { left, operator, right } = comparison;
  if (left.is !== "column" || right.is !== "bound") return undefined;
  // Of days whose bounds lie within them, the last is to be read.
  if (right.cast === "date" && judging.isWithinDays) return undefined;
  const isEdge =
    (operator === "<=" && right.name === "end") || (operator === ">" && right.name === "start");
  if (!isEdge || !isCut(comparison, judging)) return undefined;
  const problem =
    right.name === "end"
      ? "takes rows of the next interval: `$end` is the first moment that is no part of this one"
      : "loses rows: `$start` is the first moment of the interval";
  return { problem, hint: wholeFilter(left) };
}

function isCut({ left, right, select }: Comparison, { all, kind }: Judging): boolean {
  if (left.is !== "column" || right.is !== "bound") return false;
  const column = nameOf(left);
  if (foldName(left.parts.at(-1) ?? "") === foldName(kind.time)) return true;
  return all.some(
    (other) =>
      other.select === select &&
      other.left.is === "column" &&
      nameOf(other.left) === column &&
      other.right.is === "bound" &&
      other.right.name !== right.name &&
      other.operator.startsWith(right.name === "end" ? ">" : "<"),
  );
}

/** Whole days compared with bounds that lie within a day. */
function withinDays(comparison: Comparison, judging: Judging): Finding | undefined {
  const { left, operator, right } = comparison;
  const { isWithinDays, bounds } = judging;
  if (left.is !== "column" || right.is !== "bound") return undefined;
  if (!isWithinDays || bounds !== "timestamp") return undefined;
  const own = columnKind(comparison, judging);
  const isDay =
    left.cast === "date" ? own !== undefined : left.cast === undefined && own === "date";
  const isMoment = left.cast === undefined && own === "timestamp";
  const isDayBound = right.cast === "date";
  const hint = own === "date" ? wholeDays(left) : wholeFilter(left);
  if (operator.startsWith(">") && right.name === "start" && isDay && right.cast === undefined)
    return {
      problem: "loses rows: a day is compared as its midnight, which lies before `$start`",
      hint,
    };
  const isBeforeDay = isDayBound && right.name === "end" && operator.startsWith("<");
  if (isBeforeDay && (isMoment || (isDay && operator === "<")))
    return { problem: "loses the rows of the day in which `$end` lies", hint };
  return undefined;
}

/** Instants compared with dates of a zone. A timestamp without zone may hold that zone's time: of it nothing is certain. */
function localDates(comparison: Comparison, judging: Judging): Finding | undefined {
  const { left, operator, right } = comparison;
  const { zone, bounds, dialect } = judging;
  if (left.is !== "column" || right.is !== "bound") return undefined;
  if (zone === undefined || bounds !== "date") return undefined;
  const type = columnOf(comparison, judging)?.type;
  if (type === undefined || dialect.parseType(type).kind !== "timestamptz") return undefined;
  return {
    problem: `loses rows: \`$${right.name}\` is a date of ${zone}, and is compared with one of UTC`,
    hint: `timezone('${zone}', ${left.parts.join(".")})::date ${operator} $${right.name}`,
  };
}

/** A date or a timestamp that is written out. */
function againstLiteral(comparison: Comparison, judging: Judging): Finding | undefined {
  const { left, operator, right } = comparison;
  if (left.is !== "column" || left.cast !== undefined || right.is !== "literal") return undefined;
  const own = columnKind(comparison, judging);
  const column = left.parts.join(".");
  const [, day, time] =
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?$/.exec(right.text) ?? [];
  if (day === undefined) return undefined;
  const isDay = right.cast === "date" || (right.cast === undefined && time === undefined);
  if (own === "timestamp" && isDay && operator === "<=") {
    const next = dayAfter(day);
    if (next === undefined) return undefined;
    return {
      problem: `loses the rows of ${day} after midnight: a timestamp is compared with the day's first moment`,
      hint: `${column} < date '${next}'`,
    };
  }
  const isMoment = right.cast !== "date" && time !== undefined && !/^[0:.]+$/.test(time);
  if (own !== "date" || !isMoment) return undefined;
  return {
    problem: "compares a day with a time of day: a date counts as its midnight",
    hint: `${column} ${operator} date '${day}'`,
  };
}

function dayAfter(day: string): string | undefined {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : new Date(at + 86_400_000).toISOString().slice(0, 10);
}

/** What a column is by itself, where that is known. */
function columnKind(comparison: Comparison, judging: Judging): TimeKind {
  return timeKind(columnOf(comparison, judging)?.type, judging.dialect);
}

/** The column of a table of the project that is compared: a name that fits others too does not bind. */
function columnOf({ left, select }: Comparison, { columns }: Judging): ColumnInfo | undefined {
  if (left.is !== "column") return undefined;
  const [column = "", table, ...more] = [...left.parts].reverse();
  if (more.length > 0) return undefined;
  const named = [...select.tables].filter(
    ([alias]) => table === undefined || alias === foldName(table),
  );
  const found = named.flatMap(([, name]) => columnNamed(columns.get(name) ?? [], column) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function timeKind(type: string | undefined, dialect: Dialect): TimeKind {
  const kind = type === undefined ? undefined : dialect.parseType(type).kind;
  if (kind === "date") return "date";
  return kind === "timestamp" || kind === "timestamptz" ? "timestamp" : undefined;
}

function nameOf({ parts }: Extract<Operand, { is: "column" }>): string {
  return parts.map(foldName).join(".");
}

function wholeFilter({ parts }: Extract<Operand, { is: "column" }>): string {
  const column = parts.join(".");
  return `${column} >= $start and ${column} < $end`;
}

function wholeDays({ parts }: Extract<Operand, { is: "column" }>): string {
  const column = parts.join(".");
  return `${column} >= $start::date and ${column} <= $end::date`;
}
