import type { Row } from "../../warehouse/values.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";

export interface UnitTestResult {
  readonly name: string;
  readonly model: string;
  readonly file: string;
  /** What the test is about, as its file says. */
  readonly description?: string | undefined;
  readonly status: "passed" | "failed" | "error";
  readonly seconds: number;
  /** Compared columns, in order. */
  readonly columns: readonly string[];
  /** Rows expected and not found, found and not expected, as compared texts. */
  readonly missing: readonly Row[];
  readonly unexpected: readonly Row[];
  readonly matched: number;
  readonly error?: Diagnostic | undefined;
}
