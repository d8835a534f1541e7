import type { Io } from "../io/io.js";
import type { GlobalOptions } from "../program/global-options.js";
import { createJsonReporter } from "./json-log.js";
import { createPlainReporter } from "./plain-reporter.js";
import type { Reporter } from "./reporter.js";
import { createTtyReporter } from "./tty-reporter.js";

/** The reporter that fits the terminal and the options. */
export function createReporter(io: Io, global: GlobalOptions): Reporter {
  if (global.logFormat === "json") return createJsonReporter(io);
  const options = { verbose: global.verbose, quiet: global.quiet };
  return io.live && !global.quiet
    ? createTtyReporter(io, options)
    : createPlainReporter(io, options);
}
