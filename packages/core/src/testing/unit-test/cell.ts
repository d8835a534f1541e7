/** A value of a test with its path. */
export interface Cell {
  readonly value: unknown;
  readonly path: readonly PropertyKey[];
}

/** A part of a value that is refused: itself, or as a field. */
export interface RefusedPart extends Cell {
  /** The name of the field is at fault. */
  readonly isField?: true;
}

/** Access to a test for the reader of a value in it. */
export interface CellReader {
  /** A number or boolean as it is written. */
  readonly written: (path: readonly PropertyKey[]) => string | undefined;
  /** Raises the error for a part that its type has no place for; `problem` ends a sentence that begins with the column. */
  readonly refuse: (part: RefusedPart, problem: string, hint: string) => never;
}
