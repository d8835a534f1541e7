/** How many suggestions are worth reading. */
const MOST = 3;

/**
 * Names close to a mistyped one, nearest first, at most three: by Damerau-Levenshtein distance (Damerau 1964,
 * optimal string alignment: a swap of neighbours is one edit), case ignored, up to a third of the name's
 * length. For `schema.name` candidates the part behind the last dot is compared too.
 */
export function suggest(name: string, candidates: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  const limit = wanted.length < 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  const found: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const distance = nearness(wanted, candidate.toLowerCase(), limit);
    if (distance <= limit && candidate !== name) found.push({ candidate, distance });
  }
  found.sort((a, b) => a.distance - b.distance || compare(a.candidate, b.candidate));
  return found.slice(0, MOST).map(({ candidate }) => candidate);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Distance to the whole candidate or, half an edit further, to its last part; a missing end counts little. */
function nearness(wanted: string, candidate: string, limit: number): number {
  const whole = editDistance(wanted, candidate, limit);
  const tail = candidate.slice(candidate.lastIndexOf(".") + 1);
  const part = wanted.includes(".") ? Infinity : editDistance(wanted, tail, limit) + 0.5;
  const begun = wanted.length >= 3 && tail.startsWith(wanted) ? limit : Infinity;
  return Math.min(whole, part, begun);
}

/** Optimal string alignment distance, or Infinity when above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit && Math.min(...last) > limit) return Infinity;
    beforeLast = last;
    last = row;
  }
  const distance = at(last, b.length);
  return distance <= limit ? distance : Infinity;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
