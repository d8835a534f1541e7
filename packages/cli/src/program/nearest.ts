/** Names that differ from a mistyped one by little, nearest first. */
export function nearest(wrong: string, names: readonly string[], most = 3): string[] {
  const key = wrong.toLowerCase();
  const limit = Math.max(1, Math.floor(key.length * 0.4));
  return names
    .map((name) => ({ name, distance: distanceTo(key, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Edit distance to the name, or to its part after the schema when that is nearer. */
function distanceTo(key: string, name: string): number {
  const table = name.slice(name.indexOf(".") + 1);
  return Math.min(editDistance(key, name), editDistance(key, table));
}

/** Optimal string alignment distance (Damerau-Levenshtein without overlapping transpositions). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + same,
        swapped ? at(before, j - 2) + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
