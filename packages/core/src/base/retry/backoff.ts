const firstMs = 1000;
const longestMs = 60_000;

/**
 * Milliseconds to wait after the attempt that failed, counted from 1: a second, then twice as long each time, at most a
 * minute; up to half of it is taken off by what follows from the seed (a run's id and a node's name) and the attempt, so
 * that what failed together does not come back together.
 */
export function backoff(attempt: number, seed: string): number {
  const wait = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return wait * (1 - fraction(`${seed}#${String(attempt)}`) / 2);
}

/** A number in [0, 1) that follows from a text: FNV-1a, its bits mixed as MurmurHash3 does at its end. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
