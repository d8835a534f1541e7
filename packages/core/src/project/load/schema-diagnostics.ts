import type { z } from "zod";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { PlaceOf } from "./definition-places.js";
import { schemaFaults, type Checked } from "./schema-faults.js";

/** Diagnostics of a TypeScript definition's faults, each at its place in the file; at least one. */
export function schemaDiagnostics(
  error: z.ZodError,
  checked: Checked,
  placeOf: PlaceOf,
): readonly [Diagnostic, ...Diagnostic[]] {
  const [first, ...others] = schemaFaults(error.issues, checked).map(
    ({ message, path, key, hints }) => {
      const where = placeOf(key === undefined ? path : [...path, key]);
      return diagnostic({ code: "MODEL.INVALID", message, where, hints });
    },
  );
  const unknown = diagnostic({ code: "MODEL.INVALID", message: error.message, where: placeOf([]) });
  return [first ?? unknown, ...others];
}
