/** A line of a difference. */
export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Lines around a change that are shown with it. */
const around = 2;

/** Lines of two texts, those of `before` that are gone and those of `after` that are new between those in both. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const a = before.split("\n");
  const b = after.split("\n");
  const lengths = commonLengths(a, b);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      lines.push({ sign: " ", text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && at(lengths, i + 1, j) >= at(lengths, i, j + 1)) {
      lines.push({ sign: "-", text: left });
      i += 1;
    } else {
      lines.push({ sign: "+", text: right ?? "" });
      j += 1;
    }
  }
  return lines;
}

function at(lengths: readonly Uint32Array[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

/** Length of the longest common subsequence of every pair of tails. Queries are short: the table is small. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = lengths[i];
    if (!row) continue;
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] =
        a[i] === b[j]
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
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
