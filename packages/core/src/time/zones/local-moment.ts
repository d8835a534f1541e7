import { dateAt, dateStart } from "./local-dates.js";
import { offsetAt } from "./zone.js";

const dayMs = 86_400_000;

/**
 * An ISO timestamp as the calendar and the clock of a zone show it: `2024-03-31` where a date begins there, which is not
 * at midnight in every zone, else `2024-03-31T12:30:00.000`.
 */
export function localMoment(timestamp: string, zone: string): string {
  const at = Date.parse(timestamp);
  const date = dateAt(zone, at);
  if (dateStart(zone, date) === at) return new Date(date * dayMs).toISOString().slice(0, 10);
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, -1);
}
