/** A corruption of one file of an app, and the checks that must stop it. */
export interface Defect {
  /** The end of the test's title. */
  readonly title: string;
  /** Relative to the folder of the app. */
  readonly file: string;
  readonly corrupt: (text: string) => string;
  /** All checks that fail, each as `model check`. */
  readonly fails: readonly string[];
}

/** Adds rows at the end of a file. */
export const withRows =
  (...rows: readonly string[]) =>
  (text: string) =>
    `${text}${rows.join("\n")}\n`;

/** Leaves only the first lines of a file. */
export const withFirstLines = (count: number) => (text: string) =>
  text
    .split(/(?<=\n)/)
    .slice(0, count)
    .join("");

/** Bad values by model and column, as SQL. */
export type BadValues = Readonly<Record<string, Readonly<Record<string, string>>>>;
