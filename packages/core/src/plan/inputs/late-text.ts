import type { IntervalSet } from "../../time/intervals/interval-set.js";
import { commandLine, type CommandScope } from "../../model/project/command-line.js";
import { dateAt, dateStart } from "../../time/zones/local-dates.js";

const dayMs = 86_400_000;

/** Most ranges that are written one by one. */
const MOST = 3;

/** Ranges of time for people, `2024-01-02 to 2024-01-04, 2024-01-07`: the end of whole days is the last of them. */
export function lateText(ranges: IntervalSet, zone: string | undefined): string {
  const texts = ranges.slice(0, MOST).map(({ start, end }) => {
    const [from, last] = [dayText(start, zone), dayText(end, zone) && lastDay(end, zone)];
    if (from === undefined || last === undefined)
      return `${momentText(start, zone)} to ${momentText(end, zone)}`;
    return from === last ? from : `${from} to ${last}`;
  });
  const more = ranges.length - texts.length;
  return texts.join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}

/** Commands that compute ranges of a model again; one for all of them where there are many. */
export function restateCommands(
  model: string,
  ranges: IntervalSet,
  { zone, project }: { readonly zone: string | undefined; readonly project: CommandScope },
): readonly string[] {
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last) return [];
  const wanted = ranges.length > MOST ? [{ start: first.start, end: last.end }] : ranges;
  return wanted.map(({ start, end }) =>
    commandLine(
      ["restate", model, "--start", momentText(start, zone), "--end", momentText(end, zone)],
      project,
    ),
  );
}

/** A date of the zone where one begins, else a timestamp in UTC. */
function momentText(at: number, zone: string | undefined): string {
  return dayText(at, zone) ?? new Date(at).toISOString().replace(/:00\.000Z$/, "Z");
}

function dayText(at: number, zone: string | undefined): string | undefined {
  if (zone === undefined)
    return at % dayMs === 0 ? new Date(at).toISOString().slice(0, 10) : undefined;
  const date = dateAt(zone, at);
  return dateStart(zone, date) === at ? dateText(date) : undefined;
}

function lastDay(end: number, zone: string | undefined): string {
  return zone === undefined
    ? new Date(end - 1).toISOString().slice(0, 10)
    : dateText(dateAt(zone, end - 1));
}

function dateText(date: number): string {
  return new Date(date * dayMs).toISOString().slice(0, 10);
}
