/** How long to wait before an attempt is repeated. */
export interface BackoffOptions {
  /** The attempt that failed, from 1 on. */
  readonly attempt: number;
  /** Wait after the first attempt. @default 1000 */
  readonly baseMs?: number | undefined;
  /** How much longer each wait is than the one before. @default 2 */
  readonly factor?: number | undefined;
  /** The longest wait. @default 60_000 */
  readonly maxMs?: number | undefined;
  /**
   * The share of the wait that is spread, so that what failed together does not come back together; the spread follows
   * from `seed` (a run's id and a node's name) and the attempt.
   * @default none
   */
  readonly jitter?: { readonly share: number; readonly seed: string } | undefined;
}

/** Milliseconds to wait: `base * factor^(attempt - 1)`, at most `max`, less a spread share of it. */
export function backoff(options: BackoffOptions): number {
  const { attempt, baseMs = 1000, factor = 2, maxMs = 60_000, jitter } = options;
  const wait = Math.min(maxMs, baseMs * factor ** (attempt - 1));
  if (!jitter) return wait;
  return wait * (1 - jitter.share * fraction(`${jitter.seed}#${String(attempt)}`));
}

/** A number in [0, 1) that follows from a text: FNV-1a, its bits mixed as MurmurHash3 does at its end. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
