import type { ErrorCode } from "./error-table.js";

/** A place in a user's project. Lines and columns count from 1; columns count UTF-16 code units. */
export interface Place {
  /** Path relative to the project folder, with forward slashes. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Name of the model, seed or source concerned. */
  readonly model?: string | undefined;
  /** The source line and a caret under the column, ready to print. */
  readonly frame?: string | undefined;
}

/** One finding about a project or a run: plain data, so that it can be collected, printed or serialised. */
export interface Diagnostic {
  readonly code: ErrorCode;
  /** One sentence saying what is wrong. */
  readonly message: string;
  /** Why it is wrong, when that is not evident. */
  readonly why?: string | undefined;
  readonly where?: Place | undefined;
  /** Next steps: a command, an edit or a link. */
  readonly hints: readonly string[];
  /** True when the same call may succeed later without a change. @default false */
  readonly retryable: boolean;
  /** A warning never fails a command. @default "error" */
  readonly severity: "error" | "warning";
}

/** What a diagnostic needs at least; the rest has defaults. */
export type DiagnosticInput = Pick<Diagnostic, "code" | "message"> & Partial<Diagnostic>;

/** Fills the defaults of a diagnostic. */
export function diagnostic(input: DiagnosticInput): Diagnostic {
  return { hints: [], retryable: false, severity: "error", ...input };
}

/** The one error class of Sluice: a diagnostic that was thrown, with the others found beside it. */
export class SluiceError extends Error implements Diagnostic {
  override readonly name = "SluiceError";
  readonly code: ErrorCode;
  readonly why: string | undefined;
  readonly where: Place | undefined;
  readonly hints: readonly string[];
  readonly retryable: boolean;
  readonly severity = "error";
  /** Every diagnostic of the failed step, this one first. */
  readonly all: readonly Diagnostic[];

  constructor(
    input: DiagnosticInput & { readonly cause?: unknown },
    others: readonly Diagnostic[] = [],
  ) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.code = input.code;
    this.why = input.why;
    this.where = input.where;
    this.hints = input.hints ?? [];
    this.retryable = input.retryable ?? false;
    this.all = [toDiagnostic(this), ...others];
  }

  /** One error for a list of diagnostics; the first error leads. */
  static of(diagnostics: readonly [Diagnostic, ...Diagnostic[]]): SluiceError {
    const lead = diagnostics.find((d) => d.severity === "error") ?? diagnostics[0];
    return new SluiceError(
      lead,
      diagnostics.filter((d) => d !== lead),
    );
  }
}

/** Raises one error for a list of diagnostics when there is an error among them. */
export function raiseErrors(diagnostics: readonly Diagnostic[]): void {
  const [first, ...others] = diagnostics;
  if (first && diagnostics.some(({ severity }) => severity === "error"))
    throw SluiceError.of([first, ...others]);
}

/** True for a SluiceError of this or another copy of the package. */
export function isSluiceError(error: unknown): error is SluiceError {
  return (
    error instanceof SluiceError ||
    (error instanceof Error && error.name === "SluiceError" && "code" in error && "all" in error)
  );
}

/** The plain data of a thrown error. */
export function toDiagnostic(error: SluiceError): Diagnostic {
  const { code, message, why, where, hints, retryable } = error;
  return diagnostic({ code, message, why, where, hints, retryable });
}
