import type { ApplyOptions } from "@sluice/core";
import { exitCode, type CommandContext } from "../context.js";
import { flag, whole } from "../program/read-options.js";

/** What `limitOptions` say, and what ends a run. */
export function limitsOf({ io, options, signal }: CommandContext): ApplyOptions {
  return {
    failFast: flag(options, "failFast"),
    retries: whole(options, "retries"),
    nodeTimeoutMs: whole(options, "timeout"),
    runTimeoutMs: whole(options, "runTimeout"),
    signal,
    onStuck: (node) => {
      // A query that does not let itself be cancelled: only the end of the process stops it.
      io.stderr.write(
        `${node} could not be stopped; ending. Readers keep what they had, and the same command continues.\n`,
      );
      process.exit(exitCode.cannot);
    },
  };
}
