import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { decide, type EvolutionInput, type Decided } from "./decide.js";
import type { CountLost } from "./merged-type.js";
import { waysOut } from "./ways-out.js";

/** What becomes of a table whose query gives other columns than it has. */
export type Evolution = Decided | { readonly kind: "refused"; readonly diagnostic: Diagnostic };

/** Decides what becomes of a table whose query may give other columns, by the model's `on_schema_change`. */
export function evolution(input: EvolutionInput): Evolution {
  const decision = decide(input);
  if (decision.kind !== "refused") return decision;
  const { differences, retyped, why } = decision;
  // Advice is given only where it is known that no value is lost by it.
  const countLost: CountLost = (cast) => input.countLost?.(cast) ?? Infinity;
  const under = (policy: EvolutionInput["policy"]) => decide({ ...input, policy, countLost });
  return {
    kind: "refused",
    diagnostic: diagnostic({
      code: "RUN.SCHEMA_CHANGED",
      message: `The query gives other columns than the table has: ${differences.join("; ")}.`,
      why,
      hints: waysOut(input, retyped, under),
    }),
  };
}
