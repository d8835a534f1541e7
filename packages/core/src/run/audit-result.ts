import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { CheckResult } from "../model/check/check.js";

/** The results of the checks of a version. */
export interface Audit {
  readonly checkResults: readonly CheckResult[];
  /** The reason that keeps the version from being published, if one does. */
  readonly refused?: Diagnostic | undefined;
}
