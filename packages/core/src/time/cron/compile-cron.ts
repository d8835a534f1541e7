import { Cron, CronPattern } from "croner";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { createCronDays, type CronDays } from "./cron-days.js";

/** An expression ready to be asked, on a clock without zone. */
export interface CompiledCron {
  /** Minutes of the day, ascending; the same on every day it ticks. */
  readonly minutes: readonly number[];
  readonly days: CronDays;
  /** True when it ticks in each of the 24 hours: such a cron follows elapsed time, the others the clock on the wall. */
  readonly everyHour: boolean;
}

/** A project has few different expressions and many models. */
const compiled = new Map<string, CompiledCron>();

/** Reads five fields or a nickname. Raises `MODEL.INVALID`, also for what never fires. */
export function compileCron(expression: string): CompiledCron {
  const known = compiled.get(expression);
  if (known) return known;
  const cron = compile(expression);
  compiled.set(expression, cron);
  return cron;
}

function compile(expression: string): CompiledCron {
  const { cron, pattern } = parse(expression);
  const hours = indexes(pattern.hour);
  const inHour = indexes(pattern.minute);
  const minutes = hours.flatMap((hour) => inHour.map((minute) => hour * 60 + minute));
  const first = (minutes[0] ?? 0) * 60_000;
  const days = createCronDays((midnight) => cron.match(new Date(midnight + first)));
  if (days.never) throw neverFires(expression);
  return { minutes, days, everyHour: hours.length === 24 };
}

function parse(expression: string): { readonly cron: Cron; readonly pattern: CronPattern } {
  try {
    return {
      // Zones are ours to handle: see ticks.ts.
      cron: new Cron(expression, { mode: "5-part", utcOffset: 0 }),
      pattern: new CronPattern(expression, undefined, { mode: "5-part" }),
    };
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.replace(/^CronPattern: /, "") : "";
    throw new SluiceError({
      code: "MODEL.INVALID",
      message: `The cron is wrong: \`${expression}\` cannot be read.`,
      why: said === "" ? undefined : said,
      hints: [
        "Write minute, hour, day of month, month, day of week: `*/15 * * * *`, `0 9 * * MON-FRI`.",
        "Or one of @hourly, @daily, @weekly, @monthly, @yearly.",
      ],
      cause,
    });
  }
}

function neverFires(expression: string): SluiceError {
  return new SluiceError({
    code: "MODEL.INVALID",
    message: `The cron is wrong: \`${expression}\` never fires.`,
    why: "No year has a day that fits its day and month.",
    hints: ["Correct the day of month; `L` is the last day of every month."],
  });
}

/** Positions that are set in one of croner's fields. */
function indexes(field: readonly number[]): number[] {
  return field.flatMap((on, index) => (on > 0 ? [index] : []));
}
