import { localMoment, type PlanInterval, type PlanUpdate } from "@sluice/core";
import { counted } from "../render/amounts.js";

/** A moment as people write it: a date where one begins, in UTC or the zone. */
function momentText(iso: string, zone: string | undefined): string {
  const shown = zone === undefined ? iso.replace("T00:00:00.000Z", "") : localMoment(iso, zone);
  const [day = "", time] = shown.split("T");
  return time === undefined ? day : `${day} ${time.replace(/(?::00)?(?:\.000)?Z?$/, "")}`;
}

/** `2024-01-01 until 2024-02-01`; open ends are left out. */
function intervalText({ start, end }: PlanInterval, zone: string | undefined): string {
  const from = isOpen(start) ? "" : momentText(start, zone);
  const to = isOpen(end) ? "" : `until ${momentText(end, zone)}`;
  return from === "" && to === "" ? "all of time" : [from || "all", to].join(" ").trim();
}

/** Far outside of what data has: no bound was given. */
function isOpen(iso: string): boolean {
  return !/^\d{4}-/.test(iso);
}

/** Ranges on one line, the first few of many; whose dates they are where it is not UTC. */
export function intervalsText(
  intervals: readonly PlanInterval[],
  { most = 3, zone }: { readonly most?: number; readonly zone?: string | undefined } = {},
): string {
  const shown = intervals.slice(0, most).map((interval) => intervalText(interval, zone));
  const more = intervals.length - shown.length;
  const all = [...shown, ...(more > 0 ? [counted(more, "more range")] : [])].join(", ");
  return zone === undefined || all === "" ? all : `${all} (${zone})`;
}

/** `12 days`, `288 intervals of 5 minutes`, with the number of queries where it is more than one. */
export function amountText({ grain = "day", grains = 0, batches = 1 }: PlanUpdate): string {
  const amount = grain.includes(" ")
    ? `${counted(grains, "interval")} of ${grain}`
    : counted(grains, grain);
  return batches > 1 ? `${amount} in ${counted(batches, "batch", "batches")}` : amount;
}
