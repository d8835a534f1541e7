import { exitCode, type CommandRun } from "../../context.js";
import { counted } from "../../render/amounts.js";
import { remark } from "../../io/io.js";
import { inEnvironment } from "../environment.js";
import { usageError } from "../usage-error.js";
import { keepSchedule } from "../../schedule/keep-schedule.js";

export const run: CommandRun = async (given) => {
  const context = inEnvironment(given, "schedule");
  const { io, global } = context;
  if (global.json)
    throw usageError("`schedule` goes on and on; follow it with --log-format json.", "schedule");
  if (global.now !== undefined)
    throw usageError("`schedule` follows the clock; --now is for `run`.", "schedule");
  const { runs } = await keepSchedule(context);
  remark(io, [`The schedule has stopped, after ${counted(runs, "run")}.`]);
  return exitCode.done;
};
