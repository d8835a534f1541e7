/** Half-open range of UTF-16 code units in the parsed text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
