import {
  callTimes,
  cronText,
  parseCron,
  SluiceError,
  type CallTimes,
  type Model,
} from "@sluice/core";
import { counted, listed } from "../render/amounts.js";

/** When a project has to be called, and why. */
export interface NeededTimes {
  readonly times: CallTimes;
  readonly reasons: readonly string[];
}

/** The times of a given pace, or else those that the models' crons need. Raises `CLI.USAGE` when there are neither. */
export function neededTimes(
  models: Iterable<Pick<Model, "name" | "cron">>,
  given: { readonly everyMs?: number | undefined; readonly now: Date },
): NeededTimes {
  const byCron = new Map<string, string[]>();
  const specs = [...models].flatMap(({ name, cron }) => {
    if (cron === undefined) return [];
    const spec = parseCron(cron);
    const text = cronText(spec);
    byCron.set(text, [...(byCron.get(text) ?? []), name]);
    return [spec];
  });
  const crons = [...byCron].map(
    ([cron, names]) => `${cron}: ${counted(names.length, "model")} (${listed(names)})`,
  );
  if (given.everyMs !== undefined) return { times: paced(given.everyMs), reasons: crons };
  if (specs.length > 0) return { times: callTimes(specs, given.now), reasons: crons };
  throw new SluiceError({
    code: "CLI.USAGE",
    message: "No model has a cron, so nothing says how often to call.",
    hints: ['Give models a cron, such as `cron: "0 2 * * *"`.', "Or say how often: `--every 1h`."],
  });
}

const minute = 60_000;
const hour = 60 * minute;

/** Every so many minutes of an hour or hours of a day; both have to come out even. */
function paced(everyMs: number): CallTimes {
  if (everyMs >= minute && everyMs <= hour && hour % everyMs === 0 && everyMs % minute === 0)
    return { hours: steps(1, 24), minutes: steps(everyMs / minute, 60) };
  if (everyMs % hour === 0 && everyMs > 0 && (24 * hour) % everyMs === 0)
    return { hours: steps(everyMs / hour, 24), minutes: [0] };
  throw new SluiceError({
    code: "CLI.USAGE",
    message: "`--every` does not divide an hour or a day into equal parts of whole minutes.",
    hints: ["Write 1m, 5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h."],
  });
}

function steps(step: number, end: number): readonly number[] {
  return Array.from({ length: end / step }, (_, i) => i * step);
}

/** Numbers of `[0, size)` as a field of a cron: `*`, a step where they are even, else a list. */
export function cronField(numbers: readonly number[], size: number): string {
  if (numbers.length === size) return "*";
  const step = evenStep(numbers, size);
  return step === undefined ? numbers.join(",") : `*/${String(step)}`;
}

/** The step, where the numbers are every so many from 0 on. */
function evenStep(numbers: readonly number[], size: number): number | undefined {
  const step = size / numbers.length;
  const even = numbers.length > 1 && numbers.every((number, i) => number === i * step);
  return even ? step : undefined;
}

/** Times as five fields. */
export function cronOf({ hours, minutes }: CallTimes): string {
  return `${cronField(minutes, 60)} ${cronField(hours, 24)} * * *`;
}

/** Every hour of a day. */
export const everyHour: readonly number[] = steps(1, 24);

/** Every five minutes of an hour. */
export const fiveMinutes: readonly number[] = steps(5, 60);
