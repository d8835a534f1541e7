import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { CheckResult } from "../model/check/check.js";

/** What the checks of a version say. */
export interface Audit {
  readonly checkResults: readonly CheckResult[];
  /** Why the version is not published, if it is not. */
  readonly refused?: Diagnostic | undefined;
}
