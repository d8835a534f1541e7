import { diffArrays } from "diff";

/** A line of a difference. */
export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Edits beyond which the search for common lines ends: its time grows with their square. */
const mostEdits = 2000;

/** Unchanged lines printed before and after a change. */
const around = 2;

/** The removed, added and common lines of two texts. Texts with too many edits have no line in common. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const parts = diffArrays(a, b, { maxEditLength: mostEdits });
  if (!parts) return [...signed("-", a), ...signed("+", b)];
  return parts.flatMap(({ added, removed, value }) =>
    signed(added ? "+" : removed ? "-" : " ", value),
  );
}

function signed(sign: DiffLine["sign"], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}

/** The changed lines with what stands around them; runs of other lines become one `…`. */
export function changedParts(lines: readonly DiffLine[]): readonly (DiffLine | "…")[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some(({ sign }) => sign !== " "),
  );
  return lines.flatMap((line, i): readonly (DiffLine | "…")[] => {
    if (near[i]) return [line];
    return i === 0 || near[i - 1] ? ["…"] : [];
  });
}
