import fc from "fast-check";
import type { InputRow } from "../simulation/table.js";
import type { World } from "../world.js";

/** New, late, corrected, marked and removed rows of the input. */
export type InputStep =
  | { readonly do: "insert"; readonly hour: number; readonly amount: number }
  | {
      readonly do: "correct";
      readonly nth: number;
      readonly amount: number;
      readonly later: number;
    }
  | { readonly do: "mark_gone"; readonly nth: number; readonly later: number }
  | { readonly do: "take_away"; readonly nth: number };

const hour = fc.integer({ min: 0, max: 150 });
const amount = fc.integer({ min: 1, max: 4 });
const nth = fc.nat(30);
/** Hours after the last change of a row, also before it. */
const later = fc.constantFrom(0, 1, 24, 50, -6);

export const anyInput: readonly fc.WeightedArbitrary<InputStep>[] = [
  { weight: 6, arbitrary: fc.record({ do: fc.constant("insert" as const), hour, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("correct" as const), nth, amount, later }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mark_gone" as const), nth, later }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take_away" as const), nth }) },
];

export function takeInput(step: InputStep, world: World): void {
  world.rows = changed(world.rows, step);
}

function changed(rows: readonly InputRow[], step: InputStep): readonly InputRow[] {
  if (step.do === "insert") {
    const { hour, amount } = step;
    const id = 1 + Math.max(...rows.map((row) => row.id));
    return [...rows, { id, hour, amount, gone: false, changed: hour }];
  }
  // The first row is never touched: a query without rows is refused under `deletes: missing`.
  const place = rows.length > 1 ? 1 + (step.nth % (rows.length - 1)) : 0;
  if (place === 0) return rows;
  return rows.flatMap((row, index) => {
    if (index !== place) return [row];
    if (step.do === "take_away") return [];
    const changed = Math.max(0, row.changed + step.later);
    if (step.do === "correct") return [{ ...row, amount: step.amount, changed }];
    return [{ ...row, gone: !row.gone, changed }];
  });
}
