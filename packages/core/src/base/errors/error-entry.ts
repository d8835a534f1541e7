/** What the reference page says of a code. */
export interface ErrorEntry {
  /** What the code means, one sentence. */
  readonly meaning: string;
  /** What to do about it. */
  readonly next: string;
}
