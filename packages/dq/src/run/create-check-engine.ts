import type { CheckEngine } from "@sluice/core";
import { parseCheck } from "../spec/parse-check.js";
import { bindChecks } from "./bind-checks.js";
import { runChecks } from "./run-checks.js";

/**
 * The engine that knows the kinds of checks of this package: hand it to core. A relation's checks run as one aggregate
 * query, one statement for uniqueness, relationships and custom SQL, and one query for the sample of each check that
 * does not pass.
 */
export function createCheckEngine(): CheckEngine {
  return {
    parse: parseCheck,
    run: (run, runner, options) => runChecks(run, { runner, options }),
    bind: (run, binder, options) => bindChecks(run, { binder, options }),
  };
}
