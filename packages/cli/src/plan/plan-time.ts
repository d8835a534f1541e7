import type { PlanInterval, PlanUpdate } from "@sluice/core";
import { counted } from "../render/amounts.js";

const fixedMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

/** A moment as people write it: a date where it is midnight UTC. */
export function momentText(iso: string): string {
  const [day = "", time = ""] = iso.split("T");
  const clock = time.replace(/(?::00)?(?:\.000)?Z$/, "");
  return clock === "00:00" ? day : `${day} ${clock}`;
}

/** `2024-01-01 until 2024-02-01`; open ends are left out. */
export function intervalText({ start, end }: PlanInterval): string {
  const from = isOpen(start) ? "" : momentText(start);
  const to = isOpen(end) ? "" : `until ${momentText(end)}`;
  return from === "" && to === "" ? "all of time" : [from || "all", to].join(" ").trim();
}

/** Far outside of what data has: no bound was given. */
function isOpen(iso: string): boolean {
  return !/^\d{4}-/.test(iso);
}

/** Ranges on one line, the first few of many. */
export function intervalsText(intervals: readonly PlanInterval[], most = 3): string {
  const shown = intervals.slice(0, most).map(intervalText);
  const more = intervals.length - shown.length;
  return [...shown, ...(more > 0 ? [counted(more, "more range")] : [])].join(", ");
}

/** `12 days`, `288 intervals of 5 minutes`, with the number of queries where it is more than one. */
export function amountText({ intervals = [], grain = "day", batches = 1 }: PlanUpdate): string {
  const grains = intervals.reduce((sum, interval) => sum + grainsIn(interval, grain), 0);
  const amount = grain.includes(" ")
    ? `${counted(grains, "interval")} of ${grain}`
    : counted(grains, grain);
  return batches > 1 ? `${amount} in ${counted(batches, "batch", "batches")}` : amount;
}

/** How many grains begin in an interval; the last may be one that is not over. */
function grainsIn({ start, end }: PlanInterval, grain: string): number {
  const [unit, times] = unitOf(grain);
  const length = Date.parse(end) - Date.parse(start);
  const fixed = fixedMs[unit];
  if (fixed !== undefined) return Math.ceil(length / (fixed * times));
  const months = monthsBetween(new Date(start), new Date(end));
  return Math.ceil(months / (unit === "year" ? 12 : 1) / times);
}

/** `15 minutes` is 15 of `minute`. */
function unitOf(grain: string): readonly [string, number] {
  const match = /^(\d+) (\w+?)s?$/.exec(grain);
  return match ? [match[2] ?? "day", Number(match[1])] : [grain, 1];
}

function monthsBetween(start: Date, end: Date): number {
  const whole =
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  const rest = end.getUTCDate() > 1 || end.getTime() % 86_400_000 > 0;
  return rest ? whole + 1 : whole;
}
