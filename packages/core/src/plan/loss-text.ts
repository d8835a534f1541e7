import { kindOf, type IncrementalKind } from "../kinds/all-kinds.js";

/** Loss of rows of a published table, for people: the event, and the rows that no build gives again. */
export function lossText(
  event: string,
  { kind, rows }: { readonly kind: IncrementalKind; readonly rows: number | undefined },
): string {
  if (kindOf(kind).keepsHistory) return `${event}: the history it has is lost`;
  const those =
    rows === undefined ? "rows" : `those of its ${String(rows)} ${rows === 1 ? "row" : "rows"}`;
  return `${event}: ${those} that its inputs no longer give are lost`;
}
