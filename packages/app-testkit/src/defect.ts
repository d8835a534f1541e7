/** A corruption of one raw file, and the checks that must stop it. */
export interface RawDefect {
  readonly title: string;
  readonly file: string;
  readonly corrupt: (text: string) => string;
  /** `model check`. */
  readonly fails: readonly string[];
}

/** Rows at the end of a file. */
export const withRows =
  (...rows: readonly string[]) =>
  (text: string) =>
    `${text}${rows.join("\n")}\n`;

/** Bad values by model and column, as SQL. */
export type BadValues = Readonly<Record<string, Readonly<Record<string, string>>>>;
