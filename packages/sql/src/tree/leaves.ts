/** An expression that can have a name. */
export interface Nameable {
  /** The name after `as` in a select list, or in front of `:=`, `=>` or `:` in an argument. */
  readonly alias?: string | undefined;
}

/** `x`, `t.x`, `s.t.x`, each with fields of structs behind it, or a function without parentheses (`current_date`). */
export interface Column extends Nameable {
  readonly kind: "column";
  readonly parts: readonly string[];
}

/** A value that is written out; equal texts of one type are equal values. */
export interface Literal extends Nameable {
  readonly kind: "literal";
  readonly type: string;
  /** Null for `null`. */
  readonly value: string | null;
}

/** `$name`, `?`. */
export interface Parameter extends Nameable {
  readonly kind: "parameter";
  readonly name: string;
}

/** `#1`: a column of the `from` by its place, from 1. */
export interface Position extends Nameable {
  readonly kind: "position";
  readonly index: number;
}
