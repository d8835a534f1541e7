/** A text as one word of a POSIX shell, in single quotes. */
export function shellText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text as one word of a POSIX shell, quoted only where it has to be. */
export function shellWord(text: string): string {
  return /^[\w./+-]+$/.test(text) ? text : shellText(text);
}
