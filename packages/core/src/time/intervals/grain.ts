import { SluiceError } from "../../base/errors/sluice-error.js";
import { dateAt, dateIndex, dateOfIndex, dateStart } from "../zones/local-dates.js";

const units = ["minute", "hour", "day", "week", "month", "year"] as const;

/** A unit of the calendar. */
export type GrainUnit = (typeof units)[number];

/** How an incremental model's time is cut: `every` units. Weeks begin on Monday. */
export interface Grain {
  readonly unit: GrainUnit;
  readonly every: number;
  /** Zone whose calendar days, weeks, months and years are those of; UTC when absent. */
  readonly zone?: string | undefined;
}

const minuteMs = 60_000;
const fixedMs = {
  minute: minuteMs,
  hour: 60 * minuteMs,
  day: 1440 * minuteMs,
  week: 7 * 1440 * minuteMs,
} as const;
/** 1970-01-05, the first Monday of the epoch. */
const firstMonday = 4 * fixedMs.day;

/** Reads `day`, `week`, `15 minutes`, `6 hours`. Raises `MODEL.INVALID`. */
export function parseGrain(text: string): Grain {
  const match = /^(?:(?<every>[1-9]\d{0,5})\s+)?(?<unit>[a-z]+?)s?$/.exec(
    text.trim().toLowerCase(),
  );
  const unit = units.find((name) => name === match?.groups?.["unit"]);
  const every = Number(match?.groups?.["every"] ?? 1);
  const isCut = unit !== undefined && (every === 1 || isWithinDay({ unit, every }));
  if (isCut) return { unit, every };
  throw new SluiceError({
    code: "MODEL.INVALID",
    message: `\`${text}\` is no grain.`,
    hints: [`Write ${units.join(", ")}, or several minutes or hours such as \`15 minutes\`.`],
  });
}

/** How a model that is filled by time cuts it. Raises `MODEL.INVALID`. */
export function grainOf(kind: {
  readonly grain?: string | undefined;
  readonly time_zone?: string | undefined;
}): Grain {
  const grain = parseGrain(kind.grain ?? "day");
  const zone = zoneOf(kind);
  return zone === undefined ? grain : { ...grain, zone };
}

/** The zone of a kind's days; undefined for UTC, which needs none. */
export function zoneOf({ time_zone }: { readonly time_zone?: string | undefined }) {
  return time_zone?.toUpperCase() === "UTC" ? undefined : time_zone;
}

/** True for a grain that is a part of a day: the same time everywhere. */
export function isWithinDay({ unit }: Grain): boolean {
  return unit === "minute" || unit === "hour";
}

/** The text that `parseGrain` reads; it says nothing of the zone. */
export function grainText({ unit, every }: Grain): string {
  return every === 1 ? unit : `${String(every)} ${unit}s`;
}

/** The start of the grain that holds an instant. */
export function grainStart(grain: Grain, at: number): number {
  return atIndex(grain, indexAt(grain, at));
}

/** The first start of a grain at or after an instant. */
export function grainCeiling(grain: Grain, at: number): number {
  const start = grainStart(grain, at);
  return start === at ? at : shiftGrains(grain, start, 1);
}

/** The start of the grain `by` grains later (earlier when negative). */
export function shiftGrains(grain: Grain, at: number, by: number): number {
  return atIndex(grain, indexAt(grain, at) + by);
}

/** How many whole grains begin in `[start, end)`, for aligned bounds. */
export function countGrains(grain: Grain, start: number, end: number): number {
  return indexAt(grain, end) - indexAt(grain, start);
}

/** Number of the grain that holds an instant, counted from the epoch. */
function indexAt(grain: Grain, at: number): number {
  const { unit, zone } = grain;
  if (zone === undefined) return calendarIndex(grain, at);
  const date = dateAt(zone, at);
  return unit === "day" ? dateIndex(zone, date) : calendarIndex(grain, date * fixedMs.day);
}

function atIndex(grain: Grain, index: number): number {
  const { unit, zone } = grain;
  if (zone === undefined) return calendarAt(grain, index);
  const date = unit === "day" ? dateOfIndex(zone, index) : calendarAt(grain, index) / fixedMs.day;
  return dateStart(zone, date);
}

/** Number of the grain that holds a time, on a clock that is never set. */
function calendarIndex({ unit, every }: Grain, at: number): number {
  const date = new Date(at);
  switch (unit) {
    case "year":
      return date.getUTCFullYear() - 1970;
    case "month":
      return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    case "week":
      return Math.floor((at - firstMonday) / fixedMs.week);
    default:
      return Math.floor(at / (fixedMs[unit] * every));
  }
}

function calendarAt({ unit, every }: Grain, index: number): number {
  switch (unit) {
    case "year":
      return utc(1970 + index, 0);
    case "month":
      return utc(1970 + Math.floor(index / 12), ((index % 12) + 12) % 12);
    case "week":
      return firstMonday + index * fixedMs.week;
    default:
      return index * fixedMs[unit] * every;
  }
}

/** As Date.UTC, which reads years below 100 as 19xx. */
function utc(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1);
}
