import type { Diagnostic } from "../../base/errors/sluice-error.js";
import { diagnostic, isSluiceError, toDiagnostic } from "../../base/errors/sluice-error.js";
import { systemError } from "../../base/errors/system-error.js";
import type { Model } from "../../model/model.js";
import { offsetOf, placeOf } from "../../model/source-text.js";
import type { SplicedText } from "@sluice/sql/text";

/** An engine's error about a rendered model, at the place in the user's file where the cause stands. */
export function atUserPlace(
  error: unknown,
  model: Pick<Model, "name" | "path" | "sql">,
  rendered: SplicedText | undefined,
): Diagnostic {
  const known = isSluiceError(error) ? error : systemError(error, { cannotBe: "used" });
  const base = known ? toDiagnostic(known) : internal(error);
  const { file, line, column } = base.where ?? {};
  if (!rendered && file === model.path && line !== undefined) return base;
  if (!rendered || !model.sql || line === undefined) {
    // Lines of generated SQL or of a data file are none of the model's file.
    return { ...base, where: { file: model.path, model: model.name } };
  }
  const offset = rendered.toOriginal(offsetOf(rendered.text, line, column ?? 1));
  return { ...base, where: placeOf(model.sql, offset, model.name) };
}

function internal(error: unknown): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  return diagnostic({
    code: "INTERNAL.BUG",
    message,
    why: error instanceof Error ? error.stack : undefined,
  });
}
