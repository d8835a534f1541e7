/** A text as one word of a POSIX shell, in single quotes. */
export function shellText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
