import path from "node:path";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Reading } from "./reading.js";

/** A fault in the text of a file. */
export interface FileFault {
  /** Counts from 1. */
  readonly line: number;
  /** Character of the line, counted from 1; undefined where the line as a whole is at fault. */
  readonly column?: number | undefined;
  /** Path of the field that the fault is in, such as `address.zip`. */
  readonly field?: string | undefined;
  readonly message: string;
  readonly hints: readonly string[];
}

/** The error of a file that has the fault, at the declaration of the seed or source. */
export function faultError(
  file: string,
  { line, column, field, message, hints }: FileFault,
  of: { readonly relation: Reading["relation"]; readonly cause?: unknown },
): SluiceError {
  const { relation, cause } = of;
  const parts = [
    path.basename(file),
    `line ${line}`,
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(field === undefined ? [] : [`\`${field}\``]),
  ];
  return new SluiceError({
    code: "SOURCE.UNREADABLE",
    message: `${parts.join(", ")}: ${message}`,
    where: { file: relation.path, model: relation.name },
    hints,
    cause,
  });
}
